import { sharedStream } from '../../procedures/shared-stream.ts';
import { fetchRunState } from '../control.ts';
import { TransportError } from '../transport.ts';
import type { Lane, Procedure, ProcedureLab, ProcedureSlice } from './procedure.ts';
import { readTabMessage, type TabMessage, tabAddress } from './shared-stream-tab.ts';

type Lab = ProcedureLab<typeof sharedStream>;

/** Events of the stream, and the event after which the tab that leads is closed. */
const EVENTS = 30;
const CLOSE_AFTER = 12;
const EVENT_EVERY_MS = 150;
/** The tabs that stay have everything by then, or never will. */
const REST_MS = EVENTS * EVENT_EVERY_MS + 6_000;

interface Tab {
  frame: HTMLIFrameElement;
  lane: Lane;
  isOpen: boolean;
  /** It has asked for the stream, and nothing has come yet. */
  waits: boolean;
  /** Every event id in the order in which the tab got it. */
  ids: number[];
}

const run: Procedure<typeof sharedStream> = async (lab) => {
  if (!navigator.locks) {
    const sentence =
      'This page is no secure context, so it has no Web Locks: open it as localhost or over https.';
    throw new TransportError('unreachable', sentence);
  }
  const origin = lab.origin('h1');
  const runId = lab.newRun('the one stream');
  const address = tabAddress({ origin, run: runId, tokens: EVENTS, intervalMs: EVENT_EVERY_MS });
  const tabs = Array.from({ length: lab.options.tabs }, (_, i) =>
    openTab(lab, address, runId, i + 1),
  );
  lab.fact('tabs', tabs.length);
  lab.fact('events', EVENTS);

  let leader: Tab | undefined;
  let leaders = 0;
  let closedAtMs = 0;
  const staying = () => tabs.filter(({ isOpen }) => isOpen);

  const everythingIsHere = new Promise<void>((resolve) => {
    function hear(tab: Tab, message: TabMessage) {
      if (message.type === 'join') return tab.lane.answered('listens');
      if (message.type === 'lead') {
        leader = tab;
        lab.fact('leaders', ++leaders);
        tab.waits = true;
        tab.lane.asked(message.after > 0 ? `leads from ${message.after}` : 'leads');
        if (message.after > 0) lab.fact('resumedAfter', message.after);
        return;
      }
      takeEvent(tab, message);
      if (message.id === CLOSE_AFTER && leaders === 1) closeLeader();
      if (staying().every(({ ids }) => new Set(ids).size === EVENTS)) resolve();
    }

    function takeEvent(tab: Tab, { id, sizeBytes }: TabMessage & { type: 'event' }) {
      if (tab.waits) tab.lane.answered('200');
      tab.waits = false;
      if (closedAtMs > 0 && leaders > 1 && tab === leader) {
        lab.fact('handOverMs', performance.now() - closedAtMs);
        closedAtMs = 0;
      }
      tab.ids.push(id);
      tab.lane.data(sizeBytes, `event ${id}`);
    }

    function closeLeader() {
      // Every tab tells of the event after which it is closed.
      if (!leader?.isOpen) return;
      leader.isOpen = false;
      leader.frame.remove();
      leader.lane.closed('tab closed');
      closedAtMs = performance.now();
    }

    listen(lab, tabs, hear);
  });

  await Promise.race([everythingIsHere, lab.sleep(REST_MS)]);
  tellWhatArrived(lab, staying());
  lab.fact('connections', lab.tapped(runId).connectionsAtOnce);
  const state = await fetchRunState(origin, runId);
  if (state) lab.fact('requests', state.requests);
};

function openTab(lab: Lab, address: string, runId: string, number: number): Tab {
  const lane = lab.lane(`tab ${number}`, {
    family: 'sse',
    origin: 'h1',
    run: runId,
    everyMs: EVENT_EVERY_MS,
  });
  lane.asked('opened');
  return { frame: lab.frame(address), lane, isOpen: true, waits: false, ids: [] };
}

/** What the tabs say comes as messages between documents of one origin. */
function listen(lab: Lab, tabs: Tab[], hear: (tab: Tab, message: TabMessage) => void): void {
  addEventListener(
    'message',
    (event: MessageEvent<unknown>) => {
      const tab = tabs.find(({ frame }) => frame.contentWindow === event.source);
      const message = event.origin === location.origin && readTabMessage(event.data);
      if (tab?.isOpen && message) hear(tab, message);
    },
    { signal: lab.signal },
  );
}

function tellWhatArrived(lab: Lab, tabs: Tab[]): void {
  const missing = tabs.map(({ ids }) => EVENTS - new Set(ids).size);
  const twice = tabs.map(({ ids }) => ids.length - new Set(ids).size);
  lab.fact('lost', Math.max(...missing));
  lab.fact('doubled', Math.max(...twice));
}

/** See src/procedures/shared-stream.ts for what follows from the facts. */
export const sharedStreamScript: ProcedureSlice<typeof sharedStream> = {
  definition: sharedStream,
  run,
};
