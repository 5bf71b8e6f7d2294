/**
 * What the promise brings within `ms`, or undefined. What comes later is not
 * lost: the promise can be awaited again. Rejects as the promise does.
 */
export function within<Value>(promise: Promise<Value>, ms: number): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
