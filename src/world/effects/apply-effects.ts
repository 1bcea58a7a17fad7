/**
 * Carries out what a branch changes. Either all of it happens or, where a new record's id is already taken, none:
 * the caller rolls back. Derived fields follow afterwards, from `follow-derived`.
 */
import type { Turn } from '../compiled.ts';
import {
  isArray,
  isObject,
  jsonEquals,
  valueAt,
  withValueAt,
  type Json,
  type JsonObject,
  type JsonPath,
} from '../../model/json.ts';
import type { Effect, FieldWrite } from '../../model/effect.ts';
import type { Expr } from '../../model/expr.ts';
import type { EntityKey } from '../../model/names.ts';
import type { Resource } from '../../model/resource.ts';
import { PARENT } from '../state/base-index.ts';
import { cleared } from './cleared.ts';
import { inFieldOrder, merged, replaced, sameDoc, takenFields } from './copy-fields.ts';
import { entityKey } from '../state/entity-key.ts';
import { evaluate } from './evaluate.ts';
import { newIdFor } from '../state/new-id.ts';
import { newNameIn, renameRecord } from './rename-record.ts';
import { Rec } from '../state/rec.ts';

export type Applied = 'done' | 'taken';

export function applyEffects(turn: Turn, effects: readonly Effect[]): Applied {
  for (const effect of effects) {
    if (effect.t === 'create') {
      if (create(turn, effect) === 'taken') return 'taken';
    } else if (effect.t === 'update') update(turn, effect);
    else if (effect.t === 'delete') remove(turn, effect);
    else if (effect.t === 'children') changeChildren(turn, effect);
    else if (effect.t === 'each' && each(turn, effect) === 'taken') return 'taken';
  }
  return 'done';
}

function each(turn: Turn, { array, effects }: Extract<Effect, { t: 'each' }>): Applied {
  const items = evaluate(array, turn);
  if (!isArray(items)) return 'done';
  for (const [index, value] of items.entries()) {
    if (turn.within({ value, index }, () => applyEffects(turn, effects)) === 'taken') return 'taken';
  }
  return 'done';
}

function create(turn: Turn, effect: Extract<Effect, { t: 'create' }>): Applied {
  const resource = turn.resource(effect.resource);
  if (resource === undefined) return 'done';
  // The main record may hold its id already.
  if (effect.beside !== true) turn.newIds?.delete(resource.name);
  const draft = { key: null, resource, doc: { ...effect.defaults } as JsonObject };
  turn.draft = draft;
  if (effect.copy !== null) {
    const taken = takenFields(turn, resource, effect.copy.from, effect.copy.to, effect.copy.except);
    draft.doc = placed(draft.doc, effect.copy.to, effect.copy.clears === true ? cleared(taken, {}).sent : taken);
  }
  for (const { path, value } of effect.set) {
    const made = evaluate(value, turn);
    // A part of an object that is not there makes no object; what some records lack is left out.
    if (made === undefined && (path.length > 1 || isLeftOut(resource, path))) continue;
    draft.doc = withValueAt(draft.doc, path, made ?? nothingOf(resource, path, value)) as JsonObject;
  }
  let id = valueAt(draft.doc, resource.idPath);
  if (id === undefined || id === null || typeof id === 'object') {
    id = newIdFor(turn, resource.name) ?? null;
    draft.doc = withValueAt(draft.doc, resource.idPath, id) as JsonObject;
  }
  turn.draft = null;
  const parent = parentOf(turn, resource, draft.doc);
  const key = entityKey(resource, String(id), parent);
  if (turn.state.live(key) !== undefined) return 'taken';
  const doc = inFieldOrder(draft.doc, resource);
  const entity = { key, resource: resource.name, id: String(id), parent, doc, complete: true, createdAt: turn.at };
  turn.state.put(new Rec(entity, turn.state.nextOrd()));
  if (effect.beside !== true) turn.created = key;
  return 'done';
}

/** A figure over nothing is zero, where no record shows null. */
function nothingOf({ fields }: Resource, path: JsonPath, value: Expr): Json {
  const field = fields.find(
    (one) => one.path.length === path.length && one.path.every((step, at) => step === path[at]),
  );
  if (field === undefined || field.nullShare > 0) return null;
  if (value.k === 'decimal') return (0).toFixed(value.digits);
  return value.k === 'fold' || value.k === 'sum' || value.k === 'aggregate' ? 0 : null;
}

/** Some records lack it, and none shows null instead. */
function isLeftOut({ fields }: Resource, path: JsonPath): boolean {
  const field = fields.find((one) => one.path.length === 1 && one.path[0] === path[0]);
  return field !== undefined && field.presence < 1 && field.nullShare === 0;
}

function placed(doc: JsonObject, to: JsonPath, taken: JsonObject): JsonObject {
  if (to.length === 0) return merged(doc, taken, 'merge');
  const there = valueAt(doc, to);
  return withValueAt(doc, to, isObject(there) ? merged(there, taken, 'merge') : taken) as JsonObject;
}

/** The parent a document names, else the one in the path. */
function parentOf(turn: Turn, resource: Resource, doc: JsonObject): EntityKey | null {
  if (resource.parent === null) return null;
  const named = resource.parent.field === null ? undefined : valueAt(doc, resource.parent.field);
  if (named !== undefined && named !== null && typeof named !== 'object') {
    return turn.byId(resource.parent.resource, String(named))?.key ?? null;
  }
  return turn.parents.findLast((rec) => rec !== null && rec.resource === resource.parent?.resource)?.key ?? null;
}

