/** What a world was told to ask of a write before it takes it. */
import { jsonEquals, valueAt, withValueAt, type Json } from '../../model/json.ts';
import type { WorldPatch } from '../../model/world.ts';
import type { Turn } from '../compiled.ts';
import { refuseWith } from '../answers/error-answer.ts';
import type { Performed } from '../answers/performed.ts';
import { outdatedName, outdatedValue } from './request-renames.ts';
import type { Hit } from '../faults/rules.ts';
import type { WorldCore } from '../world-core.ts';

/** The refusal of a write that lacks what is asked of it; null where it has all. */
export function requirement(turn: Turn, hits: readonly Hit[], core: WorldCore): Performed | null {
  const outdated =
    turn.op === null || core.views === null
      ? null
      : (outdatedName(turn.request, turn.op, core.views) ?? outdatedValue(turn.request, turn.op, core.views));
  if (outdated !== null) return { ...refuseWith(turn, invalidStatus(turn), outdated), changes: [] };
  for (const hit of hits) {
    const lacks = lackOf(turn, hit, core);
    if (lacks === null) continue;
    core.rules.fire(hit.index, lacks.what, turn);
    return { ...refuseWith(turn, lacks.status, lacks.message), changes: [] };
  }
  return null;
}

interface Lack {
  readonly what: string;
  readonly status: number;
  readonly message: string;
}

function lackOf(turn: Turn, { index, patch }: Hit, core: WorldCore): Lack | null {
  switch (patch.p) {
    case 'require':
      return hasState(turn, patch) ? null : { ...patch, what: `required ${patch.path.join('.')}` };
    case 'require-field': {
      const body = turn.request.body();
      const sent = valueAt(body, patch.path);
      if (sent === undefined || !sameWords(sent, patch.value))
        return { ...patch, what: `required the field ${patch.path.join('.')}` };
      // Nothing that the API was learned to do knows of it.
      turn.request.rewrite(withValueAt(body, patch.path, undefined), turn.request.query());
      return null;
    }
    case 'used-key': {
      const key = turn.request.header(patch.header);
      const used = core.usedKeys.get(index) ?? [];
      if (key === undefined || (!used.includes(key) && used.length >= patch.keys)) return null;
      if (!used.includes(key)) core.usedKeys.set(index, [...used, key]);
      return { ...patch, what: `used ${patch.header}` };
    }
    default:
      return null;
  }
}

function hasState(turn: Turn, patch: Extract<WorldPatch, { p: 'require' }>): boolean {
  const key = patch.key ?? turn.target?.key;
  const doc = key === undefined ? undefined : turn.state.live(key)?.doc;
  if (patch.key === null && doc === undefined) return true;
  const value = valueAt(doc, patch.path) ?? null;
  return patch.values.length === 0 ? doc !== undefined : patch.values.some((wanted) => jsonEquals(wanted, value));
}

function sameWords(left: Json, right: Json): boolean {
  return jsonEquals(left, right) || (typeof left !== 'object' && typeof right !== 'object' && `${left}` === `${right}`);
}

/** The status with which this API refuses what is not valid. */
function invalidStatus(turn: Turn): number {
  const own = turn.compiled.shapes.filter(
    ({ shape }) => shape.trigger === 'invalid' && shape.scope.origin === turn.request.raw.origin,
  );
  return own.toSorted((a, b) => b.shape.seen - a.shape.seen)[0]?.shape.status ?? 422;
}
