/** What a list request asks for, as plain conditions: they decide what is in it, in what order, and its cache key. */
import type { Turn } from '../compiled.ts';
import { isArray, isObject, type Json, type JsonPath } from '../../model/json.ts';
import type { ListFilter } from '../../model/list-model.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { Resource } from '../../model/resource.ts';
import { PARENT } from '../state/base-index.ts';
import { compareValues } from './compare-values.ts';
import type { Rec } from '../state/rec.ts';
import { evaluate } from '../effects/evaluate.ts';
import { valuesAt } from '../effects/values-at.ts';

export interface Condition {
  readonly paths: readonly JsonPath[];
  readonly op: ListFilter['op'];
  readonly values: readonly string[];
}

export interface SortKey {
  readonly path: JsonPath;
  readonly direction: 'asc' | 'desc';
}

export interface ListQuery {
  readonly resource: ResourceName;
  readonly conditions: readonly Condition[];
  readonly parent: EntityKey | null;
  /** Hides soft-deleted records; null where there are none or the request asks for them. */
  readonly hidden: { readonly field: JsonPath; readonly value: Json } | null;
  readonly order: readonly SortKey[];
  readonly signature: string;
}

export function listQueryOf(turn: Turn, resource: Resource, ignored: readonly string[], reverse: boolean): ListQuery {
  const list = turn.op?.operation.list ?? null;
  const conditions: Condition[] = [];
  for (const { path, value } of list?.scope ?? []) {
    conditions.push({ paths: [path], op: 'equals', values: scopeValues(evaluate(value, turn)) });
  }
  for (const filter of list?.filters ?? []) {
    if (filter.slot.in !== 'body' && ignored.includes(filter.slot.name)) continue;
    const values = textsOf(turn.request.value(filter.slot));
    if (values.length > 0) conditions.push({ paths: filter.paths, op: filter.op, values: splitFor(filter, values) });
  }
  const isScoped = list?.scope.some(({ value }) => value.k !== 'const') === true;
  const parent = isScoped ? null : parentOf(turn, resource);
  const hidden =
    resource.softDelete !== null &&
    !conditions.some(({ paths }) => paths.some((path) => samePath(path, resource.softDelete?.field ?? [])))
      ? resource.softDelete
      : null;
  const order = orderOf(turn).map((key) =>
    reverse ? { ...key, direction: key.direction === 'asc' ? ('desc' as const) : ('asc' as const) } : key,
  );
  const finalOrder = order.length === 0 && reverse ? [{ path: PARENT, direction: 'desc' as const }] : order;
  const signature = JSON.stringify([resource.name, conditions, parent, hidden, finalOrder]);
  return { resource: resource.name, conditions, parent, hidden, order: finalOrder, signature };
}

/** Whether a record belongs to the list. */
export function belongs(rec: Rec, query: ListQuery): boolean {
  if (rec.dead !== null || rec.ghost) return false;
  if (query.parent !== null && rec.entity.parent !== query.parent) return false;
  if (query.hidden !== null && valuesAt(rec.doc, query.hidden.field).includes(query.hidden.value)) return false;
  for (const condition of query.conditions) if (!meets(rec, condition)) return false;
  return true;
}

/** A strict order: equal keys fall back to base order, in the direction of the first key. */
export function compareRecs(left: Rec, right: Rec, order: readonly SortKey[]): number {
  for (const { path, direction } of order) {
    if (path === PARENT) break;
    const result = compareValues(fieldOf(left, path), fieldOf(right, path));
    if (result !== 0) return direction === 'asc' ? result : -result;
  }
  return order[0]?.direction === 'desc' ? right.ord - left.ord : left.ord - right.ord;
}

function fieldOf(rec: Rec, path: JsonPath): Json | undefined {
  const [only] = path;
  return path.length === 1 && only !== undefined ? rec.doc[only] : valuesAt(rec.doc, path)[0];
}

