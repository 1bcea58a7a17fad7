import {
  isObject,
  jsonEquals,
  objectOf,
  valueAt,
  withValueAt,
  type Json,
  type JsonObject,
  type JsonPath,
} from '../../model/json.ts';
import { timesTen } from '../../model/times-ten.ts';
import type { OperationId } from '../../model/names.ts';
import type { ViewPatch } from '../../model/world.ts';
import type { Rec } from './rec.ts';

/** Changes to how records are shown, in force for the whole world. */
export interface ViewEdits {
  /** The edits that concern a record as this operation shows it. */
  forRecord(rec: Rec, operation: OperationId | null): readonly ViewPatch[];
  readonly all: readonly ViewPatch[];
}

const NONE: readonly ViewPatch[] = [];

export function createViewEdits(all: readonly ViewPatch[]): ViewEdits | null {
  if (all.length === 0) return null;
  return {
    all,
    forRecord(rec, operation) {
      const found = all.filter(
        (patch) =>
          patch.resource === rec.resource &&
          (patch.key === null || patch.key === rec.key) &&
          (patch.operations === null || (operation !== null && patch.operations.includes(operation))),
      );
      return found.length === 0 ? NONE : found;
    },
  };
}

/** A shown document after one edit. */
export function editShown(doc: JsonObject, { change }: ViewPatch): JsonObject {
  switch (change.v) {
    case 'rename':
      return renamed(doc, change.path, change.to);
    case 'drop':
      return valueAt(doc, change.path) === undefined ? doc : (withValueAt(doc, change.path, undefined) as JsonObject);
    case 'keep-only':
      return objectOf(Object.entries(doc).filter(([key]) => change.fields.includes(key)));
    case 'retype':
      return changed(doc, change.path, (value) => retyped(value, change.as));
    case 'truncate':
      return changed(doc, change.path, (value) =>
        typeof value === 'string' ? [...value].slice(0, change.length).join('') : value,
      );
    case 'nest': {
      const value = valueAt(doc, change.path);
      if (value === undefined) return doc;
      const name = String(change.path.at(-1) ?? '');
      const without = withValueAt(doc, change.path, undefined) as JsonObject;
      const at = [...change.path.slice(0, -1), change.under];
      const holder = valueAt(without, at);
      return withValueAt(without, at, { ...(isObject(holder) ? holder : {}), [name]: value }) as JsonObject;
    }
    case 'revalue':
      return changed(doc, change.path, (value) => (jsonEquals(value, change.from) ? change.to : value));
    case 'scale':
      return scaled(doc, change);
    case 'add':
      return { ...doc, [change.name]: change.value };
  }
}

/** The field that says so stands right behind the number. */
function scaled(
  doc: JsonObject,
  { path, digits, beside, says }: Extract<ViewPatch['change'], { v: 'scale' }>,
): JsonObject {
  const value = valueAt(doc, path);
  if (typeof value !== 'number') return doc;
  const at = path.slice(0, -1);
  const holder = valueAt(doc, at);
  if (!isObject(holder)) return doc;
  const next = objectOf(
    Object.entries(holder).flatMap(([key, own]): [string, Json][] =>
      key === path.at(-1)
        ? [
            [key, timesTen(value, digits)],
            [beside, says],
          ]
        : [[key, own]],
    ),
  );
  return at.length === 0 ? next : (withValueAt(doc, at, next) as JsonObject);
}

function changed(doc: JsonObject, path: JsonPath, change: (value: Json) => Json): JsonObject {
  const value = valueAt(doc, path);
  return value === undefined ? doc : (withValueAt(doc, path, change(value)) as JsonObject);
}

/** The key changes, its place among its siblings does not. */
function renamed(doc: JsonObject, path: JsonPath, to: string): JsonObject {
  const holder = valueAt(doc, path.slice(0, -1));
  const from = path.at(-1);
  if (!isObject(holder) || typeof from !== 'string' || !Object.hasOwn(holder, from)) return doc;
  const next = objectOf(Object.entries(holder).map(([key, value]) => [key === from ? to : key, value]));
  return path.length === 1 ? next : (withValueAt(doc, path.slice(0, -1), next) as JsonObject);
}

function retyped(value: Json, as: 'string' | 'number'): Json {
  if (as === 'string') return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : value;
}