function update(turn: Turn, effect: Extract<Effect, { t: 'update' }>): void {
  const rec = turn.resolve(effect.of);
  const resource = rec === null ? undefined : turn.resource(rec.resource);
  if (rec === null || resource === undefined) return;
  const draft = { key: rec.key, resource, doc: rec.doc };
  turn.draft = draft;
  if (effect.copy !== null) {
    const { from, to, mode, except } = effect.copy;
    const fields = takenFields(turn, resource, from, to, except);
    const before = (to.length === 0 ? draft.doc : (valueAt(draft.doc, to) ?? {})) as JsonObject;
    const { sent: taken, old } = effect.copy.clears === true ? cleared(fields, before) : { sent: fields, old: before };
    const next =
      mode === 'replace'
        ? replaced(
            without(old, effect.copy.gone),
            taken,
            resource,
            effect.copy.defaults ?? null,
            defaultsOf(turn, resource),
          )
        : merged(old, taken, mode);
    draft.doc = to.length === 0 ? next : (withValueAt(draft.doc, to, next) as JsonObject);
  }
  writeFields(turn, draft, effect.set);
  turn.draft = null;
  const name = newNameIn(rec, resource, draft.doc);
  // Only a write that was seen to give new names gives them; others leave a record what it is called.
  const renames = effect.set.some(({ path }) => jsonEquals(path, resource.idPath));
  if (name !== null && renames && renameRecord(turn, rec, resource, draft.doc, name)) return;
  const own = valueAt(rec.doc, resource.idPath);
  const doc = name === null ? draft.doc : (withValueAt(draft.doc, resource.idPath, own) as JsonObject);
  putDoc(turn, rec, resource, doc);
}

function without(doc: JsonObject, keys: readonly string[] | undefined): JsonObject {
  return keys === undefined ? doc : Object.fromEntries(Object.entries(doc).filter(([key]) => !keys.includes(key)));
}

/** Fields whose value has none to give (the request lacks it) stay as they are. */
export function writeFields(turn: Turn, draft: { doc: JsonObject }, set: readonly FieldWrite[]): void {
  for (const { path, value } of set) {
    const next = evaluate(value, turn);
    if (next !== undefined)
      draft.doc = withValueAt(draft.doc, path, likeBefore(next, valueAt(draft.doc, path))) as JsonObject;
  }
}

/** Amounts written as text (`"12.50"`) stay text with as many decimals. */
export function likeBefore(next: Json, before: Json | undefined): Json {
  if (typeof next !== 'number' || typeof before !== 'string' || !/^-?\d+(\.\d+)?$/.test(before)) return next;
  return next.toFixed(before.split('.')[1]?.length ?? 0);
}

export function putDoc(turn: Turn, rec: Rec, resource: Resource, doc: JsonObject): void {
  if (sameDoc(rec.doc, doc)) return;
  turn.state.put(rec.withDoc(doc, movedParent(turn, rec, resource, doc)));
}

/** A record whose parent field was changed is somebody else's child from then on. */
function movedParent(turn: Turn, rec: Rec, resource: Resource, doc: JsonObject): EntityKey | null {
  const field = resource.parent?.field ?? null;
  if (field === null || resource.scope === 'parent') return rec.entity.parent;
  const [before, after] = [valueAt(rec.doc, field), valueAt(doc, field)];
  return before === after ? rec.entity.parent : parentOf(turn, resource, doc);
}

function changeChildren(turn: Turn, { of, resource: name, by, where, set }: Extract<Effect, { t: 'children' }>): void {
  const owner = turn.resolve(of);
  const resource = turn.resource(name);
  if (owner === null || resource === undefined) return;
  for (const child of childrenOf(turn, owner, name, by)) {
    const fits = where.every(({ path, in: values }) =>
      values.some((value) => jsonEquals(value, valueAt(child.doc, path) ?? null)),
    );
    if (!fits) continue;
    const draft = { key: child.key, resource, doc: child.doc };
    writeFields(turn, draft, set);
    putDoc(turn, child, resource, draft.doc);
  }
}

/** By the key of their parent, or by a field that names it. */
function childrenOf(turn: Turn, owner: Rec, name: string, by: JsonPath): readonly Rec[] {
  return [
    ...(by.length === 0
      ? turn.state.withValue(name, PARENT, owner.key)
      : turn.state.withValue(name, by, owner.entity.id)),
  ];
}

function defaultsOf(turn: Turn, resource: Resource): JsonObject {
  for (const { branches } of turn.compiled.operations.values()) {
    for (const { branch } of branches) {
      for (const effect of branch.effects)
        if (effect.t === 'create' && effect.resource === resource.name) return effect.defaults;
    }
  }
  return {};
}

function remove(turn: Turn, effect: Extract<Effect, { t: 'delete' }>): void {
  const rec = turn.resolve(effect.of);
  const resource = rec === null ? undefined : turn.resource(rec.resource);
  if (rec === null || resource === undefined) return;
  if (resource.softDelete !== null) {
    const { field, value } = resource.softDelete;
    putDoc(turn, rec, resource, withValueAt(rec.doc, field, value) as JsonObject);
  } else turn.state.put(rec.buried('deleted'));
  for (const { resource: name, by } of effect.cascade) {
    for (const child of childrenOf(turn, rec, name, by)) turn.state.put(child.buried('deleted'));
  }
}
