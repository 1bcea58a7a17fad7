import type { Turn } from '../compiled.ts';
import type { Hit } from '../faults/rules.ts';
import { setField, touch } from './edit-record.ts';
import { followDerived } from '../effects/follow-derived.ts';
import { quietTurn } from './start-state.ts';
import type { WorldCore } from '../world-core.ts';
import { nameRecords } from '../request/read-request.ts';

/** Lets other actors do what they do before this request: each of them once. */
export function actBefore(core: WorldCore, turn: Turn, hits: readonly Hit[]): void {
  for (const { index, patch } of core.rules.all) {
    if (patch.p !== 'actor' || core.rules.fired(index) > 0) continue;
    const hit = hits.find((candidate) => candidate.index === index);
    const isTime = patch.atMs !== null && turn.at >= patch.atMs;
    if (!isTime && (hit === undefined || hit.nth < patch.nth)) continue;
    const quiet = quietTurn(core.compiled, core.state, turn.at, core.seed, turn.step);
    const mark = core.state.mark();
    for (const { key, path, value } of patch.edits) setField(quiet, key, path, value);
    for (const key of patch.removes ?? []) {
      const rec = core.state.live(key);
      if (rec !== undefined) core.state.put(rec.buried('deleted'));
    }
    for (const key of new Set(patch.edits.map((edit) => edit.key))) {
      if (core.state.changesSince(mark).some((change) => change.key === key)) touch(quiet, key);
    }
    followDerived(quiet, mark, [], (key, path) =>
      patch.edits.some((edit) => edit.key === key && edit.path.join('\u0001') === path.join('\u0001')),
    );
    core.commit(mark, turn.at, turn.step, 'actor', null);
    core.rules.fire(index, 'actor', turn);
    nameRecords(turn);
  }
}
