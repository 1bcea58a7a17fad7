import type { Episode } from '../model/episode.ts';
import type { JsonObject } from '../model/json.ts';
import type { EntityKey, ResourceName } from '../model/names.ts';
import type { World } from '../model/world.ts';

interface Subject {
  readonly resource: ResourceName;
  /** Null: it is not there. */
  readonly doc: JsonObject | null;
}

export type SubjectsBefore = ReadonlyMap<EntityKey, Subject>;

/** The records the goal names, as they are before the first request. */
export function subjectsBefore(episode: Episode, world: World): SubjectsBefore {
  const subjects = new Map<EntityKey, Subject>();
  for (const atom of episode.goal) {
    if (atom.kind !== 'field' && atom.kind !== 'gone') continue;
    if (!subjects.has(atom.key))
      subjects.set(atom.key, { resource: atom.resource, doc: world.entity(atom.key)?.doc ?? null });
  }
  return subjects;
}
