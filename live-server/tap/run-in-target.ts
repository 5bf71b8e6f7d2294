import { RUN_ID_PATTERN } from '#contract/parameters.ts';

/** The one run id of a request target, as the client spelled it; undefined where there is none. */
export function runInTarget(target: string): string | undefined {
  const [, found, ...more] = target.split(/[?&]run=/);
  const id = found?.split('&', 1)[0] ?? '';
  return more.length === 0 && RUN_ID_PATTERN.test(id) ? id : undefined;
}
