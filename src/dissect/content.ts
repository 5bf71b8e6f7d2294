import type { Layer, Steps, Token } from './layer.ts';

/** A body that is not parsed any further. */
export function content(label: string): (layer: Layer) => Steps {
  const token: Token = { kind: 'content', label, clause: 'RFC 9110 §6.4', isRun: true };
  return function* (layer) {
    while (true) {
      yield* layer.takeWhile(() => true, token);
      layer.emit();
    }
  };
}
