import type { Turn } from '../compiled.ts';
import { jsonEquals, valueAt } from '../../model/json.ts';
import type { Rec } from '../state/rec.ts';

const CHANGES: readonly string[] = ['update', 'replace', 'delete', 'action'];

/**
 * A record that is not there for this operation: dead, or soft-deleted and to be changed. Soft-deleted records can be
 * read, but are changed no more, except by what brings them back.
 */
export function isHidden(turn: Turn, rec: Rec | null): boolean {
  if (rec === null || rec.dead !== null) return true;
  const soft = turn.resource(rec.resource)?.softDelete ?? null;
  const { op } = turn;
  if (soft === null || op === null || !CHANGES.includes(op.operation.kind) || rec.resource !== op.operation.resource)
    return false;
  const state = valueAt(rec.doc, soft.field);
  if (state === undefined || !jsonEquals(state, soft.value)) return false;
  const isRevival = op.branches.some(({ branch }) =>
    branch.effects.some(
      (effect) => effect.t === 'update' && effect.set.some(({ path }) => jsonEquals(path, soft.field)),
    ),
  );
  return !isRevival;
}
