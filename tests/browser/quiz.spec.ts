import { expect } from '@playwright/test';
import { expectAccessible } from './expect-accessible.ts';
import { expectNoSidewaysScroll, openAwake, weighScripts } from './page.ts';
import {
  answerByKeys,
  kindAsked,
  MATRIX,
  openSecondQuestion,
  surely,
  tabTo,
  test,
  verdict,
} from './quiz-round.ts';

test.describe('the quiz', () => {
  test.beforeEach(async ({ page }) => {
    await openAwake(page, '/quiz/');
  });

  test('takes the diagnostic by keyboard alone, over a reload, to a map and a plan', async ({
    page,
  }) => {
    await tabTo(page, 'Start the diagnostic');
    await page.keyboard.press('Enter');
    for (let question = 1; question <= 9; question++) {
      await expect(page.getByText(`Question ${question} of 9`)).toBeVisible();
      if (question === 4) {
        await page.keyboard.press('1');
        const stem = await page.locator('.question-stem').textContent();
        const left = page.getByRole('timer');
        await page.reload();
        await expect(page.getByText('Question 4 of 9')).toBeVisible();
        await expect(page.locator('.question-stem')).toHaveText(stem ?? '');
        // The clock stands still until the learner is back.
        await expect(left).toHaveText(/^[56]:\d\d$/);
        await tabTo(page, 'Start the clock again');
        await page.keyboard.press('Enter');
        await expect(
          page.getByRole('button', { name: 'Pause the clock', exact: true }),
        ).toBeVisible();
      }
      await answerByKeys(page, question <= 3 ? 'g' : 'c');
      await page.keyboard.press('Enter');
    }
    await expect(page.getByRole('heading', { name: 'Where you stand' })).toBeFocused();
    // A guess is shaky, right or wrong; whoever was certain knows it or is wrong and sure.
    await expect(page.locator('[data-knowing="shaky"] li')).toHaveCount(3);
    const known = await page.locator('[data-knowing="known"] li').count();
    const wrong = await page.locator('[data-knowing="wrong-but-sure"] li').count();
    expect(known + wrong).toBe(6);
    const plan = page.locator('.plan > li');
    await expect(plan.first().getByRole('link').first()).toHaveAttribute('href', /^\/lessons\//);

    await page.reload();
    await expect(page.getByRole('heading', { name: 'Where you stand' })).toBeVisible();
    await expect(page.locator('[data-knowing="shaky"] li')).toHaveCount(3);
  });

  test('takes nothing away when the time of the diagnostic is over', async ({ page }) => {
    await page.clock.install();
    await page.getByRole('button', { name: 'Start the diagnostic' }).click();
    const timer = page.getByRole('timer');
    // Once it has ticked it is known to run.
    await expect(timer).toHaveText(/^5:\d\d$/);
    await page.clock.runFor(400_000);
    await expect(page.getByText('The six minutes are over.')).toBeVisible();
    // The page's clock runs on by itself too.
    await expect(timer).toHaveText(/^\+[01]:\d\d$/);
    await page.getByRole('button', { name: 'Pause the clock', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Start the clock again' })).toBeVisible();
    const paused = (await timer.textContent()) ?? '';
    await page.clock.runFor(60_000);
    await expect(timer).toHaveText(paused);
    await expect(page.getByRole('button', { name: 'Check', exact: true })).toBeEnabled();
    await expect(page.getByText('Question 1 of 9')).toBeVisible();
  });

  test('fills matrix boards by keyboard alone, and keeps a half-filled one', async ({ page }) => {
    await tabTo(page, /^Matrix board/);
    await page.keyboard.press('Enter');
    const rows = page.locator('.board-row');
    await expect(rows.first()).toBeVisible();
    const columns = await rows.first().locator('> label').count();

    // The last column but one is "none of these"; the last asks on what it depends.
    await page.keyboard.press(String(columns - 1));
    await expect(rows.first().getByLabel('None of these')).toBeChecked();
    await page.keyboard.press(String(columns));
    const on = rows.nth(1).getByRole('radiogroup', { name: 'On what does it depend?' });
    await expect(on.getByRole('radio').first()).toBeFocused();
    await page.keyboard.press('Space');
    await expect(on.getByRole('radio').first()).toBeChecked();
    const texts = await rows.locator('legend').allTextContents();

    await page.reload();
    await expect(rows.locator('legend')).toHaveText(texts);
    await expect(rows.first().getByLabel('None of these')).toBeChecked();
    await expect(on.getByRole('radio').first()).toBeChecked();
    // Two keys may come before anything is drawn: the second goes where the first has led.
    await rows.last().getByRole('radio').first().focus();
    await page.evaluate(() => {
      for (const key of ['1', 'c'])
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    });
    await expect(surely(page, 'certain')).toBeFocused();

    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(page.getByText(/rows? ha(s|ve) no answer yet/)).toBeVisible();

    await page.keyboard.press('Shift+Tab');
    for (let row = 2; row < (await rows.count()); row++) await page.keyboard.press('1');
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    await expect(verdict(page)).toBeFocused();
    for (const row of await rows.all()) {
      await expect(row).toHaveAttribute('data-mark', /right|wrong/);
      await expect(row.locator('.feedback').last()).toContainText(/[a-z]{3}/);
    }
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: /\d of \d rows right/ })).toBeFocused();
  });

  test('makes the same board by the engine again after a reload', async ({ page }) => {
    const round = {
      scope: 'board',
      seed: 1,
      queue: [{ id: 'made-board-1', print: '' }],
      position: 0,
      answers: {},
    };
    await page.evaluate(
      (text) => sessionStorage.setItem('chunk-by-chunk:quiz-session', text),
      JSON.stringify(round),
    );
    await page.reload();
    const rows = page.locator('.board-row');
    await expect(rows.first()).toBeVisible();
    const texts = await rows.locator('legend').allTextContents();
    await answerByKeys(page, 'c');
    await page.reload();
    await expect(rows.locator('legend')).toHaveText(texts);
    await expect(rows.first()).toHaveAttribute('data-mark', /right|wrong/);
  });

  test('asks how sure before it says anything, and remembers it', async ({ page }) => {
    await page.getByRole('button', { name: MATRIX }).click();
    await expect(page.getByText('Question 1 of 7')).toBeVisible();
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Say first how sure you are')).toBeVisible();
    await expect(page.locator('.feedback')).toHaveCount(0);
    await surely(page, 'certain').check();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(verdict(page)).toContainText(/You are right\.|You were certain/);
    await expect(page.getByRole('radiogroup', { name: 'How sure are you?' })).toHaveCount(0);

    const stored = await page.evaluate(async () => {
      const opening = indexedDB.open('chunk-by-chunk');
      await new Promise((resolve) => {
        opening.onsuccess = resolve;
      });
      const all = opening.result.transaction('answers').objectStore('answers').getAll();
      await new Promise((resolve) => {
        all.onsuccess = resolve;
      });
      opening.result.close();
      return all.result;
    });
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatchObject({ sure: 'certain' });
  });

  test('offers a proof and the passage on a miss, and a text to report the question', async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: /^Server-Sent Events/ }).click();
    for (let question = 0; question < 12; question++) {
      await answerByKeys(page, 'g');
      if ((await verdict(page).textContent())?.includes('Not quite')) break;
      await page.keyboard.press('Enter');
    }
    await expect(verdict(page)).toContainText('Prove it: ');
    const [proof, passage] = await verdict(page).getByRole('link').all();
    await expect(passage as NonNullable<typeof passage>).toHaveAttribute('href', /^\/lessons\//);

    await page.getByText('Report this question').click();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(page.getByText('Copied.')).toBeVisible();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toMatch(/Question: \S+\nPrint: \S+\n/);
    expect(text).toContain('Graded: wrong, after “guess”');
    expect(text).toContain('Browser: Mozilla/5.0');

    const href = (await proof?.getAttribute('href')) ?? '';
    await proof?.click();
    await expect(page).toHaveURL(new RegExp(`${href.split('#')[0]}`));
    if (href.includes('#'))
      await expect(page.locator(`[id="${href.split('#')[1]}"]`)).toBeAttached();
  });

  test('takes a whole round by keyboard alone, and a second one with a change in each scenario', async ({
    page,
  }) => {
    for (const round of [1, 2]) {
      await tabTo(page, MATRIX);
      await page.keyboard.press('Enter');
      for (let question = 1; question <= 7; question++) {
        await expect(page.getByText(`Question ${question} of 7`)).toBeVisible();
        await expect(page.getByText('Same situation, but')).toHaveCount(round - 1);
        // The facts say what has changed, and not by colour alone.
        await expect(page.locator('.question-facts [data-changed="true"] s')).toHaveCount(
          round - 1,
        );
        await page.keyboard.press('2');
        await expect(page.locator('.option input').nth(1)).toBeChecked();
        await page.keyboard.press('f');
        await page.keyboard.press('Enter');
        await expect(verdict(page)).toBeFocused();
        await expect(verdict(page)).toContainText(/You are right|Not quite/);
        // What was picked and what is right both say why, and so does every other option.
        await expect(
          page.locator('.option[data-mark="right"], .option[data-mark="missed"]'),
        ).toHaveCount(1);
        await expect(page.locator('.option .feedback')).toHaveCount(
          await page.locator('.option').count(),
        );
        await page.keyboard.press('Enter');
      }
      await expect(page.getByRole('heading', { name: /of 7 right/ })).toBeFocused();
      await page.getByRole('button', { name: 'Choose something else' }).click();
    }
  });

  test('leaves arrow keys and Enter to the radios when its own keys are off', async ({ page }) => {
    await page.getByRole('button', { name: MATRIX }).click();
    await page.getByLabel(/Keys/).uncheck();
    await page.keyboard.press('2');
    await page.keyboard.press('c');
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
    await page.locator('.option input').first().focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('.option input').nth(1)).toBeChecked();
    await surely(page, 'a guess').check();
    await page.keyboard.press('Enter');
    await expect(verdict(page)).toBeFocused();
    await page.reload();
    await expect(page.getByLabel(/Keys/)).not.toBeChecked();
  });

  test('asks for a pick before it checks', async ({ page }) => {
    await page.getByRole('button', { name: MATRIX }).click();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(page.getByText('Pick an answer first.')).toBeVisible();
  });

  test('goes on after a reload where it stood, and keeps the score and the draft', async ({
    page,
  }) => {
    await page.getByRole('button', { name: MATRIX }).click();
    await answerByKeys(page, 'f');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Question 2 of 7')).toBeVisible();
    await page.keyboard.press('3');
    await page.keyboard.press('c');
    const stem = await page.locator('.question-stem').textContent();
    await page.reload();
    await expect(page.getByText('Question 2 of 7')).toBeVisible();
    await expect(page.getByText(/of 1 right/)).toBeVisible();
    await expect(page.locator('.question-stem')).toHaveText(stem ?? '');
    await expect(page.locator('.option input').nth(2)).toBeChecked();
    await expect(surely(page, 'certain')).toBeChecked();

    await page.getByRole('button', { name: 'Leave this round' }).click();
    const everything = page.getByRole('button', { name: /^Everything/ });
    await expect(everything).toContainText(/1\/( of )?\d+ right|, 1 missed/);
    await page.reload();
    await expect(everything).toContainText(/1\/( of )?\d+ right|, 1 missed/);
  });

  test('forgets only after a second press', async ({ page }) => {
    await page.getByRole('button', { name: MATRIX }).click();
    await answerByKeys(page, 'f');
    await page.getByRole('button', { name: 'Leave this round' }).click();
    const everything = page.getByRole('button', { name: /^Everything/ });
    await expect(everything).toContainText(/1\/( of )?\d+ right|, 1 missed/);
    await page.getByRole('button', { name: 'Reset …', exact: true }).click();
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(everything).toContainText(/1\/( of )?\d+ right|, 1 missed/);
    await page.getByRole('button', { name: 'Reset …', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Yes, forget' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Forgotten:/)).toBeVisible();
    await expect(everything).toContainText(/0\/( of )?\d+ right$/);
  });

  test('lets recorded bytes be scrolled by keyboard once their pieces are picked no more', async ({
    page,
  }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto('/quiz/?questions=resume-click-cursor');
    await expect(page.locator('[data-kind="click-span"]')).toBeVisible();
    await answerByKeys(page, 'c');
    const bytes = page.getByRole('radiogroup', { name: 'Recorded bytes' });
    await expect(bytes.getByRole('radio').first()).toBeDisabled();
    await expectAccessible(page, { within: '.quiz-item' });
    await bytes.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => bytes.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
  });

  test('orders steps with buttons', async ({ page }) => {
    await page.goto('/quiz/?questions=stop-chain-order');
    await expect(page.locator('[data-kind="order-steps"]')).toBeVisible();
    const steps = page.locator('.option-text');
    const second = await steps.nth(1).textContent();
    await page
      .getByRole('button', { name: /^Move up/ })
      .nth(1)
      .click();
    await expect(steps.first()).toHaveText(second ?? '');
    // The button keeps the focus, so that a step can be moved on.
    const down = page.getByRole('button', { name: /^Move down/ });
    await down.first().focus();
    for (let press = 1; press < (await down.count()); press++) {
      await page.keyboard.press('Enter');
      await expect(down.nth(press)).toBeFocused();
    }
    await expect(steps.last()).toHaveText(second ?? '');
    await surely(page, 'a guess').check();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(page.locator('.option[data-mark]')).toHaveCount(await steps.count());
  });

  test('has no accessibility fault in its faces, light and dark', async ({ page }) => {
    const expectNoFaults = (dark: boolean) => expectAccessible(page, { within: 'main', dark });
    await page.emulateMedia({ colorScheme: 'light' });
    await expectNoFaults(true);
    await page.getByRole('button', { name: /^Matrix board/ }).click();
    await answerByKeys(page, 'c');
    await expectNoFaults(true);
    await page.getByRole('button', { name: 'Leave this round' }).click();

    await page.getByRole('button', { name: 'Start the diagnostic' }).click();
    const seen = new Set<string | null>();
    for (let question = 1; question <= 9; question++) {
      await expect(page.getByText(`Question ${question} of 9`)).toBeVisible();
      if (question === 1) await expectNoFaults(false);
      await answerByKeys(page, 'c');
      const kind = await page.locator('.quiz-item').getAttribute('data-kind');
      if (!seen.has(kind) && seen.size < 3) await expectNoFaults(false);
      seen.add(kind);
      await page.keyboard.press('Enter');
    }
    await expect(page.getByRole('heading', { name: 'Where you stand' })).toBeVisible();
    await expectNoFaults(true);
  });
});

