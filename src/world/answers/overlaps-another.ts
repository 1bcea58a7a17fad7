import { jsonEquals, valueAt, type Json } from '../../model/json.ts';
import type { Guard, SpanEnd } from '../../model/guard.ts';
import { overlaps } from '../../model/overlaps.ts';
import type { Turn } from '../compiled.ts';
import { PARENT } from '../state/base-index.ts';
import type { Rec } from '../state/rec.ts';

/** Another live record of the same owner is in the span that is asked for. */
export function overlapsAnother(turn: Turn, guard: Extract<Guard, { g: 'overlap' }>): boolean {
  const valueOf = ({ slot, path }: SpanEnd): Json | undefined =>
    turn.request.value(slot) ?? valueAt(turn.target?.doc, path);
  const span = { from: valueOf(guard.from), to: valueOf(guard.to) };
  return ofOwner(turn, guard, valueOf).some(({ key, dead, doc }) => {
    if (dead !== null || key === turn.target?.key) return false;
    const counts = guard.where.every(({ path, in: values }) =>
      values.some((value) => jsonEquals(value, valueAt(doc, path) ?? null)),
    );
    const theirs = { from: valueAt(doc, guard.from.path), to: valueAt(doc, guard.to.path) };
    return counts && overlaps(span, theirs, guard.touching);
  });
}

function ofOwner(
  turn: Turn,
  { resource, by }: Extract<Guard, { g: 'overlap' }>,
  valueOf: (end: SpanEnd) => Json | undefined,
): readonly Rec[] {
  if (by === null) {
    const parent = turn.parents.at(-1)?.key ?? turn.target?.entity.parent ?? null;
    return parent === null ? [...turn.state.recs(resource)] : turn.state.withValue(resource, PARENT, parent);
  }
  const owner = valueOf(by);
  return owner === undefined || owner === null || typeof owner === 'object'
    ? []
    : turn.state.withValue(resource, by.path, String(owner));
}
