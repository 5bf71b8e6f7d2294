/** The shape of a data flow: what is asked about it, and what may be answered. */

export const SHAPE_INPUTS = {
  direction: {
    label: 'Who speaks, and when',
    group: 'flow',
    values: {
      down: 'only the server speaks',
      ask: 'one question up, then an answer down',
      mixed: 'down, with a message up now and then',
      both: 'both at any moment, overlapping',
      up: 'the browser sends, the server acknowledges',
    },
    fallback: 'down',
  },
  payload: {
    label: 'What is sent',
    group: 'flow',
    far: 6,
    values: {
      text: 'text or JSON',
      binary: 'small binary messages',
      file: 'a file',
      media: 'live sound or pictures',
      page: 'the HTML of a page',
      assets: 'the CSS and JS of a page',
    },
    fallback: 'text',
  },
  rate: {
    label: 'How often something happens',
    group: 'flow',
    scale: true,
    values: {
      once: 'once',
      minute: 'a few times a minute',
      seconds: 'every few seconds',
      second: 'a few times a second',
      tens: 'tens of times a second',
      hundreds: 'hundreds a second, or without a pause',
    },
    fallback: 'second',
  },
  size: {
    label: 'How much in one piece',
    group: 'flow',
    scale: true,
    values: { small: 'up to some megabytes', large: 'some hundred megabytes', huge: 'gigabytes' },
    fallback: 'small',
  },
  turns: {
    label: 'Requests in one run',
    group: 'flow',
    scale: true,
    values: { one: 'one', few: 'a few', many: 'twenty or more, such as tool calls' },
    fallback: 'one',
  },
  staleness: {
    label: 'How old it may be when it is seen',
    group: 'delivery',
    scale: true,
    values: {
      tenth: 'a tenth of a second',
      half: 'half a second',
      seconds: 'about five seconds',
      minutes: 'a minute or more',
    },
    fallback: 'half',
  },
  loss: {
    label: 'What may be lost',
    group: 'delivery',
    values: {
      every: 'nothing, every message counts',
      latest: 'all but the latest state',
      late: 'whatever comes late, since late is useless',
    },
    fallback: 'every',
  },
  resume: {
    label: 'After a gap',
    group: 'delivery',
    values: {
      none: 'go on from now',
      missed: 'deliver what was missed',
      outlives: 'the work goes on with nobody connected',
    },
    fallback: 'none',
  },
  wait: {
    label: 'Before the first byte the server thinks for',
    group: 'delivery',
    scale: true,
    values: { short: 'some tens of ms', noticeable: 'half a second or more', minutes: 'minutes' },
    fallback: 'short',
  },
  reader: {
    label: 'The reader',
    group: 'delivery',
    values: { steady: 'keeps up', slow: 'may fall behind', pauses: 'stops reading for a while' },
    fallback: 'steady',
  },
  lifetime: {
    label: 'One flow lasts',
    group: 'surroundings',
    scale: true,
    values: { seconds: 'seconds', minutes: 'minutes', hour: 'an hour', day: 'the whole day' },
    fallback: 'minutes',
  },
  tab: {
    label: 'When something happens the tab is',
    group: 'surroundings',
    values: { open: 'open', closed: 'perhaps closed' },
    fallback: 'open',
  },
  auth: {
    label: 'Who is asking is proved by',
    group: 'surroundings',
    values: {
      none: 'nothing, it is public',
      cookie: 'a session cookie',
      bearer: 'a bearer token in a header',
      ticket: 'a short-lived token from your server',
    },
    fallback: 'cookie',
  },
  between: {
    label: 'The hardest thing in between',
    group: 'surroundings',
    values: {
      direct: 'nothing of note',
      proxy: 'a reverse proxy that may buffer',
      cdn: 'a CDN that may answer for you',
      gateway: 'an API gateway that buffers by default',
      functions: 'a function platform that cuts at 60 s',
      hostile: 'a company proxy that blocks upgrades',
      mobile: 'a mobile network that loses packets',
    },
    fallback: 'direct',
  },
  client: {
    label: 'At the other end',
    group: 'readers',
    far: 4,
    values: {
      browser: 'a browser',
      app: 'a mobile app',
      server: 'a server that calls an HTTP API',
      services: 'your own services, at both ends',
      telephone: 'a telephone line',
    },
    fallback: 'browser',
  },
  receivers: {
    label: 'How many receive it at once',
    group: 'readers',
    scale: true,
    values: { one: 'one', dozens: 'dozens', thousands: 'thousands', masses: '200,000 or more' },
    fallback: 'one',
  },
  sharing: {
    label: 'What they receive is',
    group: 'readers',
    values: { own: 'different for each', same: 'the same bytes for all' },
    fallback: 'own',
  },
  tabs: {
    label: 'Streams one user would open',
    group: 'readers',
    values: { one: 'one', tabs: 'one in each of many tabs', parts: 'a dozen in one page' },
    fallback: 'one',
  },
  battery: {
    label: 'Power',
    group: 'readers',
    values: { mains: 'a charger is near', battery: 'a phone on its battery' },
    fallback: 'mains',
  },
  stack: {
    label: 'What runs already',
    group: 'readers',
    values: {
      none: 'nothing that binds you',
      socket: 'an application with a WebSocket',
      graphql: 'a GraphQL server with subscriptions',
      shortOnly: 'servers that hold no long requests',
    },
    fallback: 'none',
  },
} as const satisfies Record<string, ShapeInput>;

