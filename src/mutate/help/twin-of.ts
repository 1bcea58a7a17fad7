import { mapLeaves, valueAt, withValueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Entity } from '../../model/base-state.ts';
import type { EntityKey } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import type { Resource } from '../../model/resource.ts';
import type { WorldDraft } from '../../model/world.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { moveTime } from './move-time.ts';
import { listedFirstBy } from './listed-first-by.ts';
import { rekeyed } from './rekeyed.ts';

const MINUTE_MS = 60_000;

export interface TwinWish {
  /** The list it should stand in before the original, where its order allows. */
  readonly list: Operation | null;
  readonly changes: readonly { readonly path: JsonPath; /** Absent removes the field. */ readonly value?: Json }[];
  /** Fields that stay as they are, even where records usually differ in them. */
  readonly keep: readonly JsonPath[];
  readonly minutes: number;
}

/**
 * A record like another one: own id, own unique values, times a little apart, everything else the same.
 *
 * @example ticket { id: 12, subject: "Printer", email: "a@x.example" }  ->  ticket { id: 11, subject: "Printer", email: "a2@x.example" }
 */
export function twinOf(draft: WorldDraft, context: MutatorContext, key: EntityKey, wish: TwinWish): Entity {
  const original = draft.entity(key);
  const resource = context.resource(original?.resource ?? '');
  if (original === null || resource === null) throw new Error(`There is no record ${key}.`);
  const first = wish.list === null ? null : listedFirstBy(context, wish.list, resource);
  const id = twinId(draft, context, original, resource, first?.by === 'id' ? first.direction : 'asc');
  const shift = (first?.by === 'time' && first.direction === 'desc' ? 1 : -1) * wish.minutes * MINUTE_MS;
  let doc = moved(rekeyed(original.doc, original.id, id, resource.idPath), shift, draft.startAt);
  for (const field of resource.fields) {
    if (
      field.role !== 'natural-key' ||
      field.path.join('.') === resource.idPath.join('.') ||
      field.path.includes('*') ||
      wish.keep.some((path) => path.join('.') === field.path.join('.'))
    )
      continue;
    doc = withValueAt(doc, field.path, varied(valueAt(doc, field.path))) as JsonObject;
  }
  for (const { path, value } of wish.changes) doc = withValueAt(doc, path, value) as JsonObject;
  const stem = key.slice(0, key.lastIndexOf('/') + 1);
  return {
    ...original,
    key: `${stem}${id}`,
    id,
    doc,
    createdAt: Math.min(original.createdAt, draft.startAt - MINUTE_MS),
  };
}

/** The nearest id nobody has on the wanted side; a fresh one where ids have no order. */
function twinId(
  draft: WorldDraft,
  context: MutatorContext,
  original: Entity,
  resource: Resource,
  side: 'asc' | 'desc',
): string {
  const parts =
    resource.idShape.kind === 'integer' || resource.idShape.kind === 'pattern'
      ? /^(.*?)(\d{1,15})$/.exec(original.id)
      : null;
  if (parts === null) return draft.freshId(resource.name);
  const [, prefix = '', digits = ''] = parts;
  const stem = original.key.slice(0, original.key.lastIndexOf('/') + 1);
  const step = side === 'asc' ? -1 : 1;
  for (let number = Number(digits) + step; number > 0 && Math.abs(number - Number(digits)) < 1000; number += step) {
    const id = `${prefix}${String(number).padStart(digits.length, '0')}`;
    const key = `${stem}${id}`;
    if (
      draft.entity(key) === null &&
      !context.model.base.deleted.some((gone) => gone.key === key) &&
      !context.touched.has(key)
    )
      return id;
  }
  return draft.freshId(resource.name);
}

/** Times move together, so that nothing is changed before it is made, and none gets later than the start. */
function moved(doc: JsonObject, shift: number, startAt: number): JsonObject {
  return mapLeaves(doc, (leaf) => {
    const time = moveTime(leaf, shift);
    return time !== undefined && Date.parse(time) < startAt ? time : leaf;
  }) as JsonObject;
}

/** Another value of the same kind: unique values stay unique. */
function varied(value: Json | undefined): Json {
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string') return value ?? null;
  const mail = /^([^@\s]+)@(\S+)$/.exec(value);
  if (mail !== null) return `${mail[1]}2@${mail[2]}`;
  const digit = /^(.*?)(\d)(\D*)$/s.exec(value);
  return digit === null ? `${value} 2` : `${digit[1]}${(Number(digit[2]) + 1) % 10}${digit[3]}`;
}
