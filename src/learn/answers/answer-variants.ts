/**
 * One operation, differently shaped good answers: `?include=company` adds side-loads, `?expand[]=customer` opens a reference,
 * a deleted record shows a stub. Groups the witnesses by shape, and finds what in the request or state tells the groups apart.
 */
import { isArray, isObject, jsonEquals, leavesOf, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Ref } from '../../model/expr.ts';
import type { Guard } from '../../model/guard.ts';
import type { Slot } from '../../model/slot.ts';
import { slotValue, slotsOf } from '../reading/call.ts';
import { holds } from '../guards/guard-test.ts';
import { CURSOR_NAMES, OFFSET_NAMES, PAGE_NAMES, SIZE_NAMES } from '../lexicon.ts';
import type { OperationLayout } from '../paths/layout.ts';
import { docOf, type Scene } from '../values/scene.ts';
import { slotText, spotText } from '../reading/spots.ts';
import { at } from '../records/views.ts';

export interface Variant {
  readonly guard: Guard;
  readonly scenes: readonly Scene[];
}

/** Special shapes first, the usual one last with guard `always`. */
export function answerVariants(layout: OperationLayout, scenes: readonly Scene[]): readonly Variant[] {
  const groups = new Map<string, Scene[]>();
  for (const scene of scenes) {
    const key = shapeKey(layout, scene);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [scene]);
    else group.push(scene);
  }
  const sorted = [...groups.values()].sort((a, b) => a.length - b.length);
  const usual = sorted.at(-1) ?? [];
  if (sorted.length === 1 || sorted.length > 6) return [{ guard: { g: 'always' }, scenes }];
  const variants: Variant[] = [];
  const rest: Scene[] = [...usual];
  for (const group of sorted.slice(0, -1)) {
    const others = scenes.filter(
      (scene) => !group.includes(scene) && !variants.some((variant) => variant.scenes.includes(scene)),
    );
    const guard = tellApart(group, others);
    if (guard === null) rest.push(...group);
    else variants.push({ guard, scenes: group });
  }
  return [...variants, { guard: { g: 'always' }, scenes: scenes.filter((scene) => rest.includes(scene)) }];
}

/** Status, keys around the records, references that are open, and whether the record is a stub. */
function shapeKey(layout: OperationLayout, scene: Scene): string {
  const { answer, status } = scene.call.exchange;
  const main = layout.places.find(({ role }) => role === 'record' || role === 'list');
  const keys =
    isObject(answer) && main !== undefined && main.spot.length > 0
      ? Object.keys(answer)
          .filter((key) => isObject(answer[key]) || isArray(answer[key]))
          .sort()
          .join(',')
      : '';
  if (answer === undefined || main === undefined) return `${status} ${keys}`;
  const usual = layout.facts.spots.get(spotText(main.spot));
  const first = [...at(answer, main.spot)][0]?.doc;
  const stub =
    first !== undefined &&
    usual !== undefined &&
    usual.keys.size >= 5 &&
    Object.keys(first).length < usual.keys.size * 0.5 &&
    main.role === 'record'
      ? 'stub'
      : '';
  const open = openReferences(layout)
    .filter((path) => [...at(answer, main.spot)].some(({ doc }) => isObject(valueAt(doc, path))))
    .map((path) => path.join('.'));
  return `${status} ${keys} ${stub} ${open.join(',')}`;
}

/** Paths inside the shown record that hold a record in some answers and its bare id in others. */
export function openReferences(layout: OperationLayout): readonly JsonPath[] {
  const main = layout.places.find(({ role }) => role === 'record' || role === 'list');
  if (main === undefined) return [];
  return layout.places.flatMap((place) => {
    if (place.role !== 'embed' || place.expandable !== true) return [];
    return [place.spot.slice(main.spot.length)];
  });
}

function tellApart(group: readonly Scene[], others: readonly Scene[]): Guard | null {
  const byPage = pagedOrNot(group, others);
  if (byPage !== null) return byPage;
  if (group.length < 2) return null;
  const candidates: Guard[] = [];
  for (const slot of slotsIn(group)) {
    const texts = new Set(
      group.map((scene) => JSON.stringify(slotValue(scene.call.exchange, scene.call.params, slot) ?? null)),
    );
    const [only] = texts;
    const isPresentElsewhere = others.some(
      (scene) => slotValue(scene.call.exchange, scene.call.params, slot) !== undefined,
    );
    if (!isPresentElsewhere) candidates.push({ g: 'not', of: { g: 'missing', slot } });
    else if (texts.size === 1 && only !== undefined)
      candidates.push({
        g: 'equals',
        value: { k: 'slot', slot, as: 'json', fallback: null },
        to: JSON.parse(only) as Json,
      });
  }
  const of: Ref = { r: 'target' };
  for (const scene of group.slice(0, 1)) {
    for (const { path, value } of leavesOf(docOf(scene, of) ?? {})) {
      if (
        path.length > 2 ||
        path.some((step) => typeof step === 'number') ||
        typeof value === 'number' ||
        (typeof value === 'string' && value.length > 24)
      )
        continue;
      if (group.every((one) => jsonEquals(valueAt(docOf(one, of) ?? undefined, path) ?? null, value)))
        candidates.push({ g: 'state-in', of, path, values: [value] });
    }
  }
  const fits = candidates.filter(
    (guard) =>
      group.filter((scene) => holds(guard, scene)).length >= group.length * 0.95 &&
      others.filter((scene) => holds(guard, scene)).length <= others.length * 0.02,
  );
  return fits.sort((a, b) => weight(a) - weight(b))[0] ?? null;
}

/** Asked for in pages or not, one list has two envelopes: a paging parameter that all of one side sent and none of the other. */
function pagedOrNot(group: readonly Scene[], others: readonly Scene[]): Guard | null {
  if (others.length < 2 || group.length + others.length < 4) return null;
  const sends = (scene: Scene, slot: Slot): boolean =>
    slotValue(scene.call.exchange, scene.call.params, slot) !== undefined;
  const slots = new Map<string, Slot>();
  for (const scene of [...group.slice(0, 20), ...others.slice(0, 20)])
    for (const { slot } of slotsOf(scene.call))
      if (slot.in === 'query' && isPaging(slot.name)) slots.set(slotText(slot), slot);
  for (const slot of slots.values()) {
    const missing: Guard = { g: 'missing', slot };
    if (group.every((scene) => sends(scene, slot)) && others.every((scene) => !sends(scene, slot)))
      return { g: 'not', of: missing };
    if (group.every((scene) => !sends(scene, slot)) && others.every((scene) => sends(scene, slot))) return missing;
  }
  return null;
}

function isPaging(name: string): boolean {
  const lower = name.toLowerCase();
  return PAGE_NAMES.has(lower) || SIZE_NAMES.has(lower) || OFFSET_NAMES.has(lower) || CURSOR_NAMES.has(lower);
}

/** What was sent only here tells most; then states; then one value among others. */
function weight(guard: Guard): number {
  return guard.g === 'not' ? 0 : guard.g === 'state-in' ? 1 : 2;
}

function slotsIn(scenes: readonly Scene[]): readonly Slot[] {
  const found = new Map<string, Slot>();
  for (const scene of scenes.slice(0, 20))
    for (const { slot } of slotsOf(scene.call))
      if ((slot.in === 'query' && !isPaging(slot.name)) || (slot.in === 'body' && slot.path.length <= 2))
        found.set(slotText(slot), slot);
  return [...found.values()];
}
