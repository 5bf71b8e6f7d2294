import { expect, test } from 'vitest';
import { addUp, closingLine, countPlaywright, countStep, countVitest } from './count-results.mjs';

const vitestReport = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
    { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
  ],
};

test('each test of vitest counts', () => {
  expect(countVitest(vitestReport, false)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test('a test file that cannot be loaded counts as a failure', () => {
  const testResults = [...vitestReport.testResults, { status: 'failed', assertionResults: [] }];
  expect(countVitest({ ...vitestReport, testResults }, false).failed).toBe(2);
});

test('each test of Playwright counts, and a flaky one has failed', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
  expect(countPlaywright({ stats, errors: [] }, false)).toEqual({
    passed: 5,
    failed: 2,
    skipped: 2,
  });
});

test('errors outside of any test count as failures', () => {
  const stats = { expected: 5, unexpected: 0, flaky: 0, skipped: 0 };
  expect(countPlaywright({ stats, errors: [{}] }, false).failed).toBe(1);
});

test('a program without a report, or with a better report than exit code, has failed', () => {
  const passed = { ...vitestReport, numFailedTests: 0, testResults: [] };
  expect(countVitest(undefined, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countPlaywright(undefined, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countVitest(passed, false).failed).toBe(1);
  expect(countVitest(passed, true).failed).toBe(0);
});

test('the closing line adds everything up', () => {
  const sum = addUp([
    countStep({ ok: true }),
    countStep({ ok: false }),
    countVitest(vitestReport, false),
  ]);
  expect(closingLine(sum)).toBe('4 passed, 2 failed');
});
