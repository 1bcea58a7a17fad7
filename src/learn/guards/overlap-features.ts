/** Guards that look for another live record of the same owner in the same span of time: bookings, shifts, prices by date. */
import { isObject, jsonEquals, valueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Guard, SpanEnd } from '../../model/guard.ts';
import { overlaps, placeOf } from '../../model/overlaps.ts';
import type { Slot } from '../../model/slot.ts';
import { slotValue } from '../reading/call.ts';
import { nameOf } from '../reading/slot-words.ts';
import { docBefore } from '../records/chronicle.ts';
import type { Scene } from '../values/scene.ts';
import type { Feature, GuardContext } from './guard-context.ts';

type Overlap = Extract<Guard, { g: 'overlap' }>;

const MOST_RECORDS = 1500;

export function overlapFeatures(
  refused: readonly Scene[],
  served: readonly Scene[],
  context: GuardContext,
  slots: readonly Slot[],
): readonly Feature[] {
  const { resource } = context;
  if (resource === null) return [];
  const docs = [...served, ...refused].flatMap(({ after }): readonly JsonObject[] => (after === null ? [] : [after]));
  const ends = slots.flatMap((slot) => endOf(slot, docs, served));
  const spans = ends.filter(({ slot }) => isPlaced(slot, [...served, ...refused]));
  const owners = [null, ...ends.filter(({ slot }) => !spans.some((span) => span.slot === slot))];
  const said = /overlap|availab|booked|conflict|taken|already|occupied|reserved/i.test(context.text) ? 0.8 : 0;
  const found: Feature[] = [];
  for (const from of spans)
    for (const to of spans) {
      if (from === to || !isBefore(from, to, served)) continue;
      for (const by of owners)
        for (const touching of [false, true]) {
          const plain: Overlap = { g: 'overlap', resource, by, from, to, touching, where: [] };
          if (!refused.some((scene) => othersOverlapping(plain, scene).length > 0)) continue;
          const guard = { ...plain, where: statesOnlyRefused(plain, refused, served) };
          const shared = by === null ? 0.1 : /(?:_id|Id|_code|_key)$|^id$/.test(nameOf(by.slot)) ? 0.3 : 0;
          found.push({ guard, prior: 1.3 + said + shared - (touching ? 0.1 : 0) });
        }
    }
  return found;
}

/** The live records that a request of this moment would overlap with. */
export function othersOverlapping(guard: Overlap, scene: Scene): readonly JsonObject[] {
  const own = scene.targetKey === null ? undefined : scene.world.chronicle.tracks.get(scene.targetKey);
  const doc = own === undefined ? null : (docBefore(own, scene.call.tick) ?? null);
  const valueOf = ({ slot, path }: SpanEnd): Json | undefined =>
    slotValue(scene.call.exchange, scene.call.params, slot) ?? valueAt(doc ?? undefined, path);
  const span = { from: valueOf(guard.from), to: valueOf(guard.to) };
  if (placeOf(span.from) === undefined || placeOf(span.to) === undefined) return [];
  const parent = scene.parentKeys.at(-1) ?? own?.parent ?? null;
  const owner = guard.by === null ? parent : valueOf(guard.by);
  if (owner === undefined || (guard.by === null && owner === null && scene.parentKeys.length > 0)) return [];
  return (scene.world.chronicle.byResource.get(guard.resource) ?? []).slice(-MOST_RECORDS).flatMap((track) => {
    if (track.key === scene.targetKey) return [];
    const other = docBefore(track, scene.call.tick);
    if (other === null || other === undefined) return [];
    const theirs = guard.by === null ? track.parent : (valueAt(other, guard.by.path) ?? null);
    if (String(theirs) !== String(owner)) return [];
    if (
      !guard.where.every(({ path, in: values }) =>
        values.some((value) => jsonEquals(value, valueAt(other, path) ?? null)),
      )
    )
      return [];
    return overlaps(span, { from: valueAt(other, guard.from.path), to: valueAt(other, guard.to.path) }, guard.touching)
      ? [other]
      : [];
  });
}

/** Where records hold what a slot sends: under the same path, or its end. */
function endOf(slot: Slot, docs: readonly JsonObject[], served: readonly Scene[]): readonly SpanEnd[] {
  if (slot.in !== 'body' || slot.path.some((step) => typeof step === 'number')) return [];
  const paths: JsonPath[] = slot.path.map((_, index) => slot.path.slice(index));
  const path = paths.find((one) => docs.some((doc) => (valueAt(doc, one) ?? null) !== null));
  if (path === undefined) return [];
  const told = served.filter((scene) => slotValue(scene.call.exchange, scene.call.params, slot) !== undefined);
  const echoed = told.filter((scene) =>
    jsonEquals(
      slotValue(scene.call.exchange, scene.call.params, slot) ?? null,
      valueAt(scene.after ?? undefined, path) ?? null,
    ),
  );
  const isScalar = told.every((scene) => !isObject(slotValue(scene.call.exchange, scene.call.params, slot)));
  return isScalar && echoed.length >= told.length * 0.8 ? [{ slot, path }] : [];
}

function isPlaced(slot: Slot, scenes: readonly Scene[]): boolean {
  const values = scenes.flatMap((scene) => slotValue(scene.call.exchange, scene.call.params, slot) ?? []);
  return values.length > 0 && values.every((value) => typeof value === 'string' && placeOf(value) !== undefined);
}

function isBefore(from: SpanEnd, to: SpanEnd, served: readonly Scene[]): boolean {
  const pairs = served.flatMap((scene) => {
    const [a, b] = [from, to].map(({ slot }) => placeOf(slotValue(scene.call.exchange, scene.call.params, slot)));
    return a === undefined || b === undefined ? [] : [[a, b] as const];
  });
  return pairs.length > 0 && pairs.every(([a, b]) => a <= b);
}

/** Records in some states do not count: cancelled bookings. */
function statesOnlyRefused(guard: Overlap, refused: readonly Scene[], served: readonly Scene[]): Overlap['where'] {
  const spared = served.flatMap((scene) => othersOverlapping(guard, scene));
  if (spared.length === 0) return [];
  const blocking = refused.flatMap((scene) => othersOverlapping(guard, scene));
  for (const key of Object.keys(blocking[0] ?? {})) {
    if (!/^(?:status|state|phase|stage|active|cancell?ed|deleted)$/i.test(key)) continue;
    const bad = distinctOf(blocking.map((doc) => doc[key] ?? null));
    const good = distinctOf(spared.map((doc) => doc[key] ?? null));
    const only = bad.filter((value) => !good.some((other) => jsonEquals(other, value)));
    if (only.length > 0) return [{ path: [key], in: only }];
  }
  return [];
}

function distinctOf(values: readonly Json[]): readonly Json[] {
  return values.filter((value, index) => values.findIndex((other) => jsonEquals(other, value)) === index);
}
