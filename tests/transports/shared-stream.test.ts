import { describe, expect, it, onTestFinished } from 'vitest';
import { type SharedEvent, shareStream } from '../../src/transports/shared-stream.ts';
import { startServer, stateOf, until } from '../live-server/support/live-server.ts';

const EVENTS = 20;
const RUN = 'shared-stream-test-run-0';

interface Tab {
  ids: number[];
  /** After which event the tab began to lead; undefined while it never did. */
  ledAfter: number | undefined;
  leave: () => void;
  left: Promise<void>;
}

/** Node has the browser's Web Locks and BroadcastChannel: one participant is one tab. */
function openTab(origin: string, onEvent: (tab: Tab, event: SharedEvent) => void = () => {}): Tab {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const tab: Tab = {
    ids: [],
    ledAfter: undefined,
    leave: () => controller.abort(),
    left: Promise.resolve(),
  };
  const url = `${origin}/live/sse?run=${RUN}&tokens=${EVENTS}&intervalMs=20`;
  tab.left = shareStream(
    {
      name: `shared-stream ${origin}`,
      urlAfter: (id) => (id > 0 ? `${url}&lastEventId=${id}` : url),
      onEvent(event) {
        tab.ids.push(event.id);
        onEvent(tab, event);
      },
      onLead: (after) => {
        tab.ledAfter = after;
      },
    },
    controller.signal,
  );
  return tab;
}

const all = Array.from({ length: EVENTS }, (_, i) => i + 1);

describe('tabs that share a stream', () => {
  it('hold one connection between them, and each sees every event once', async () => {
    const server = await startServer();
    const tabs = Array.from({ length: 4 }, () => openTab(server.labOrigin));
    await until('all have all', () => tabs.every(({ ids }) => ids.length >= EVENTS));
    expect(tabs.map(({ ids }) => ids)).toEqual([all, all, all, all]);
    expect(tabs.filter(({ ledAfter }) => ledAfter !== undefined)).toHaveLength(1);
    expect((await stateOf(server, RUN)).requests).toBe(1);
  });

  it('go on with another leader where the one that left was', async () => {
    const server = await startServer();
    const tabs = Array.from({ length: 3 }, () =>
      openTab(server.labOrigin, (tab, { id }) => {
        if (id === 8 && tab.ledAfter === 0) tab.leave();
      }),
    );
    await until('two have all', () => tabs.filter(({ ids }) => ids.length >= EVENTS).length === 2);
    const first = tabs.find(({ ledAfter }) => ledAfter === 0);
    await first?.left;
    expect(first?.ids).toEqual(all.slice(0, 8));
    const staying = tabs.filter((tab) => tab !== first);
    expect(staying.map(({ ids }) => ids)).toEqual([all, all]);
    // It may not have heard of event 8 yet when it got the lock: then 8 comes to it twice.
    const [after, ...others] = staying.flatMap(({ ledAfter }) => ledAfter ?? []);
    expect([7, 8]).toContain(after);
    expect(others).toEqual([]);
    expect((await stateOf(server, RUN)).requests).toBe(2);
  });

  it('get what came before them when they open late', async () => {
    const server = await startServer();
    const early = openTab(server.labOrigin);
    await until('the stream runs', () => early.ids.length >= 5);
    const late = openTab(server.labOrigin);
    await until('all is here', () => late.ids.length >= EVENTS);
    expect(late.ids).toEqual(all);
    expect(early.ids).toEqual(all);
    expect((await stateOf(server, RUN)).requests).toBe(1);
  });

  it('ask the leader for what a gap swallowed, and go on in order', async () => {
    const name = 'shared-stream http://nowhere.test';
    const leader = new BroadcastChannel(name);
    onTestFinished(() => leader.close());
    const heard: { type: string; after?: number }[] = [];
    leader.onmessage = ({ data }) => void heard.push(data);
    let stopLeading = () => {};
    const held = new Promise<void>((resolve) => {
      stopLeading = resolve;
    });
    void navigator.locks.request(name, () => held);
    const event = (id: number) => ({ id, data: `${id}` });

    const tab = openTab('http://nowhere.test');
    leader.postMessage({ type: 'event', previous: 0, event: event(1) });
    // The one between was lost on its way.
    leader.postMessage({ type: 'event', previous: 2, event: event(3) });
    await until('the tab asks', () => heard.some(({ after }) => after === 1));
    expect(tab.ids).toEqual([1]);
    leader.postMessage({ type: 'again', after: 1, events: [event(2), event(3)] });
    leader.postMessage({ type: 'event', previous: 3, event: event(4) });
    await until('the rest is here', () => tab.ids.length === 4);
    expect(tab.ids).toEqual([1, 2, 3, 4]);
    expect(heard.map(({ type }) => type)).toEqual(['lacks', 'lacks']);
    tab.leave();
    stopLeading();
  });

  it('leave without a word when they never led', async () => {
    const server = await startServer();
    const [leader, waiting] = [openTab(server.labOrigin), openTab(server.labOrigin)];
    await until('the stream runs', () => (waiting?.ids.length ?? 0) > 2);
    waiting.leave();
    await waiting.left;
    const seen = waiting.ids.length;
    await until('the rest is here', () => leader.ids.length === EVENTS);
    expect(waiting.ids).toHaveLength(seen);
    expect(waiting.ledAfter).toBeUndefined();
  });
});
