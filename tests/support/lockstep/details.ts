import type { LockstepOutcome, Mismatch } from './run-lockstep.ts';
import { groupBy } from './tally.ts';

const EXAMPLES = 2;
const TEXT_LIMIT = 1600;

/** Mismatches as Markdown: most frequent kinds first, each with concrete examples. */
export function detailsOf(name: string, outcomes: readonly LockstepOutcome[], tables: string): string {
  const violations = outcomes.flatMap(({ coherence }) => coherence.violations);
  const mismatches = outcomes.flatMap((outcome) => outcome.mismatches);
  const kinds = [
    ...groupBy(mismatches, (mismatch) => `${mismatch.class} · ${mismatch.operation} · ${mismatch.signature}`),
  ];
  kinds.sort(([, a], [, b]) => b.length - a.length);
  return [
    `# ${name}`,
    '```\n' + tables + '\n```',
    `## Consistency violations (${violations.length})`,
    ...[...groupBy(violations, ({ law }) => law)].flatMap(([law, list]) => [
      `### ${law}: ${list.length}`,
      ...list.slice(0, 6).map(({ what }) => '```\n' + what.slice(0, 3000) + '\n```'),
    ]),
    `## Mismatches (${mismatches.length} in ${kinds.length} kinds)`,
    ...kinds.map(([kind, list]) => `- ${list.length} x ${kind}`),
    ...kinds.slice(0, 60).flatMap(([kind, list]) => [`### ${list.length} x ${kind}`, ...spread(list).map(exampleText)]),
    '',
  ].join('\n\n');
}

/** The first and one from the middle: likely of different runs. */
function spread(list: readonly Mismatch[]): readonly Mismatch[] {
  const picked = Array.from({ length: EXAMPLES }, (_, index) => list[Math.floor((index * list.length) / EXAMPLES)]);
  return [...new Set(picked.filter((mismatch) => mismatch !== undefined))];
}

function exampleText({ request, theirs, ours, note }: Mismatch): string {
  const headers = (list: readonly (readonly [string, string])[]): string =>
    list.map(([name, value]) => `${name}: ${value}`).join('; ');
  return [
    '```',
    `${request.method} ${request.origin}${request.path}   [${headers(request.headers)}]`,
    text(request.body),
    `expected ${theirs.status} [${headers(theirs.headers)}]`,
    text(theirs.body),
    ...(ours === undefined ? [] : [`got ${ours.status} (${note}) [${headers(ours.headers)}]`, text(ours.body)]),
    '```',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function text(body: Uint8Array): string {
  const whole = new TextDecoder().decode(body);
  return whole.length > TEXT_LIMIT ? `${whole.slice(0, TEXT_LIMIT)} … (${whole.length} characters)` : whole;
}
