/** One of the nine areas of the course, which the diagnostic asks about one by one. */
export interface Area {
  id: string;
  title: string;
  /** Slugs of the lessons that teach it. */
  lessons: readonly string[];
}

export const AREAS: readonly Area[] = [
  {
    id: 'layers',
    title: 'Chunks, reads, events and tokens are different things',
    lessons: ['streaming-is-not-one-thing', 'chunked-transfer-coding'],
  },
  {
    id: 'reading',
    title: 'Reading a stream with fetch',
    lessons: ['reading-a-stream-with-fetch'],
  },
  {
    id: 'events',
    title: 'Event streams',
    lessons: ['server-sent-events', 'why-chat-streams-over-sse'],
  },
  { id: 'sockets', title: 'WebSockets', lessons: ['websockets', 'where-websockets-win'] },
  { id: 'polling', title: 'Polling and its arithmetic', lessons: ['polling'] },
  {
    id: 'connections',
    title: 'Connections: who blocks whom, and what is sent early',
    lessons: ['head-of-line-blocking', 'http2-push-and-early-hints'],
  },
  {
    id: 'stopping',
    title: 'Stopping, and coming back',
    lessons: ['stopping-a-stream', 'reconnect-resume-retry'],
  },
  {
    id: 'between',
    title: 'What sits in between',
    lessons: ['proxies-buffering-and-timeouts'],
  },
  {
    id: 'choosing',
    title: 'Choosing from the data flow',
    lessons: ['choosing-from-the-data-flow', 'the-interview'],
  },
];

export function areaOf(lesson: string): Area | undefined {
  return AREAS.find(({ lessons }) => lessons.includes(lesson));
}