function meets(rec: Rec, { paths, op, values }: Condition): boolean {
  const found = paths
    .flatMap((path) => valuesAt(rec.doc, path))
    .filter((value) => value !== null && typeof value !== 'object');
  if (op === 'not-equals') return !found.some((value) => values.includes(String(value)));
  return found.some((value) => values.some((wanted) => compares(value, op, wanted)));
}

function compares(value: Json, op: ListFilter['op'], wanted: string): boolean {
  const text = String(value);
  switch (op) {
    case 'equals':
    case 'in':
    case 'has-element':
      return text === wanted;
    case 'equals-ignore-case':
      return text.toLowerCase() === wanted.toLowerCase();
    case 'contains':
      return text.toLowerCase().includes(wanted.toLowerCase());
    case 'prefix':
      return text.toLowerCase().startsWith(wanted.toLowerCase());
    case 'not-equals':
      return text !== wanted;
    default: {
      const number = Number(wanted);
      const order =
        typeof value === 'number' && !Number.isNaN(number)
          ? value - number
          : text < wanted
            ? -1
            : text > wanted
              ? 1
              : 0;
      return op === '<' ? order < 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : order >= 0;
    }
  }
}

function textsOf(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsOf);
  return typeof value === 'object' ? [] : [String(value)];
}

function splitFor({ op }: ListFilter, values: readonly string[]): readonly string[] {
  return op === 'in' || op === 'has-element'
    ? values.flatMap((value) => value.split(',')).map((value) => value.trim())
    : values;
}

const NOTHING = ['\u0000'];

/** The value, or the ids that an array holds or whose elements carry them. */
function scopeValues(wanted: Json | undefined): readonly string[] {
  if (wanted === undefined || wanted === null) return NOTHING;
  if (!isArray(wanted)) return typeof wanted === 'object' ? NOTHING : [String(wanted)];
  const ids = wanted.flatMap((item) => textsOf((isObject(item) ? item['id'] : item) ?? undefined));
  return ids.length === 0 ? NOTHING : ids;
}

/** Children of the record in the path, where the list has no scope of its own. */
function parentOf(turn: Turn, resource: Resource): EntityKey | null {
  const parent = turn.parents.findLast((rec) => rec !== null && rec.resource === resource.parent?.resource);
  return parent?.key ?? null;
}

function orderOf(turn: Turn): readonly SortKey[] {
  const list = turn.op?.operation.list ?? null;
  const sort = list?.sort ?? null;
  const asked = sort === null ? undefined : textsOf(turn.request.value(sort.slot))[0];
  if (list === null || sort === null || asked === undefined) return list?.order ?? [];
  const down = sort.descendingPrefix !== null && asked.startsWith(sort.descendingPrefix);
  const name = down ? asked.slice(1) : asked;
  const keys = own(sort.values, asked) ?? own(sort.values, name) ?? fieldNamed(turn, name);
  if (keys === undefined) return list.order;
  const direction =
    sort.directionSlot === null ? undefined : textsOf(turn.request.value(sort.directionSlot))[0]?.toLowerCase();
  if (direction === 'asc' || direction === 'desc') return keys.map(({ path }) => ({ path, direction }));
  return down && own(sort.values, asked) === undefined
    ? keys.map(({ path }) => ({ path, direction: 'desc' as const }))
    : keys;
}

/** A field that was never sorted by while recording, where the way to ask was. */
function fieldNamed(turn: Turn, name: string): readonly SortKey[] | undefined {
  const field = turn.op?.resource?.fields.find(({ path }) => path.length === 1 && path[0] === name);
  return field === undefined ? undefined : [{ path: [name], direction: 'asc' }];
}

function own<T>(rows: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(rows, key) ? rows[key] : undefined;
}

function samePath(left: JsonPath, right: JsonPath): boolean {
  return left.length === right.length && left.every((step, index) => step === right[index]);
}
