import { figuresOf, type CallResult, type Figures } from './figures.ts';

export interface WeakOperation {
  readonly operation: string;
  /** Calls in the training. */
  readonly trained: number;
  readonly figures: Figures;
  /** What was wrong most often. */
  readonly wrong: readonly string[];
  readonly recordNext: string;
}

const WRONG_SHOWN = 4;
const UNMET_SHARE = 1 / 3;

/** Operations by how much of their calls went wrong, those known to the training first, with what would help most. */
export function weakestOf(
  results: readonly CallResult[],
  trained: ReadonlyMap<string, number>,
  limit: number,
): readonly WeakOperation[] {
  const groups = new Map<string, CallResult[]>();
  for (const result of results) {
    const name = result.operation ?? `${placeOf(result.call)} (never met in training)`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [result]);
    else group.push(result);
  }
  const ranked = [...groups]
    .map(([operation, group]) => ({
      operation,
      group,
      missed: group.reduce((sum, result) => sum + missedOf(result), 0),
    }))
    .filter(({ missed }) => missed > 0)
    .sort((a, b) => b.missed - a.missed || (a.operation < b.operation ? -1 : 1));
  const isUnmet = ({ group }: (typeof ranked)[number]): boolean => group[0]?.operation === null;
  const unmet = ranked.filter(isUnmet).slice(0, Math.ceil(limit * UNMET_SHARE));
  const met = ranked.filter((each) => !isUnmet(each)).slice(0, limit - unmet.length);
  return [...met, ...unmet].map(({ operation, group }) => {
    const calls = trained.get(operation) ?? 0;
    return {
      operation,
      trained: calls,
      figures: figuresOf(group),
      wrong: mostWrong(group),
      recordNext: advice(group, calls),
    };
  });
}

/** Segments that look like ids as `{id}`: there is no template for a call that was never learned. */
function placeOf(call: string): string {
  const [, start = '', path = ''] = /^(\S+ [a-z]+:\/\/[^/]+)([^?]*)/.exec(call) ?? [];
  const segments = path.split('/').map((segment) => {
    if (!/\d/.test(segment) || /^v\d+[a-z0-9.]*$/.test(segment)) return segment;
    return segment.endsWith('.json') ? '{id}.json' : '{id}';
  });
  return `${start}${segments.join('/')}`;
}

/** 0..1 of a call. */
function missedOf({ status, shape, fields }: CallResult): number {
  if (!status) return 1;
  const missed = fields.all === 0 ? 0 : 1 - fields.right / fields.all;
  return shape ? missed : Math.max(0.5, missed);
}

function mostWrong(group: readonly CallResult[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { wrong, difference } of group) {
    for (const place of difference === null ? wrong : [difference]) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, WRONG_SHOWN)
    .map(([place, count]) => (count === 1 ? place : `${place} (${count})`));
}

function advice(group: readonly CallResult[], trained: number): string {
  const [first] = group;
  if (first?.operation === null || trained === 0)
    return 'a session that makes this call, with a read before and after it';
  if (trained < 3) return `this call with other values; the training has it ${trained === 1 ? 'once' : 'twice'}`;
  if (group.some(({ noAnswer }) => noAnswer)) return 'this call with the parameters it was asked for here';
  if (group.some(({ status, difference }) => !status && / for [45]\d\d$/.test(difference ?? '')))
    return 'refused calls of this kind: the reason for a refusal is not in the training';
  if (group.some(({ status }) => !status)) return 'successful calls of this kind on other records';
  if (group.some(({ shape }) => !shape)) return 'answers with its optional fields both there and left out';
  return 'a write that changes these fields, and a read right after it';
}
