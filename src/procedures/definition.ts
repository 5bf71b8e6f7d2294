import type { TransportFamily } from '#contract/transports.ts';

/**
 * What a procedure is, without opening anything: which facts it states, which
 * outcome follows from them, what it can be told, and how long it may take. Its
 * script, which opens the connections, is src/transports/procedures/<name>.ts.
 */

export type Fact = number | boolean | string;

export interface FactRow {
  /** Under the value, among the measurements. The unit stands in the fact's name: `Ms`, `Bytes`. */
  readonly label: string;
  readonly type: 'number' | 'yes-no' | 'text';
}

export type OptionRow =
  | {
      readonly type: 'number';
      readonly min: number;
      readonly max: number;
      readonly fallback: number;
      readonly meaning: string;
    }
  | {
      readonly type: 'one-of';
      readonly values: readonly string[];
      readonly fallback: string;
      readonly meaning: string;
    };

/** Facts that are read side by side. */
export interface Comparison<Name extends string = string> {
  readonly columns: readonly string[];
  /** A fact per column; the row's label takes the place of theirs. */
  readonly rows: readonly { readonly label: string; readonly facts: readonly Name[] }[];
}

interface ValueOf {
  number: number;
  'yes-no': boolean;
  text: string;
}

/** What a finished procedure states; a fact that it did not come to is missing. */
export type FactsOf<Rows extends Record<string, FactRow>> = {
  readonly [Name in keyof Rows]?: ValueOf[Rows[Name]['type']];
};

export type OptionsOf<Rows extends Record<string, OptionRow>> = {
  readonly [Name in keyof Rows]: Rows[Name] extends { values: readonly (infer Value)[] }
    ? Value
    : Rows[Name] extends { type: 'number' }
      ? number
      : number | string;
};

export interface Definition<
  Facts extends Record<string, FactRow> = Record<string, FactRow>,
  Options extends Record<string, OptionRow> = Record<string, OptionRow>,
  Outcome extends string = string,
> {
  /** Whose hue its panel wears. */
  readonly family: TransportFamily | 'push';
  /** What it draws: a row per lane, or the bytes of its lanes as lines that grow. `lanes` where nothing is said. */
  readonly view?: 'lanes' | 'curves';
  readonly facts: Facts;
  /** Where measurements are to be compared: a table. The other facts stand beside it, one by one. */
  readonly compare?: Comparison;
  readonly options: Options;
  /** It goes to the TLS origin whatever it is told. */
  readonly needs?: 'h2';
  /**
   * Which of its facts lean on the certificate of the TLS origin, and how far; said before
   * Run. Missing where it never goes there.
   */
  readonly trustFacts?: string;
  /** After this time the procedure is ended, and everything it opened is closed. */
  readonly timeLimitMs: number;
  readonly outcomes: readonly Outcome[];
  /** The probe: the outcome of a procedure that came to its end; undefined where the facts do not say. */
  read(facts: FactsOf<Facts>): Outcome | undefined;
  /** What to do to get an answer. */
  readonly inconclusive: string;
  /** Files that are shown beside the script, because they are what the learner should read. */
  readonly alsoShow: readonly string[];
}

/** Infers the names of facts, options and outcomes, so that script and probe cannot disagree on them. */
export function define<
  const Facts extends Record<string, FactRow>,
  const Options extends Record<string, OptionRow>,
  const Outcome extends string,
>(
  definition: Definition<Facts, Options, Outcome> & {
    readonly compare?: Comparison<keyof Facts & string>;
  },
): Definition<Facts, Options, Outcome> {
  return definition;
}
