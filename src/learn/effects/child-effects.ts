/**
 * Writes that change the records which belong to their target: tasks closed with a project, visits cancelled with a permit.
 * As with other side effects, a later look must show the change, and no other write to the child or its owner may come between.
 */
import { jsonEquals, valueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Effect, FieldWrite } from '../../model/effect.ts';
import type { Ref } from '../../model/expr.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Track } from '../records/chronicle.ts';
import { docBefore } from '../records/chronicle.ts';
import type { Folded } from '../records/fold-recording.ts';
import { idText } from '../records/matching.ts';
import type { References } from '../records/references.ts';
import type { KeyRules } from '../records/views.ts';
import { learnValue } from '../values/learn-value.ts';
import type { Scene } from '../values/scene.ts';
import type { Windows } from './windows.ts';

export interface ChildContext {
  readonly resource: ResourceName;
  readonly refs: readonly Ref[];
  readonly folded: Folded;
  readonly references: References;
  readonly rules: KeyRules;
  readonly windows: Windows;
}

type ChildEffect = Extract<Effect, { t: 'children' }>;

interface Look {
  readonly scene: Scene;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

const ENOUGH = 3;
const MAX_CHILDREN = 40;

export function childEffects(scenes: readonly Scene[], context: ChildContext): readonly ChildEffect[] {
  return linksTo(context).flatMap(({ resource, by }) => {
    const looks = looksAt(scenes, resource, by, context);
    if (looks === null || looks.length < ENOUGH) return [];
    const where = gateOf(looks);
    if (where === null) return [];
    const moved = looks.filter((look) => isChanged(look));
    const set = changedKeys(moved).flatMap((key): readonly FieldWrite[] => {
      const samples = moved.map(({ scene, after }) => ({ scene, value: valueAt(after, [key]), draft: null }));
      const learned = learnValue(samples, { refs: context.refs, name: key, path: [key] });
      return learned === null || learned.expr.k === 'sample' ? [] : [{ path: [key], value: learned.expr }];
    });
    return set.length === 0 ? [] : [{ t: 'children', of: { r: 'target' }, resource, by, where, set }];
  });
}

/** Resources whose records belong to those of this one, and how. */
function linksTo({
  resource,
  references,
  rules,
}: ChildContext): readonly { readonly resource: ResourceName; readonly by: JsonPath }[] {
  const byKey = [...rules].flatMap(([child, { parent }]) =>
    parent?.resource === resource && child !== resource ? [{ resource: child, by: [] as JsonPath }] : [],
  );
  const byField = [...references].flatMap(([child, fields]) =>
    child === resource || byKey.some((link) => link.resource === child)
      ? []
      : [...fields].flatMap(([path, named]) =>
          named === resource && !path.includes('*') ? [{ resource: child, by: path.split('\u0000') as JsonPath }] : [],
        ),
  );
  return [...byKey, ...byField];
}

/** Children before and after each call; null where writes of other kinds to the owner change them too. */
function looksAt(
  scenes: readonly Scene[],
  resource: ResourceName,
  by: JsonPath,
  context: ChildContext,
): readonly Look[] | null {
  const byOwner = childrenByOwner(context.folded.chronicle.byResource.get(resource) ?? [], by);
  const operation = scenes[0]?.call.operation;
  const nameOf = (owner: string): string => (by.length === 0 ? owner : owner.slice(owner.lastIndexOf('/') + 1));
  const looks = scenes.flatMap((scene) =>
    scene.targetKey === null
      ? []
      : (byOwner.get(nameOf(scene.targetKey)) ?? []).flatMap((track): readonly Look[] => {
          const seen = context.windows.at(scene.call.tick, track.key, scene.call.operation);
          return seen === null || docBefore(track, scene.call.tick) === undefined ? [] : [{ scene, ...seen }];
        }),
  );
  if (!looks.some(isChanged)) return null;
  let others = 0;
  let changed = 0;
  for (const owner of new Set(scenes.flatMap(({ targetKey }) => targetKey ?? []))) {
    const writes = context.folded.writes.get(owner) ?? [];
    for (const track of byOwner.get(nameOf(owner)) ?? [])
      for (const { tick, operation: other } of writes.filter((write) => write.operation !== operation)) {
        const sightings = context.folded.sightings.get(track.key) ?? [];
        const [from, to] = [sightings.findLast((at) => at < tick) ?? tick, sightings.find((at) => at > tick) ?? tick];
        if (writes.some((write) => write.operation === operation && write.tick > from && write.tick <= to)) continue;
        const seen = context.windows.at(tick, track.key, other);
        if (seen === null) continue;
        others++;
        if (isChanged(seen)) changed++;
      }
  }
  return changed > others * 0.1 ? null : looks;
}

function childrenByOwner(tracks: readonly Track[], by: JsonPath): ReadonlyMap<string, readonly Track[]> {
  const found = new Map<string, Track[]>();
  for (const track of tracks)
    for (const owner of ownersOf(track, by)) {
      const list = found.get(owner) ?? [];
      found.set(owner, list);
      if (list.length < MAX_CHILDREN) list.push(track);
    }
  return found;
}

function ownersOf(track: Track, by: JsonPath): ReadonlySet<string> {
  if (by.length === 0) return new Set(track.parent === null ? [] : [track.parent]);
  return new Set(track.versions.flatMap(({ doc }) => idText(valueAt(doc ?? undefined, by)) ?? []));
}

function isChanged({ before, after }: Pick<Look, 'before' | 'after'>): boolean {
  return Object.keys(before).some((key) => !jsonEquals(before[key], after[key]));
}

function changedKeys(moved: readonly Look[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { before, after } of moved)
    for (const key of Object.keys(before))
      if (!jsonEquals(before[key], after[key])) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].flatMap(([key, n]) => (n >= moved.length * 0.8 ? [key] : []));
}

/** Which children change: all, or those in certain states; null where nothing tells. */
function gateOf(looks: readonly Look[]): ChildEffect['where'] | null {
  const moved = looks.filter(isChanged);
  if (moved.length < ENOUGH) return null;
  if (moved.length >= looks.length * 0.95) return [];
  const names = changedKeys(moved).filter((key) => moved.every(({ before }) => typeof before[key] !== 'object'));
  for (const name of names) {
    const byState = new Map<string, { readonly state: Json; moved: number; n: number }>();
    for (const look of looks) {
      const state = look.before[name] ?? null;
      const entry = byState.get(JSON.stringify(state)) ?? { state, moved: 0, n: 0 };
      entry.n++;
      if (isChanged(look)) entry.moved++;
      byState.set(JSON.stringify(state), entry);
    }
    const states = [...byState.values()];
    const isTelling = states.every((entry) => entry.moved === 0 || entry.moved >= entry.n * 0.9);
    if (isTelling && states.length <= 8)
      return [{ path: [name], in: states.filter((entry) => entry.moved > 0).map(({ state }) => state) }];
  }
  return null;
}
