/**
 * A write that changes what a record is known by: from then on it is found under its new id only, with all that is kept
 * below it, and texts that named it (`acme/web`, `.../sites/acme/web/bugs`) name it as it is called now.
 */
import { isArray, isObject, objectOf, valueAt, withValueAt, type Json, type JsonObject } from '../../model/json.ts';
import type { EntityKey } from '../../model/names.ts';
import type { Resource } from '../../model/resource.ts';
import type { Turn } from '../compiled.ts';
import { PARENT } from '../state/base-index.ts';
import { entityKey } from '../state/entity-key.ts';
import { Rec } from '../state/rec.ts';

/** Ids of these kinds are the server's to give. */
const MADE: ReadonlySet<string> = new Set(['integer', 'uuid', 'prefixed']);

/** The id that a document gives its record anew; null where it is the old one, or no one was seen to choose ids. */
export function newNameIn(rec: Rec, resource: Resource, doc: JsonObject): string | null {
  const id = valueAt(doc, resource.idPath);
  if (typeof id !== 'string' || id === '' || id === rec.entity.id || MADE.has(resource.idShape.kind)) return null;
  return resource.fields.some(({ role, writable }) => role === 'id' && writable) ? id : null;
}

/** False where another record has the name already. */
export function renameRecord(turn: Turn, rec: Rec, resource: Resource, doc: JsonObject, id: string): boolean {
  const key = entityKey(resource, id, rec.entity.parent);
  if (turn.state.live(key) !== undefined) return false;
  const renamed = move(turn, rec, resource, rec.entity.parent, id, doc, [rec.entity.id, id]);
  if (turn.target?.key === rec.key) turn.target = renamed;
  return true;
}

type Names = readonly [string, string];

function move(
  turn: Turn,
  rec: Rec,
  resource: Resource,
  parent: EntityKey | null,
  id: string,
  doc: JsonObject,
  names: Names,
): Rec {
  const key = entityKey(resource, id, parent);
  const moved = new Rec(
    { ...rec.entity, key, id, parent, doc: renamedIn(doc, names) as JsonObject },
    rec.ord,
    null,
    rec.ghost,
  );
  if (key !== rec.key) turn.state.put(rec.buried('deleted'));
  turn.state.put(moved);
  for (const below of turn.compiled.base.resources.values()) {
    if (below.parent?.resource !== resource.name) continue;
    for (const child of [...turn.state.withValue(below.name, PARENT, rec.key)])
      move(turn, child, below, key, child.entity.id, withParent(child.doc, below, names), names);
  }
  return moved;
}

function withParent(doc: JsonObject, { parent }: Resource, [before, after]: Names): JsonObject {
  const field = parent?.field ?? null;
  return field !== null && valueAt(doc, field) === before ? (withValueAt(doc, field, after) as JsonObject) : doc;
}

/** Steps of paths only: a word of prose is nobody's name. */
function renamedIn(value: Json, names: Names): Json {
  if (typeof value === 'string')
    return value.includes('/') && !/\s/.test(value)
      ? value
          .split(/(?<=[/?#])|(?=[/?#])/)
          .map((step) => (step === names[0] ? names[1] : step))
          .join('')
      : value;
  if (isArray(value)) return value.map((item) => renamedIn(item, names));
  return isObject(value)
    ? objectOf(Object.entries(value).map(([key, item]) => [key, renamedIn(item, names)] as const))
    : value;
}
