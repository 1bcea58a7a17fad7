/** Places in answers where objects stand, with what identifies them: raw material for resources and views. */
import { isArray, isObject, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Slot } from '../../model/slot.ts';
import { ID_NAMES, KIND_NAMES } from '../lexicon.ts';

/** `*` stands for array elements. */
export type SpotPath = readonly (string | '*')[];

export interface Spot {
  readonly path: SpotPath;
  /** Objects seen here, and answers that had at least one. */
  n: number;
  answers: number;
  /** Arrays seen (empty ones too) where the spot stands for elements. */
  arrays: number;
  readonly keys: Map<string, number>;
  /** First documents seen, for comparing. */
  readonly samples: JsonObject[];
  /** Path parameters of the call that showed each sample. */
  readonly contexts: Readonly<Record<string, string>>[];
  /** Field text -> slot text -> times they were equal. Only for places outside arrays. */
  readonly votes: Map<string, Map<string, number>>;
  /** Field text -> times its value was new to the whole recording. */
  readonly fresh: Map<string, number>;
}

export type Spots = Map<string, Spot>;

const MAX_SAMPLES = 240;
const MAX_SPOTS = 120;

export function spotText(path: SpotPath): string {
  return path.join('\u0000');
}

/** Every object in a value with its concrete path, outermost first. */
export function* objectsIn(
  value: Json,
  path: JsonPath = [],
  spot: SpotPath = [],
): Generator<{ readonly path: JsonPath; readonly spot: SpotPath; readonly doc: JsonObject }> {
  if (path.length > 7) return;
  if (isArray(value)) {
    for (const [index, item] of value.entries()) yield* objectsIn(item, [...path, index], [...spot, '*']);
  } else if (isObject(value)) {
    yield { path, spot, doc: value };
    for (const [key, item] of Object.entries(value))
      if (typeof item === 'object' && item !== null) yield* objectsIn(item, [...path, key], [...spot, key]);
  }
}

export function addSpots(
  spots: Spots,
  answer: Json,
  slots: readonly { readonly slot: Slot; readonly value: Json }[],
  isFresh: (value: string) => boolean,
  params: Readonly<Record<string, string>> = {},
): void {
  const touched = new Set<Spot>();
  const bySlotValue = new Map<string, string[]>();
  for (const { slot, value } of slots) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const texts = bySlotValue.get(String(value));
    if (texts === undefined) bySlotValue.set(String(value), [slotText(slot)]);
    else texts.push(slotText(slot));
  }
  countArrays(spots, answer, []);
  for (const { spot: path, doc } of objectsIn(answer)) {
    const spot = spotAt(spots, path);
    if (spot === null) continue;
    spot.n++;
    touched.add(spot);
    for (const key of Object.keys(doc)) spot.keys.set(key, (spot.keys.get(key) ?? 0) + 1);
    if (spot.samples.length < MAX_SAMPLES) {
      spot.samples.push(doc);
      spot.contexts.push(params);
    }
    if (path.includes('*')) continue;
    vote(spot, doc, bySlotValue, isFresh);
  }
  for (const spot of touched) spot.answers++;
}

function spotAt(spots: Spots, path: SpotPath): Spot | null {
  const text = spotText(path);
  const found = spots.get(text);
  if (found !== undefined) return found;
  if (spots.size >= MAX_SPOTS) return null;
  const spot: Spot = {
    path,
    n: 0,
    answers: 0,
    arrays: 0,
    keys: new Map(),
    samples: [],
    contexts: [],
    votes: new Map(),
    fresh: new Map(),
  };
  spots.set(text, spot);
  return spot;
}

function countArrays(spots: Spots, value: Json, path: SpotPath): void {
  if (path.length > 5) return;
  if (isArray(value)) {
    if (value.length === 0 || isObject(value[0])) {
      const spot = spotAt(spots, [...path, '*']);
      if (spot !== null) spot.arrays++;
    }
  } else if (isObject(value)) for (const [key, item] of Object.entries(value)) countArrays(spots, item, [...path, key]);
}

function vote(
  spot: Spot,
  doc: JsonObject,
  slots: ReadonlyMap<string, readonly string[]>,
  isFresh: (value: string) => boolean,
): void {
  for (const { field, value } of idCandidates(doc)) {
    for (const slot of slots.get(value) ?? []) {
      const votes = spot.votes.get(field) ?? new Map<string, number>();
      votes.set(slot, (votes.get(slot) ?? 0) + 1);
      spot.votes.set(field, votes);
    }
    if (isFresh(value)) spot.fresh.set(field, (spot.fresh.get(field) ?? 0) + 1);
  }
}

/** Scalars that could be the id: direct fields, and those of `metadata`-like wrappers. */
export function* idCandidates(doc: JsonObject): Generator<{ readonly field: string; readonly value: string }> {
  for (const [key, item] of Object.entries(doc)) {
    if (KIND_NAMES.has(key)) continue;
    if (typeof item === 'string' || typeof item === 'number') yield { field: key, value: String(item) };
    else if (isObject(item) && /^(?:metadata|meta|sys|identity|header|identifier)$/i.test(key)) {
      for (const [inner, leaf] of Object.entries(item))
        if (typeof leaf === 'string' || typeof leaf === 'number')
          yield { field: `${key}\u0000${inner}`, value: String(leaf) };
    }
  }
}

export function slotText(slot: Slot): string {
  return slot.in === 'body' ? `body ${JSON.stringify(slot.path)}` : `${slot.in} ${slot.name}`;
}

export function slotOfText(text: string): Slot {
  const at = text.indexOf(' ');
  const rest = text.slice(at + 1);
  const place = text.slice(0, at);
  if (place === 'body') return { in: 'body', path: JSON.parse(rest) as JsonPath };
  return { in: place === 'path' ? 'path' : place === 'query' ? 'query' : 'header', name: rest };
}

/** How much a field name sounds like an id: lower is better. */
export function idRank(field: string, singular = ''): number {
  const name = (field.split('\u0000').at(-1) ?? field).toLowerCase();
  const own = [`${singular}_id`, `${singular}id`, `${singular}_uuid`, `${singular}_number`, `${singular}_key`];
  if (singular !== '' && own.includes(name)) return 0.5;
  const at = ID_NAMES.indexOf(name);
  if (at >= 0) return at;
  return /(?:_id|Id|_uuid|_key)$/.test(field) ? 30 : 50;
}
