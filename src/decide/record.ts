import { nearestFlips } from './flip.ts';
import { OPTION_TEXTS } from './option-texts.ts';
import { type Ranked, type Reason, rank } from './rank.ts';
import {
  DEFAULT_SHAPE,
  GROUPS,
  type GroupId,
  INPUT_IDS,
  inputOf,
  type Shape,
  wordsOf,
} from './shape.ts';

/** The decision as a Markdown document that stands on its own; `address` leads back to it. */
export function formatRecord(shape: Shape, address: string): string {
  const { pick, runnerUp, ranking } = rank(shape);
  const ruledOut = ranking.filter(({ vetoes }) => vetoes.length > 0);
  const lines = [
    `# ${pick ? `Decision: ${pick.option.name}` : 'No option survives this shape'}`,
    '',
    '## The data flow',
    ...(Object.keys(GROUPS) as GroupId[]).flatMap((group) => [
      '',
      `### ${GROUPS[group]}`,
      '',
      ...INPUT_IDS.filter((id) => inputOf(id).group === group).map(
        (id) =>
          `- ${inputOf(id).label}: ${wordsOf(id, shape[id])}${shape[id] === DEFAULT_SHAPE[id] ? ' (not changed)' : ''}`,
      ),
    ]),
    ...(pick ? formatOption('The pick', pick) : []),
    ...(runnerUp ? formatOption('The runner-up', runnerUp) : []),
    '',
    '## What would change it',
    '',
    ...list(
      nearestFlips(shape, 3).map(
        ({ input, to, decision }) =>
          `${inputOf(input).label}: ${wordsOf(input, to)} → ${decision.pick?.option.name}`,
      ),
      'No change of one answer does.',
    ),
    '',
    '## Ruled out',
    '',
    ...list(
      ruledOut.map(
        ({ option, vetoes }) => `${option.name}. ${vetoes[0] && formatReason(vetoes[0])}`,
      ),
      'Nothing.',
    ),
    '',
    `Decided with ${address}`,
    '',
  ];
  return lines.join('\n');
}

function formatOption(title: string, { option, pros, cons }: Ranked): string[] {
  return [
    '',
    `## ${title}: ${option.name}`,
    '',
    OPTION_TEXTS[option.id],
    '',
    'For:',
    '',
    ...list(pros.map(formatReason), 'Nothing in particular.'),
    '',
    'Against:',
    '',
    ...list(cons.map(formatReason), 'Nothing in particular.'),
  ];
}

function formatReason({ rule, inputs }: Reason): string {
  const from = inputs.map((id) => inputOf(id).label).join('; ');
  const { label, href } = rule.source;
  return `${rule.says} (From: ${from}. Source: ${href.startsWith('https') ? `[${label}](${href})` : label}.)`;
}

function list(items: string[], none: string): string[] {
  return items.length > 0 ? items.map((item) => `- ${item}`) : [none];
}
