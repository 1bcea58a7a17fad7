/** What came of one compared call, and the sums of many. */
import type { FieldKind } from './compare-answers.ts';

export interface CallResult {
  /** probe class; errors as `error:known` and `error:rare` */
  readonly class: string;
  readonly operation: string;
  /** the world's side could not even make the call, for want of an id it should have handed out */
  readonly cascade: boolean;
  readonly status: boolean;
  readonly shape: boolean;
  /** same named error branch; true for successes */
  readonly branch: boolean;
  readonly fields: Readonly<Record<FieldKind, { readonly right: number; readonly all: number }>>;
  readonly noAnswer: boolean;
  readonly unverified: boolean;
}

export const FIELD_KINDS: readonly FieldKind[] = ['stored', 'echoed', 'id', 'derived', 'header'];

/** Shares in 0..1, null where nothing was there to be right or wrong. Cascades are in no share but their own. */
export interface Figures {
  readonly calls: number;
  readonly cascade: number | null;
  readonly status: number | null;
  readonly shape: number | null;
  readonly branch: number | null;
  /** stored, echoed and id fields: mean over calls of the right share */
  readonly fields: number | null;
  /** the same, leaf by leaf: long lists weigh more */
  readonly leaves: number | null;
  readonly stored: number | null;
  readonly echoed: number | null;
  readonly id: number | null;
  readonly derived: number | null;
  readonly header: number | null;
  /** status, shape and every field right */
  readonly whole: number | null;
  readonly noAnswer: number | null;
  readonly unverified: number | null;
}

const PLAIN: readonly FieldKind[] = ['stored', 'echoed', 'id'];

export function figuresOf(results: readonly CallResult[]): Figures {
  const made = results.filter(({ cascade }) => !cascade);
  const kind = (kinds: readonly FieldKind[]): number | null =>
    meanOf(made.flatMap((result) => (isError(result) ? [] : (shareIn(result, kinds) ?? []))));
  const leaves = made.filter((result) => !isError(result)).map((result) => sumOf(result, PLAIN));
  return {
    calls: results.length,
    cascade: meanOf(results.map(({ cascade }) => Number(cascade))),
    status: meanOf(made.map(({ status }) => Number(status))),
    shape: meanOf(made.map(({ shape }) => Number(shape))),
    branch: meanOf(made.filter(isError).map(({ branch }) => Number(branch))),
    fields: kind(PLAIN),
    leaves: ratio(
      leaves.reduce((sum, { right }) => sum + right, 0),
      leaves.reduce((sum, { all }) => sum + all, 0),
    ),
    stored: kind(['stored']),
    echoed: kind(['echoed']),
    id: kind(['id']),
    derived: kind(['derived']),
    header: kind(['header']),
    whole: meanOf(made.map((result) => Number(isWhole(result)))),
    noAnswer: meanOf(made.map(({ noAnswer }) => Number(noAnswer))),
    unverified: meanOf(made.map(({ unverified }) => Number(unverified))),
  };
}

/** Headers that are neither derived nor ids do not count; error answers are right by status and shape. */
export function isWhole(result: CallResult): boolean {
  if (result.cascade || !result.status || !result.shape) return false;
  if (isError(result)) return true;
  const { right, all } = sumOf(result, [...PLAIN, 'derived']);
  return right === all;
}

export function isError(result: { readonly class: string }): boolean {
  return result.class.startsWith('error');
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

export function meanOf(values: readonly number[]): number | null {
  return ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function sumOf(result: CallResult, kinds: readonly FieldKind[]): { readonly right: number; readonly all: number } {
  let [right, all] = [0, 0];
  for (const kind of kinds) {
    right += result.fields[kind].right;
    all += result.fields[kind].all;
  }
  return { right, all };
}

function shareIn(result: CallResult, kinds: readonly FieldKind[]): number | null {
  const { right, all } = sumOf(result, kinds);
  return ratio(right, all);
}