test('the page ships at most 70 kB of script, the engine and the dissectors included', async ({
  page,
}) => {
  const weigh = weighScripts(page);
  // A round about a shape brings the engine; typed bytes bring the dissectors.
  await openAwake(page, '/quiz/?shape=direction%3Dask');
  await page.getByRole('button', { name: 'Leave this round' }).click();
  await page.getByLabel('all at once').check();
  await page.getByRole('button', { name: /^Chunked transfer coding/ }).click();
  while ((await kindAsked(page)) !== 'type-bytes') {
    await answerByKeys(page, 'g');
    await page.keyboard.press('Enter');
  }
  await answerByKeys(page, 'g');
  const sizeBytes = await weigh();
  expect(sizeBytes).toBeGreaterThan(45_000);
  expect(sizeBytes).toBeLessThanOrEqual(70_000);
});

test('a shape of the decision page leads to a round about its neighbours', async ({ page }) => {
  await openAwake(page, '/decide/?direction=ask&rate=tens&staleness=tenth&auth=bearer');
  const neighbours = page.getByRole('link', { name: 'Quiz me on the neighbours of this' });
  await expect(neighbours).toHaveAttribute('href', /direction/);
  await neighbours.click();
  await expect(page.getByText(/^Question 1 of [3-6]/)).toBeVisible();
  await expect(page.locator('.question-stem')).toContainText('the one from the decision page, but');
  const stem = (await page.locator('.question-stem').textContent()) ?? '';
  await answerByKeys(page, 'c');
  await page.reload();
  await expect(page.locator('.question-stem')).toHaveText(stem);
  await expect(verdict(page)).toBeVisible();
  await page.getByRole('button', { name: 'Leave this round' }).click();
  await expect(page).toHaveURL(/\/quiz\/$/);
  // Somebody's own shape is no question of the bank.
  await expect(page.getByRole('button', { name: /^Everything/ })).toContainText(
    /0\/( of )?\d+ right$/,
  );
});