export interface ShapeInput {
  label: string;
  group: GroupId;
  /** Whether the values stand in order, so that a step between them has a size. */
  scale?: true;
  /** How far another choice is, where it means that another thing is built. */
  far?: number;
  /** Each value with its plain words. */
  values: Record<string, string>;
  fallback: string;
}

export type GroupId = keyof typeof GROUPS;

export const GROUPS = {
  flow: 'The flow',
  delivery: 'What a reader may miss',
  surroundings: 'Life and surroundings',
  readers: 'Who is at the other end',
} as const;

export type InputId = keyof typeof SHAPE_INPUTS;
export type ValueOf<Id extends InputId> = Extract<
  keyof (typeof SHAPE_INPUTS)[Id]['values'],
  string
>;
export type Shape = { [Id in InputId]: ValueOf<Id> };

export const INPUT_IDS = Object.keys(SHAPE_INPUTS) as InputId[];

export const DEFAULT_SHAPE = Object.fromEntries(
  INPUT_IDS.map((id) => [id, SHAPE_INPUTS[id].fallback]),
) as Shape;

export function inputOf(id: InputId): ShapeInput {
  return SHAPE_INPUTS[id];
}

export function valuesOf(id: InputId): string[] {
  return Object.keys(SHAPE_INPUTS[id].values);
}

/** The plain words of a value: `half a second`. */
export function wordsOf(id: InputId, value: string): string {
  return inputOf(id).values[value] ?? value;
}

/** Whatever comes in, a whole shape goes out; what could not be used is said in a sentence. */
export function readShape(found: unknown): { shape: Shape; complaints: string[] } {
  const given = typeof found === 'object' && found !== null ? found : {};
  const shape: Record<string, string> = { ...DEFAULT_SHAPE };
  const complaints: string[] = [];
  for (const id of INPUT_IDS) {
    const value: unknown = Object.hasOwn(given, id)
      ? (given as Record<string, unknown>)[id]
      : undefined;
    if (value === undefined) continue;
    if (typeof value === 'string' && Object.hasOwn(SHAPE_INPUTS[id].values, value)) {
      shape[id] = value;
    } else {
      const text = typeof value === 'string' ? value.slice(0, 60) || 'empty' : typeof value;
      complaints.push(
        `${id} is ${text}; it takes ${valuesOf(id).join(', ')}. The default is used.`,
      );
    }
  }
  return { shape: shape as Shape, complaints };
}

/** The same shape with one answer changed. */
export function withValue(shape: Shape, id: InputId, value: string): Shape {
  return readShape({ ...shape, [id]: value }).shape;
}
