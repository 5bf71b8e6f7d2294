import type { ProcedureLab } from './procedure.ts';

/** Room for a short page, in CSS pixels. */
const POPUP_SIZE = 'width=460,height=320';

type Opening = Pick<
  ProcedureLab,
  'fetch' | 'eventSource' | 'webSocket' | 'xhr' | 'frame' | 'popup'
>;

/**
 * The doors through which procedures open what they open: whatever goes through
 * them is closed when `signal` aborts, and nothing goes through them afterwards.
 * A script that opens a connection in another way fails tests/architecture.test.ts.
 */
export function opening(signal: AbortSignal): Opening {
  /** @param close has to bear being called twice: the script may have closed it before */
  function own<Opened>(open: () => Opened, close: (opened: Opened) => void): Opened {
    signal.throwIfAborted();
    const opened = open();
    signal.addEventListener('abort', () => close(opened), { once: true });
    return opened;
  }
  return {
    fetch(url, init = {}) {
      signal.throwIfAborted();
      const both = init.signal ? AbortSignal.any([signal, init.signal]) : signal;
      return fetch(url, { ...init, signal: both });
    },
    eventSource: (url) =>
      own(
        () => new EventSource(url),
        (source) => source.close(),
      ),
    // http: becomes ws:, https: becomes wss:.
    webSocket: (url) =>
      own(
        () => new WebSocket(url.replace(/^http/, 'ws')),
        (socket) => socket.close(1000),
      ),
    xhr: () =>
      own(
        () => new XMLHttpRequest(),
        (request) => request.abort(),
      ),
    frame: (url) =>
      own(
        () => {
          const frame = document.createElement('iframe');
          frame.hidden = true;
          frame.src = url;
          document.body.append(frame);
          return frame;
        },
        (frame) => frame.remove(),
      ),
    popup: () =>
      own(
        // No noopener: its page tells this one what it saw.
        () => open('about:blank', '', `popup,${POPUP_SIZE}`),
        (popup) => popup?.close(),
      ),
  };
}
