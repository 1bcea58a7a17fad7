/** The measurements as text: one table per API with its classes and operations, worst first. */
import type { LockstepOutcome } from './run-lockstep.ts';
import type { Law } from './coherence.ts';
import { figuresOf, groupBy, isError, meanOf } from './tally.ts';
import type { CallResult, Figures } from './tally.ts';

const COLUMNS: readonly (readonly [string, (figures: Figures) => string])[] = [
  ['calls', ({ calls }) => String(calls)],
  ['status', ({ status }) => percent(status)],
  ['shape', ({ shape }) => percent(shape)],
  ['fields', ({ fields }) => percent(fields)],
  ['stored', ({ stored }) => percent(stored)],
  ['echoed', ({ echoed }) => percent(echoed)],
  ['ids', ({ id }) => percent(id)],
  ['leaves', ({ leaves }) => percent(leaves)],
  ['derived', ({ derived }) => percent(derived)],
  ['whole', ({ whole }) => percent(whole)],
  ['branch', ({ branch }) => percent(branch)],
  ['headers', ({ header }) => percent(header)],
  ['cascade', ({ cascade }) => percent(cascade)],
  ['noAnswer', ({ noAnswer }) => percent(noAnswer)],
  ['unverif', ({ unverified }) => percent(unverified)],
];

export interface Summary {
  readonly all: Figures;
  readonly successes: Figures;
  /** status and shape of error probes, by whether the branch was recorded */
  readonly errorsKnown: number | null;
  readonly errorsRare: number | null;
  readonly transitions: number | null;
  readonly violations: Readonly<Record<Law, number>>;
  readonly coherenceProbes: number;
}

export function summaryOf(outcomes: readonly LockstepOutcome[]): Summary {
  const results = judged(outcomes);
  const violations: Record<string, number> = {};
  let coherenceProbes = 0;
  for (const { coherence } of outcomes) {
    for (const [law, count] of Object.entries(coherence.probes)) {
      violations[law] ??= 0;
      coherenceProbes += count;
    }
    for (const { law } of coherence.violations) violations[law] = (violations[law] ?? 0) + 1;
  }
  return {
    all: figuresOf(results),
    successes: figuresOf(results.filter((result) => !isError(result))),
    errorsKnown: figuresOf(results.filter((result) => result.class === 'error:known')).whole,
    errorsRare: figuresOf(results.filter((result) => result.class === 'error:rare')).whole,
    transitions: meanOf(outcomes.flatMap(({ transitions }) => transitions.map(({ right }) => Number(right)))),
    violations: violations as Record<Law, number>,
    coherenceProbes,
  };
}

export function classTable(outcomes: readonly LockstepOutcome[]): string {
  const results = outcomes.flatMap((outcome) => outcome.results);
  return figuresTable(
    'class',
    groupBy(results, (result) => result.class),
  );
}

/** Success calls and refused calls of one operation apart. */
export function operationTable(outcomes: readonly LockstepOutcome[], limit: number): string {
  const groups = groupBy(judged(outcomes), (result) => `${result.operation}${isError(result) ? ' (refused)' : ''}`);
  const wrong = new Map([...groups].filter(([, results]) => (figuresOf(results).whole ?? 1) < 1));
  return figuresTable('operation', wrong, limit);
}

/** One line per twin: what the promises are about. */
export function summaryTable(rows: readonly (readonly [string, Summary])[]): string {
  const head = [
    '',
    'calls',
    'status',
    'shape',
    'fields',
    'leaves',
    'derived',
    'err known',
    'err rare',
    'transitions',
    'noAns+unv',
    'cascade',
    'violations',
  ];
  return aligned([
    head,
    ...rows.map(([name, { all, errorsKnown, errorsRare, transitions, violations, coherenceProbes }]) => [
      name,
      String(all.calls),
      percent(all.status),
      percent(all.shape),
      percent(all.fields),
      percent(all.leaves),
      percent(all.derived),
      percent(errorsKnown),
      percent(errorsRare),
      percent(transitions),
      percent((all.noAnswer ?? 0) + (all.unverified ?? 0)),
      percent(all.cascade),
      `${Object.values(violations).reduce((sum, count) => sum + count, 0)} of ${coherenceProbes}`,
    ]),
  ]);
}

export function violationLine({ violations }: Summary): string {
  const found = Object.entries(violations).filter(([, count]) => count > 0);
  return found.length === 0
    ? 'no consistency violations'
    : `violations: ${found.map(([law, count]) => `${law} ${count}`).join(', ')}`;
}

function judged(outcomes: readonly LockstepOutcome[]): readonly CallResult[] {
  return outcomes.flatMap((outcome) => outcome.results).filter((result) => result.class !== 'auth');
}

function figuresTable(
  title: string,
  groups: ReadonlyMap<string, readonly CallResult[]>,
  limit = Number.POSITIVE_INFINITY,
): string {
  const rows = [...groups].map(([name, results]) => ({ name, figures: figuresOf(results) }));
  const wrong = ({ figures }: (typeof rows)[number]): number => figures.calls * (1 - (figures.whole ?? 0));
  rows.sort((a, b) => (title === 'class' ? (a.figures.whole ?? 0) - (b.figures.whole ?? 0) : wrong(b) - wrong(a)));
  return aligned([
    [title, ...COLUMNS.map(([name]) => name)],
    ...rows.slice(0, limit).map(({ name, figures }) => [name, ...COLUMNS.map(([, cell]) => cell(figures))]),
  ]);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function percent(share: number | null): string {
  return share === null ? '-' : (share * 100).toFixed(1);
}
