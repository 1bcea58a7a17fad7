/** How records of a resource show what they lack: null, an empty array, or nothing at all. */
import { isArray, isObject, valueAt, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Scene } from '../values/scene.ts';

/** Undefined: the field is left out. */
export type Lack = null | readonly [] | undefined;

const MAX_RECORDS = 400;

/** As its own records show it; else as they show other fields; else null, or an empty array where it holds arrays. */
export function lackOf(scenes: readonly Scene[], resource: ResourceName, path: JsonPath, isList: boolean): Lack {
  const docs = docsOf(scenes, resource);
  const values = docs.map((doc) => valueAt(doc, path));
  if (values.some((value) => value === null)) return null;
  if (values.some((value) => isArray(value) && value.length === 0)) return [];
  if (values.some((value) => value === undefined)) return undefined;
  return leavesOut(docs) ? undefined : isList ? [] : null;
}

/** Records of the resource have no nulls, and differ in what they have. */
export function leavesOutWhatLacks(scenes: readonly Scene[], resource: ResourceName): boolean {
  return leavesOut(docsOf(scenes, resource));
}

function leavesOut(docs: readonly JsonObject[]): boolean {
  const counts = new Map<string, number>();
  for (const doc of docs) {
    if (hasNull(doc, 2)) return false;
    for (const key of Object.keys(doc)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return docs.length >= 4 && [...counts.values()].some((count) => count < docs.length);
}

function hasNull(doc: JsonObject, depth: number): boolean {
  return Object.values(doc).some(
    (value) => value === null || (depth > 0 && isObject(value) && hasNull(value, depth - 1)),
  );
}

/** Records seen whole, as they were last. */
function docsOf(scenes: readonly Scene[], resource: ResourceName): readonly JsonObject[] {
  const tracks = scenes[0]?.world.chronicle.byResource.get(resource) ?? [];
  return tracks
    .filter(({ complete }) => complete)
    .slice(-MAX_RECORDS)
    .map(({ versions }) => versions.findLast(({ doc }) => doc !== null)?.doc ?? null)
    .filter((doc) => doc !== null);
}
