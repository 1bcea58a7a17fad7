/** Writes once more what a recorded write was seen to change. */
import type { EntityKey } from '../../model/names.ts';
import type { EntityChange } from '../../model/trace.ts';
import { isArray, isObject, valueAt, type JsonObject } from '../../model/json.ts';
import type { Turn } from '../compiled.ts';
import { followDerived } from '../effects/follow-derived.ts';
import { Rec } from '../state/rec.ts';

export function repeatChanges(turn: Turn, changes: readonly EntityChange[]): void {
  const mark = turn.state.mark();
  for (const change of changes) repeat(turn, change);
  const said = new Map(changes.map(({ key, after }) => [key, after]));
  // What the recording says of a field is true; only what it does not speak of follows.
  followDerived(turn, mark, [], (key, path) => {
    const after = said.get(key);
    return after !== undefined && (after === null || valueAt(after, path) !== undefined);
  });
}

function repeat(turn: Turn, { key, resource: name, after }: EntityChange): void {
  const { state } = turn;
  const now = state.get(key);
  if (after === null) {
    if (now !== undefined && now.dead === null) state.put(now.buried('deleted'));
    return;
  }
  if (now !== undefined && now.dead === null) {
    state.put(now.withDoc(joined(now.doc, after)));
    return;
  }
  const known = now?.entity ?? null;
  const parent = known?.parent ?? parentOf(turn, name, after);
  const id = known?.id ?? key.slice(key.lastIndexOf('/') + 1);
  const doc = known === null ? after : joined({}, after);
  state.put(
    new Rec(
      { key, resource: name, id, parent, doc, complete: known?.complete ?? true, createdAt: turn.at },
      state.nextOrd(),
    ),
  );
}

/** What was seen after the write, over what is known besides. */
function joined(before: JsonObject, after: JsonObject): JsonObject {
  return { ...before, ...after };
}

function parentOf(turn: Turn, name: string, doc: JsonObject): EntityKey | null {
  const parent = turn.resource(name)?.parent ?? null;
  if (parent === null) return null;
  const named = parent.field === null ? undefined : valueAt(doc, parent.field);
  if (named !== undefined && named !== null && !isArray(named) && !isObject(named))
    return turn.byId(parent.resource, String(named))?.key ?? null;
  return turn.parents.findLast((rec) => rec !== null && rec.resource === parent.resource)?.key ?? null;
}