test('Back leads from a round to the choice, and nothing of the round is lost', async ({
  page,
}) => {
  await page.goto('/');
  await openSecondQuestion(page);
  // A link within the page is an entry of the history, and none of the round's.
  await page.getByRole('link', { name: 'Skip to the content' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/quiz\/#main$/);
  await expect(page.getByText('Question 2 of 7')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/quiz\/$/);
  await expect(page.getByText('Question 2 of 7')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/quiz\/$/);
  await expect(page.getByText('A round of yours waits at question 2 of 7.')).toBeVisible();
  await page.goForward();
  await expect(page.getByText('Question 2 of 7')).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Question 2 of 7')).toBeVisible();
  await page.getByRole('button', { name: 'Leave this round' }).click();
  await expect(page.getByText('A round of yours')).toHaveCount(0);
});

test('a round by an address leaves the chosen one alone', async ({ page }) => {
  await openSecondQuestion(page);
  await page.goto('/quiz/?shape=direction%3Dask');
  await expect(page.locator('.question-stem')).toContainText('the one from the decision page');
  await page.getByRole('button', { name: 'Leave this round' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Question 2 of 7')).toBeVisible();
});

test('an address that names nothing of the kind says so', async ({ page }) => {
  await page.goto('/quiz/?shape=direction%3Dsideways');
  await expect(page.getByRole('alert')).toContainText('direction is sideways; it takes down, ask');
  await page.goto('/quiz/?questions=no-such-question');
  await expect(page.getByRole('alert')).toContainText('questions that this course does not have');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 800 } });

  test('no kind of question makes the page scroll sideways', async ({ page }) => {
    // Up to a dozen questions by keyboard.
    test.slow();
    await openAwake(page, '/quiz/');
    await page.getByRole('button', { name: /^Matrix board/ }).click();
    await answerByKeys(page, 'c');
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Leave this round' }).click();
    // The bytes of this lesson are wider than a phone, and scroll in their own box.
    await page.getByLabel('all at once').check();
    await page.getByRole('button', { name: /^Polling/ }).click();
    const seen = new Set<string | null>();
    while (!seen.has('click-span')) {
      seen.add(await kindAsked(page));
      await answerByKeys(page, 'c');
      await expectNoSidewaysScroll(page);
      await page.keyboard.press('Enter');
    }
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the quiz page shows every question with its answers', async ({ page }) => {
    await page.goto('/quiz/');
    const count = Number(
      /\d+/.exec((await page.locator('main header p').textContent()) ?? '')?.[0],
    );
    await expect(page.locator('.quiz-item')).toHaveCount(count);
    await page.locator('.answer summary').first().click();
    await expect(page.locator('.answer[open] .why').first()).toBeVisible();
    const typed = page.locator('.quiz-item[data-kind="type-bytes"]').first();
    await typed.locator('summary').click();
    await expect(typed.locator('.why').first()).toBeVisible();
  });
});
