/** Which record stands for which caller: shown by `/me`, or by a login name that one record has. */
import { isObject, leavesOf } from '../../model/json.ts';
import type { EntityKey } from '../../model/names.ts';
import type { AuthEvidence } from './auth-evidence.ts';
import { principalOfToken } from './token-holder.ts';
import type { Folded } from '../records/fold-recording.ts';
import type { Layout } from '../paths/layout.ts';

export function principalEntities(folded: Folded, layout: Layout, auth: AuthEvidence): ReadonlyMap<string, EntityKey> {
  const found = new Map<string, EntityKey>();
  for (const [operation, sampler] of folded.successes) {
    const shape = layout.operations.get(operation);
    if (shape?.kind !== 'read' || shape.target !== null || shape.parents.length > 0) continue;
    for (const { principal, shown } of sampler.items) {
      const record = shown.find(({ role }) => role === 'record');
      if (principal !== null && record !== undefined) found.set(principal, record.key);
    }
  }
  const names = new Set([...auth.uses.values()].map((use) => principalOfToken(auth, use)));
  const votes = new Map<string, { resource: string; field: string; hits: Map<string, EntityKey> }>();
  for (const track of folded.chronicle.tracks.values()) {
    const doc = track.versions.findLast((version) => version.doc !== null)?.doc ?? null;
    if (!isObject(doc ?? undefined) || doc === null) continue;
    for (const { path, value } of leavesOf(doc)) {
      if (typeof value !== 'string' || !names.has(value) || path.length > 2) continue;
      const key = `${track.resource} ${path.join('.')}`;
      const vote = votes.get(key) ?? {
        resource: track.resource,
        field: path.join('.'),
        hits: new Map<string, EntityKey>(),
      };
      vote.hits.set(value, track.key);
      votes.set(key, vote);
    }
  }
  const [best] = [...votes.values()]
    .filter(({ field }) => /mail|user|login|name|id|client/i.test(field))
    .sort((a, b) => b.hits.size - a.hits.size);
  if (best !== undefined) for (const [name, key] of best.hits) if (!found.has(name)) found.set(name, key);
  return found;
}
