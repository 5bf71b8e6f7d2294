/**
 * One EventSource for all tabs of an origin.
 *
 * A Web Lock chooses the leader: the browser grants it to one document at a time
 * and takes it back when that document is gone, however it went. The leader holds
 * the stream and passes every event on over a BroadcastChannel. The others wait
 * in the lock's queue; the next of them leads when the leader is closed.
 *
 * A BroadcastChannel keeps nothing for a tab that opens late, and two leaders'
 * messages may cross. So every event names the one before it: a tab that finds a
 * gap asks, and the leader says again what came after.
 */

export interface SharedEvent {
  /** The event's `id`, on which the order and the resuming rest: a number that grows. */
  id: number;
  data: string;
}

export interface SharedStream {
  /** The same in every tab that shares; names the lock and the channel. */
  name: string;
  /** Address of the stream, to be continued after an event; 0 for its beginning. */
  urlAfter(id: number): string;
  /** Called once for each event, in their order, in every tab. */
  onEvent(event: SharedEvent): void;
  /** This tab holds the stream from now on, and continues after this event. */
  onLead?(after: number): void;
}

/** What the tabs say to each other; `previous` is the id before the event, 0 for none. */
type Message =
  | { type: 'event'; previous: number; event: SharedEvent }
  | { type: 'lacks'; after: number }
  | { type: 'again'; after: number; events: SharedEvent[] };

/** Events that every tab keeps, for it may lead one day. A tab further behind has to miss some. */
const KEPT_EVENTS = 1_000;

/** Takes part in the sharing until `signal` aborts. Resolves when it has left. */
export async function shareStream(stream: SharedStream, signal: AbortSignal): Promise<void> {
  const channel = new BroadcastChannel(stream.name);
  const say = (message: Message) => channel.postMessage(message);
  const kept: SharedEvent[] = [];
  let lastId = 0;
  let leads = false;

  // Said again or asked for by a new leader: what this tab has seen already is dropped here.
  const take = (event: SharedEvent) => {
    if (event.id <= lastId) return;
    lastId = event.id;
    kept.push(event);
    if (kept.length > KEPT_EVENTS) kept.shift();
    stream.onEvent(event);
  };

  channel.onmessage = ({ data: message }: MessageEvent<Message>) => {
    if (message.type === 'lacks') {
      const events = kept.filter(({ id }) => id > message.after);
      if (leads && events.length > 0) say({ type: 'again', after: message.after, events });
    } else if (message.type === 'again') {
      if (message.after <= lastId) for (const event of message.events) take(event);
    } else if (message.previous <= lastId) {
      take(message.event);
    } else {
      say({ type: 'lacks', after: lastId });
    }
  };

  try {
    // Whoever opens late need not wait for the next event to find the gap.
    say({ type: 'lacks', after: lastId });
    // Resolves only when this tab has led and left: the lock lasts as long as the callback.
    await navigator.locks.request(stream.name, { signal }, async () => {
      leads = true;
      stream.onLead?.(lastId);
      await lead(stream.urlAfter(lastId), signal, (event) => {
        say({ type: 'event', previous: lastId, event });
        take(event);
      });
    });
  } catch (error) {
    // An abort while waiting in the queue is how a tab leaves that never led.
    if (!signal.aborted) throw error;
  } finally {
    channel.close();
  }
}

/** Holds the one EventSource until `signal` aborts. */
function lead(url: string, signal: AbortSignal, onEvent: (event: SharedEvent) => void) {
  return new Promise<void>((resolve) => {
    // A new EventSource has no last event ID and cannot be given one: its address carries it.
    // From then on the browser's own reconnects send Last-Event-ID (HTML §9.2.4).
    const source = new EventSource(url);
    source.addEventListener('message', ({ data, lastEventId }: MessageEvent<string>) => {
      onEvent({ id: Number(lastEventId), data });
    });
    signal.addEventListener('abort', () => {
      source.close();
      resolve();
    });
    if (signal.aborted) source.close();
  });
}
