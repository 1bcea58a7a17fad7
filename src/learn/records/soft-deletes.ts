/** Deletes that only hide: the record is still readable afterwards, with one field telling. */
import { jsonEquals, type Json, type JsonPath } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Folded } from './fold-recording.ts';
import type { Layout } from '../paths/layout.ts';
import { docBefore } from './chronicle.ts';

export type SoftDeletes = ReadonlyMap<ResourceName, { readonly field: JsonPath; readonly value: Json } | null>;

export function softDeletesOf(folded: Folded, layout: Layout): SoftDeletes {
  const found = new Map<ResourceName, { field: JsonPath; value: Json } | null>();
  for (const [id, shape] of layout.operations) {
    if (shape.kind !== 'delete' || shape.resource === null) continue;
    const votes = new Map<string, { field: JsonPath; value: Json; n: number }>();
    let readable = 0;
    for (const { call, targetKey, shown } of folded.successes.get(id)?.items ?? []) {
      const track = targetKey === null ? undefined : folded.chronicle.tracks.get(targetKey);
      const before = docBefore(track, call.tick);
      if (track === undefined || before === undefined || before === null) continue;
      const later = (folded.sightings.get(track.key) ?? []).find(
        (tick) => tick > call.tick || (tick === call.tick && shown.some(({ key }) => key === track.key)),
      );
      const after = later === undefined ? undefined : docBefore(track, later + 1);
      if (after === undefined || after === null) continue;
      readable++;
      for (const [key, value] of Object.entries(after)) {
        if (jsonEquals(value, before[key]) || typeof value === 'object') continue;
        const vote = votes.get(key) ?? { field: [key], value, n: 0 };
        vote.n++;
        votes.set(key, vote);
      }
    }
    const [best] = [...votes.values()]
      .filter(({ field }) => !/(?:updated|modified|changed)/i.test(String(field[0])))
      .sort((a, b) => rank(b.field) + b.n - rank(a.field) - a.n);
    if (readable > 0 && best !== undefined && best.n >= readable * 0.7)
      found.set(shape.resource, { field: best.field, value: best.value });
  }
  return found;
}

function rank(field: JsonPath): number {
  return /deleted|archived|status|state|active|removed/i.test(String(field[0])) ? 2 : 0;
}
