import type { OptionId } from './options.ts';
import { DEFAULT_SHAPE, type InputId, type Shape } from './shape.ts';

/** The rows of content/decision-matrix.yaml in the inputs of the engine. */
export interface Preset {
  /** The row's id. */
  readonly id: string;
  readonly shape: Shape;
  /** The options behind the row's words. */
  readonly popular: OptionId;
  readonly senior: OptionId;
  readonly runnerUp: OptionId;
  /** The change that the row names, and what is decided then. */
  readonly flip: { readonly input: InputId; readonly to: string; readonly pick: OptionId };
}

const shape = (differs: Partial<Shape>): Shape => ({ ...DEFAULT_SHAPE, ...differs });

export const PRESETS: readonly Preset[] = [
  {
    id: 'llm-text-chat',
    shape: shape({
      direction: 'ask',
      rate: 'tens',
      staleness: 'tenth',
      resume: 'missed',
      auth: 'bearer',
      between: 'proxy',
    }),
    popular: 'sse',
    senior: 'fetch-sse',
    runnerUp: 'ndjson',
    flip: { input: 'turns', to: 'many', pick: 'websocket' },
  },
  {
    id: 'llm-voice',
    shape: shape({
      direction: 'both',
      payload: 'media',
      rate: 'hundreds',
      staleness: 'tenth',
      loss: 'late',
      auth: 'ticket',
      between: 'mobile',
      battery: 'battery',
    }),
    popular: 'websocket',
    senior: 'webrtc',
    runnerUp: 'websocket',
    flip: { input: 'client', to: 'telephone', pick: 'sip' },
  },
  {
    id: 'collaboration',
    shape: shape({
      direction: 'both',
      rate: 'tens',
      staleness: 'tenth',
      resume: 'missed',
      lifetime: 'hour',
      between: 'proxy',
      receivers: 'dozens',
    }),
    popular: 'websocket',
    senior: 'websocket',
    runnerUp: 'sse',
    flip: { input: 'direction', to: 'mixed', pick: 'sse' },
  },
  {
    id: 'notifications',
    shape: shape({
      rate: 'minute',
      staleness: 'seconds',
      resume: 'missed',
      lifetime: 'day',
      between: 'proxy',
      tabs: 'tabs',
    }),
    popular: 'sse',
    senior: 'sse',
    runnerUp: 'short-polling',
    flip: { input: 'tab', to: 'closed', pick: 'web-push' },
  },
  {
    id: 'upload-progress',
    shape: shape({
      direction: 'up',
      payload: 'file',
      rate: 'once',
      size: 'large',
      between: 'proxy',
    }),
    popular: 'fetch-body',
    senior: 'xhr-upload',
    runnerUp: 'parts',
    flip: { input: 'size', to: 'huge', pick: 'parts' },
  },
  {
    id: 'early-assets',
    shape: shape({
      payload: 'assets',
      rate: 'once',
      wait: 'noticeable',
      lifetime: 'seconds',
      between: 'cdn',
    }),
    popular: 'early-hints',
    senior: 'early-hints',
    runnerUp: 'preload',
    flip: { input: 'wait', to: 'short', pick: 'preload' },
  },
  {
    id: 'periodic-status',
    shape: shape({
      rate: 'seconds',
      staleness: 'seconds',
      loss: 'latest',
      lifetime: 'hour',
      auth: 'none',
      between: 'cdn',
      receivers: 'masses',
      sharing: 'same',
    }),
    popular: 'short-polling',
    senior: 'cdn-polling',
    runnerUp: 'sse',
    flip: { input: 'staleness', to: 'half', pick: 'sse' },
  },
];
