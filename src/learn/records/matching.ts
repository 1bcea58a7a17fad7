/** Tells whether two sets of documents show the same records: equal ids must agree in their other fields. */
import { isArray, isObject, jsonEquals, valueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { ResourceDraft } from '../paths/layout.ts';
import { idRank, type Spot } from '../reading/spots.ts';

export interface Agreement {
  readonly shared: number;
  readonly compared: number;
  readonly equal: number;
  /** Records with some text of their own in common, whatever else changed since. */
  readonly telling: number;
}

export function agreementOf(samples: readonly JsonObject[], idPath: JsonPath, resource: ResourceDraft): Agreement {
  let shared = 0;
  let compared = 0;
  let equal = 0;
  let telling = 0;
  for (const doc of samples) {
    const id = idText(valueAt(doc, idPath));
    const above = resource.parentField === null ? null : idText(valueAt(doc, resource.parentField));
    const other = id === null ? undefined : resource.pool.get(above === null ? id : `${above}\u0000${id}`);
    if (other === undefined) continue;
    shared++;
    let tells = false;
    for (const [key, value] of Object.entries(doc)) {
      const theirs = other[key];
      if (theirs === undefined || key === idPath[0] || value === null || typeof value === 'boolean') continue;
      compared++;
      if (!jsonEquals(value, theirs)) continue;
      equal++;
      if (typeof value === 'string' && value.length >= 5) tells = true;
    }
    if (tells) telling++;
  }
  return { shared, compared, equal, telling };
}

/** The same records, by values. */
export function isSame({ shared, compared, equal, telling }: Agreement): boolean {
  return (
    shared > 0 &&
    compared > 0 &&
    (equal >= compared * 0.6 || (shared >= 2 && telling >= shared * 0.8 && equal >= compared * 0.25))
  );
}

/** Different records under the same ids. */
export function isDifferent(agreement: Agreement): boolean {
  const { shared, compared, equal } = agreement;
  return shared > 0 && compared > 0 && equal < compared * 0.4 && !isSame(agreement);
}

/** Share of keys two kinds of documents have in common; `within`: of the first one's keys. */
export function keyOverlap(
  left: ReadonlyMap<string, number>,
  right: ReadonlyMap<string, number>,
): { readonly jaccard: number; readonly within: number } {
  let common = 0;
  for (const key of left.keys()) if (right.has(key)) common++;
  const union = left.size + right.size - common;
  return { jaccard: union === 0 ? 0 : common / union, within: left.size === 0 ? 0 : common / left.size };
}

export function addToPool(resource: ResourceDraft, spot: Spot): void {
  resource.docs += spot.n;
  resource.parentField ??= parentFieldOf(resource, spot);
  for (const [key, n] of spot.keys) resource.keys.set(key, (resource.keys.get(key) ?? 0) + n);
  for (const doc of spot.samples) {
    const id = idText(valueAt(doc, resource.idPath));
    if (id === null || resource.pool.size >= 8000) continue;
    resource.pool.set(id, { ...resource.pool.get(id), ...doc });
    const above = resource.parentField === null ? null : idText(valueAt(doc, resource.parentField));
    if (above !== null)
      resource.pool.set(`${above}\u0000${id}`, { ...resource.pool.get(`${above}\u0000${id}`), ...doc });
  }
}

/** The field that repeats the parent's id of the path in every sample. */
function parentFieldOf(resource: ResourceDraft, spot: Spot): JsonPath | null {
  const param = resource.parent?.param;
  if (param === undefined || spot.samples.length < 3) return null;
  return namingFields(spot, param, 1).find((path) => path.join() !== resource.idPath.join()) ?? null;
}

/** Fields of the records, at most one object deep, that repeat a parameter of the path in this share of the samples. */
export function namingFields(spot: Spot, param: string, share: number): readonly JsonPath[] {
  const [first] = spot.samples;
  const paths = Object.entries(first ?? {}).flatMap(([key, value]): JsonPath[] =>
    isObject(value) ? Object.keys(value).map((inner): JsonPath => [key, inner]) : [[key]],
  );
  return paths.filter((path) => {
    const hits = spot.samples.filter((doc, index) => {
      const named = spot.contexts[index]?.[param];
      return named !== undefined && idText(valueAt(doc, path)) === named;
    });
    return hits.length >= spot.samples.length * share;
  });
}

export function idText(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

/** The strongest id-like field that nearly every sample has, its values differing; null where there is none. */
export function ownIdOf(spot: Spot, singular: string, names: RegExp | null = null): JsonPath | null {
  const first = spot.samples[0];
  if (first === undefined) return null;
  const fields = Object.entries(first).flatMap(([key, value]) => {
    if (isObject(value) && /^(?:metadata|meta|sys|identity|identifier)$/i.test(key))
      return Object.keys(value).map((inner): JsonPath => [key, inner]);
    return isObject(value) || isArray(value) ? [] : [[key] as JsonPath];
  });
  const ranked = fields
    .map((path) => ({ path, rank: idRank(path.join('\u0000'), singular) + (path.length - 1) * 0.3 }))
    .filter(({ path, rank }) => rank <= 8 && (names === null || names.test(String(path.at(-1)))))
    .sort((a, b) => a.rank - b.rank);
  for (const { path } of ranked) {
    const ids = spot.samples.map((doc) => idText(valueAt(doc, path)));
    if (ids.filter((id) => id !== null).length >= ids.length * 0.9) return path;
  }
  return null;
}

/** Whether a document has the id at a path; `*` stands for any element. */
export function namesId(value: Json | undefined, path: readonly (string | number)[], id: string): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return (typeof value === 'string' || typeof value === 'number') && String(value) === id;
  if (step === '*') return isArray(value) && value.some((item) => namesId(item, rest, id));
  return isObject(value) && namesId(value[String(step)], rest, id);
}
