/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 *
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 *
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {unknown[]} errors
 */

/**
 * @param {{ ok: boolean }} step
 * @returns {Count}
 */
export function countStep({ ok }) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/**
 * @param {VitestReport | undefined} report
 * @param {boolean} ok Whether the program itself was content.
 * @returns {Count}
 */
export function countVitest(report, ok) {
  // A file that could not be loaded has failed without a failed test in it.
  const brokenFiles = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return atLeastOneFailure(ok, {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + brokenFiles.length,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  });
}

/**
 * @param {PlaywrightReport | undefined} report
 * @param {boolean} ok Whether the program itself was content.
 * @returns {Count}
 */
export function countPlaywright(report, ok) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {};
  return atLeastOneFailure(ok, {
    passed: expected,
    // A test that passed only when tried again has not passed.
    failed: unexpected + flaky + (report?.errors.length ?? 0),
    skipped,
  });
}

/**
 * @param {Count[]} counts
 * @returns {Count}
 */
export function addUp(counts) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

/** @param {Count} sum */
export function closingLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

/**
 * A program that is not content with its run has failed, whatever its report says.
 *
 * @param {boolean} ok
 * @param {Count} count
 * @returns {Count}
 */
function atLeastOneFailure(ok, count) {
  return ok ? count : { ...count, failed: Math.max(1, count.failed) };
}
