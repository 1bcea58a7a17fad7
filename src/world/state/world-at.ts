/** The edits that take the base of a model back to a moment of the recording. */
import { jsonEquals } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { WorldPatch } from '../../model/world.ts';

export function worldAt(model: LearnedModel, at: number): readonly WorldPatch[] {
  if (at >= model.base.at) return [];
  const live = new Map(model.base.entities.map((entity) => [entity.key, entity]));
  const removals: WorldPatch[] = [];
  const versions: WorldPatch[] = [];
  for (const { key, versions: earlier } of model.base.history) {
    const then = earlier.find(({ until }) => at < until);
    if (then === undefined) continue;
    const now = live.get(key);
    if (then.entity === null) removals.push({ p: 'remove', key, unborn: true });
    else if (now === undefined || !jsonEquals(now.doc, then.entity.doc) || now.parent !== then.entity.parent) {
      versions.push({ p: 'put', entity: then.entity });
    }
  }
  // Records that were there at the moment come after those that were not, since each of them says what was true then.
  return [...removals, ...versions];
}
