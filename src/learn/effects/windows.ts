/**
 * Records just before a write and at the next look at them, for finding what writes do to records they do not show.
 * A window that other writes reach too says nothing, unless those are known to leave such records alone.
 */
import { isArray, isObject, jsonEquals, type JsonObject } from '../../model/json.ts';
import type { EntityKey, OperationId } from '../../model/names.ts';
import type { OperationLayout } from '../paths/layout.ts';
import { docBefore } from '../records/chronicle.ts';
import type { Folded } from '../records/fold-recording.ts';
import { elementRefs } from '../values/element-refs.ts';
import type { OperationReach } from '../values/reach.ts';
import { docOf, refKey, type Scene } from '../values/scene.ts';
import { sceneOf, type SceneMaker } from '../values/scenes.ts';

export interface Window {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

export interface Windows {
  /** Null where the record was not looked at before and after, or something else may have changed it in between. */
  at(tick: number, key: EntityKey, operation: OperationId): Window | null;
}

interface Touch {
  readonly tick: number;
  readonly operation: OperationId;
}

/** How often looks at records of a resource, around writes of an operation, found them as they were. */
interface Record {
  all: number;
  same: number;
}

/** So often a write left records alone, and so much oftener than the other, that it is not the one which changes them. */
const QUIET = 3;
const QUIETER = 0.2;

export function createWindows(
  maker: SceneMaker,
  layouts: readonly OperationLayout[],
  reaches: ReadonlyMap<string, OperationReach>,
): Windows {
  const { folded } = maker;
  const touches = touchesOf(maker, layouts, reaches);
  const records = recordsOf(folded, touches);
  const shareOf = (operation: OperationId, resource: string): Record & { readonly share: number } => {
    const { all, same } = records.get(`${operation} ${resource}`) ?? { all: 0, same: 0 };
    return { all, same, share: all === 0 ? 0 : same / all };
  };
  return {
    at(tick, key, operation) {
      const looks = folded.sightings.get(key) ?? [];
      const next = looks.find((look) => look >= tick);
      const previous = looks.findLast((look) => look < tick);
      if (next === undefined || previous === undefined || next >= folded.logEndsAt) return null;
      const resource = key.slice(0, key.indexOf('/'));
      const own = shareOf(operation, resource).share;
      const isDisturbed = (touches.get(key) ?? []).some((touch) => {
        if (touch.tick <= previous || touch.tick > next || touch.tick === tick) return false;
        const { same, share } = shareOf(touch.operation, resource);
        return touch.operation === operation || same < QUIET || share < own + QUIETER;
      });
      if (isDisturbed) return null;
      const track = folded.chronicle.tracks.get(key);
      const [before, after] = [docBefore(track, tick), docBefore(track, next + 1)];
      return before === undefined || before === null || after === undefined || after === null
        ? null
        : { before, after };
    },
  };
}

function recordsOf(folded: Folded, touches: ReadonlyMap<EntityKey, readonly Touch[]>): ReadonlyMap<string, Record> {
  const found = new Map<string, Record>();
  for (const [key, list] of touches) {
    const track = folded.chronicle.tracks.get(key);
    const looks = folded.sightings.get(key) ?? [];
    const resource = key.slice(0, key.indexOf('/'));
    let at = 0;
    for (let index = 1; index < looks.length; index++) {
      const [from, to] = [looks[index - 1] ?? 0, looks[index] ?? 0];
      const inside = new Set<OperationId>();
      while (at < list.length && (list[at]?.tick ?? 0) <= to) {
        const touch = list[at++];
        if (touch !== undefined && touch.tick > from) inside.add(touch.operation);
      }
      if (inside.size === 0) continue;
      const isSame = isUnchanged(docBefore(track, from + 1), docBefore(track, to + 1));
      for (const operation of inside) {
        const record = found.get(`${operation} ${resource}`) ?? { all: 0, same: 0 };
        found.set(`${operation} ${resource}`, record);
        record.all++;
        if (isSame) record.same++;
      }
    }
  }
  return found;
}

/** What was known of it is as it was. */
function isUnchanged(before: JsonObject | null | undefined, after: JsonObject | null | undefined): boolean {
  if (before === undefined || before === null || after === undefined || after === null) return before === after;
  return before === after || Object.keys(before).every((key) => jsonEquals(before[key], after[key]));
}

/** All writes that reach a record, directly or through a reference, in order. */
function touchesOf(
  maker: SceneMaker,
  layouts: readonly OperationLayout[],
  reaches: ReadonlyMap<string, OperationReach>,
): ReadonlyMap<EntityKey, readonly Touch[]> {
  const found = new Map<EntityKey, Touch[]>();
  const byId = new Map(layouts.map((layout) => [layout.facts.id, layout]));
  for (const { tick, operation, witness } of maker.folded.writeLog) {
    const layout = byId.get(operation);
    if (layout === undefined) continue;
    const scene = sceneOf(maker, witness, layout);
    const keys = new Set<string>(
      [witness.targetKey, witness.createdKey, ...scene.parentKeys].filter((key) => key !== null),
    );
    for (const key of elementKeys(scene)) keys.add(key);
    for (const key of [witness.targetKey, witness.createdKey]) {
      if (key === null) continue;
      const above = maker.folded.chronicle.tracks.get(key)?.parent ?? null;
      if (above !== null) keys.add(above);
    }
    for (const ref of reaches.get(operation)?.refs ?? []) {
      const key = refKey(scene, ref);
      if (key !== null) keys.add(key);
    }
    for (const key of keys) {
      const list = found.get(key);
      if (list === undefined) found.set(key, [{ tick, operation }]);
      else list.push({ tick, operation });
    }
  }
  return found;
}

/** Records named by elements of arrays in the request and in the target. */
function elementKeys(scene: Scene): readonly string[] {
  const { body } = scene.call.exchange;
  const arrays = [
    ...Object.values(isObject(body) ? body : {}),
    ...Object.values(docOf(scene, { r: 'target' }) ?? {}),
  ].filter(isArray);
  return arrays.flatMap((array) =>
    array
      .slice(0, 50)
      .flatMap((value, index) =>
        elementRefs({ ...scene, element: { value, index } }).flatMap(
          (ref) => refKey({ ...scene, element: { value, index } }, ref) ?? [],
        ),
      ),
  );
}
