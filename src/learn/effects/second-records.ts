/**
 * Records made along the way: paying a bill makes a payment, whose id the bill then holds. Told by a field that names a
 * record nobody had seen before the write, whose id nobody sent, another one each time.
 */
import { valueAt, withValueAt, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Effect, FieldWrite } from '../../model/effect.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import { slotsOf } from '../reading/call.ts';
import { docBefore } from '../records/chronicle.ts';
import { idText } from '../records/matching.ts';
import type { Scene } from '../values/scene.ts';
import { createEffect } from './create-effect.ts';
import type { EffectContext } from './effect-context.ts';

const FEWEST = 3;
const MOSTLY = 0.9;

export interface SecondRecord {
  readonly effect: Effect;
  /** Where the main record holds its id. */
  readonly field: JsonPath;
  readonly resource: ResourceName;
}

export function secondRecords(
  scenes: readonly Scene[],
  context: EffectContext,
  references: ReadonlyMap<string, ResourceName>,
  contextOf: (resource: ResourceName) => EffectContext | null,
): readonly SecondRecord[] {
  const known = scenes.filter(({ after }) => after !== null);
  const taken = new Set<ResourceName>();
  return [...references].flatMap(([text, resource]): SecondRecord[] => {
    const field = text.split('\u0000');
    const own = contextOf(resource);
    if (own === null || resource === context.resource || taken.has(resource) || field.includes('*')) return [];
    const made = known.flatMap((scene) => {
      const key = newlyNamed(scene, field, resource);
      const doc = key === null ? null : firstDoc(scene, key);
      return key === null ? [] : [{ scene, key, doc }];
    });
    const shown = made.flatMap(({ scene, key, doc }) => (doc === null ? [] : [{ scene, key, doc }]));
    const isNew = new Set(made.map(({ key }) => key)).size === made.length && made.length >= known.length * MOSTLY;
    if (!isNew || shown.length < FEWEST) return [];
    taken.add(resource);
    const witnesses = shown.map(({ scene, key, doc }): Scene => ({
      ...scene,
      createdKey: key,
      after: doc,
      afterKnown: true,
    }));
    const effect = createEffect(witnesses, own) as Extract<Effect, { t: 'create' }>;
    return [{ effect: { ...effect, ...linked(effect, shown, context), beside: true }, field, resource }];
  });
}

/** The id that the write put into a field, unless it was sent, stood there before, or is of a record known by then. */
function newlyNamed(scene: Scene, field: JsonPath, resource: ResourceName): EntityKey | null {
  const id = idText(valueAt(scene.after ?? undefined, field));
  if (id === null || slotsOf(scene.call).some(({ value }) => String(value) === id)) return null;
  const { tracks } = scene.world.chronicle;
  const { tick } = scene.call;
  const before = scene.targetKey === null ? undefined : docBefore(tracks.get(scene.targetKey), tick);
  if (idText(valueAt(before ?? undefined, field)) === id) return null;
  const key = `${resource}/${id}`;
  const first = tracks.get(key)?.versions[0];
  return first !== undefined && first.tick < tick ? null : key;
}

function firstDoc(scene: Scene, key: EntityKey): JsonObject | null {
  const track = scene.world.chronicle.tracks.get(key);
  return track?.complete === true ? (track.versions[0]?.doc ?? null) : null;
}

/** Where the new record names the one that the write makes itself: its id is known only as that of a new record. */
function linked(
  { set, defaults }: Extract<Effect, { t: 'create' }>,
  shown: readonly { readonly scene: Scene; readonly doc: JsonObject }[],
  { resource, idPath }: EffectContext,
): Pick<Extract<Effect, { t: 'create' }>, 'set' | 'defaults'> {
  if (shown.some(({ scene }) => scene.createdKey === null)) return { set, defaults };
  const names = Object.keys(shown[0]?.doc ?? {}).filter((name) =>
    shown.every(({ scene, doc }) => {
      const id = idText(valueAt(scene.after ?? undefined, idPath));
      return id !== null && idText(doc[name]) === id;
    }),
  );
  const writes = names.map((name): FieldWrite => ({ path: [name], value: { k: 'new-id', resource } }));
  return {
    set: [...set.filter(({ path }) => !names.includes(String(path[0])) || path.length > 1), ...writes],
    defaults: names.reduce<JsonObject>((rest, name) => withValueAt(rest, [name], undefined) as JsonObject, defaults),
  };
}

/** The main effects, with the ids of the records made along the way. */
export function namingSeconds(main: readonly Effect[], seconds: readonly SecondRecord[]): readonly Effect[] {
  if (seconds.length === 0) return main;
  return main.map((effect) => {
    if (effect.t !== 'create' && effect.t !== 'update') return effect;
    const fields = seconds.map(({ field }) => field.join('\u0000'));
    const writes = seconds.map(({ field, resource }): FieldWrite => ({
      path: field,
      value: { k: 'new-id', resource },
    }));
    return { ...effect, set: [...effect.set.filter(({ path }) => !fields.includes(path.join('\u0000'))), ...writes] };
  });
}
