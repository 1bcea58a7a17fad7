/** The folded recording as the world's start: every record as last seen, and its earlier versions. */
import type { BaseState, Entity } from '../../model/base-state.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Chronicle, Track, Version } from './chronicle.ts';

const MAX_VERSIONS = 200;

export function baseState(chronicle: Chronicle, endAt: number): BaseState {
  const entities: Entity[] = [];
  const deleted: Entity[] = [];
  const history: BaseState['history'][number][] = [];
  const sequences: Record<ResourceName, number> = {};
  for (const [resource, seen] of chronicle.byResource) {
    let highest = 0;
    const tracks = inOrderOfCreation(seen);
    for (const track of tracks) {
      const last = track.versions.at(-1);
      if (last === undefined) continue;
      if (last.doc === null) {
        const before = track.versions.findLast(({ doc }) => doc !== null);
        if (before?.doc !== undefined && before.doc !== null) deleted.push(entityOf(track, before));
      } else entities.push(entityOf(track, last));
      const past = historyOf(track);
      if (past !== null) history.push(past);
      if (/^\d{1,15}$/.test(track.id)) highest = Math.max(highest, Number(track.id));
    }
    if (highest > 0) sequences[resource] = highest + 1;
  }
  return { at: endAt, entities, deleted, history, sequences };
}

/** By id where text ids grow with time; else as first seen. */
function inOrderOfCreation(tracks: readonly Track[]): readonly Track[] {
  const born = tracks.filter((track) => track.born).map(({ id }) => id);
  const grow =
    born.length >= 3 && born.every((id, index) => /[A-Za-z]/.test(id) && (index === 0 || id > (born[index - 1] ?? '')));
  return grow ? [...tracks].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)) : tracks;
}

/** `until` is the moment at which a version was replaced by the next; the last one lives in `entities` (or `deleted`). */
function historyOf(track: Track): BaseState['history'][number] | null {
  const { versions } = track;
  const first = versions[0];
  if (first === undefined) return null;
  const list: { until: number; entity: Entity | null }[] = [];
  if (track.born) list.push({ until: first.at, entity: null });
  for (const [index, version] of versions.entries()) {
    const next = versions[index + 1];
    if (next !== undefined)
      list.push({ until: next.at, entity: version.doc === null ? null : entityOf(track, version) });
  }
  return list.length === 0 ? null : { key: track.key, versions: list.slice(-MAX_VERSIONS) };
}

function entityOf(track: Track, version: Version): Entity {
  return {
    key: track.key,
    resource: track.resource,
    id: track.id,
    parent: track.parent,
    doc: version.doc ?? {},
    complete: track.complete,
    createdAt: track.versions[0]?.at ?? version.at,
  };
}
