/** Whether a guard of a branch holds for this request in this state. */
import type { Turn } from '../compiled.ts';
import { isArray, isObject, jsonEquals, valueAt, type Json } from '../../model/json.ts';
import { isNamed } from '../../model/array-edits.ts';
import type { Ref } from '../../model/expr.ts';
import type { FieldFormat } from '../../model/field.ts';
import type { Guard } from '../../model/guard.ts';
import type { Slot } from '../../model/slot.ts';
import type { Rec } from '../state/rec.ts';
import { PARENT } from '../state/base-index.ts';
import { docTag } from '../effects/doc-tag.ts';
import { etagOf } from '../effects/etag-of.ts';
import { evaluate } from '../effects/evaluate.ts';
import { hasFormat } from '../effects/has-format.ts';
import { isHidden } from './is-hidden.ts';
import { overlapsAnother } from './overlaps-another.ts';
import { isKnownValue } from './is-known-value.ts';
import { isUnreadable } from '../request/is-unreadable.ts';

export function holds(guard: Guard, turn: Turn): boolean {
  switch (guard.g) {
    case 'always':
      return true;
    case 'and':
      return guard.all.every((part) => holds(part, turn));
    case 'or':
      return guard.any.some((part) => holds(part, turn));
    case 'not':
      return !holds(guard.of, turn);
    case 'unknown-entity':
      return isUnknown(turn, guard.resource, guard.slot);
    case 'gone':
      return turn.named(guard.resource, guard.slot)?.dead === 'deleted';
    case 'any':
      return holdsForSome(turn, guard);
    case 'unknown-element': {
      const id = valueAt(turn.element?.value, guard.path);
      return (
        id !== undefined && id !== null && (typeof id === 'object' || isDead(turn.byId(guard.resource, String(id))))
      );
    }
    case 'has-element': {
      const [array, name] = [valueAt(turn.docOf(guard.of), guard.array), evaluate(guard.equals, turn)];
      return isArray(array) && name !== undefined && array.some((element) => isNamed(element, guard.path, name));
    }
    case 'missing':
      return isMissing(turn, guard.slot);
    case 'empty':
      return isEmpty(turn.request.value(guard.slot));
    case 'not-in':
      return given(turn, guard.slot, (value) => !guard.values.some((known) => looselyEquals(known, value)));
    case 'equals':
      return jsonEquals(evaluate(guard.value, turn) ?? null, guard.to);
    case 'type-not':
      return given(turn, guard.slot, (value) => !guard.types.some((type) => isType(value, type, guard.slot)));
    case 'format-not':
      return given(turn, guard.slot, (value) => value !== null && value !== '' && !fits(value, guard.format));
    case 'pattern-not':
      return given(
        turn,
        guard.slot,
        (value) => typeof value === 'string' && value !== '' && !new RegExp(guard.pattern).test(value),
      );
    case 'overlap':
      return overlapsAnother(turn, guard);
    case 'compare':
      return compares(evaluate(guard.left, turn), guard.op, evaluate(guard.right, turn));
    case 'differs': {
      const [left, right] = [evaluate(guard.left, turn) ?? null, evaluate(guard.right, turn) ?? null];
      return left !== null && right !== null && String(left) !== String(right);
    }
    case 'longer':
      return given(turn, guard.slot, (value) => (lengthOf(value) ?? 0) > guard.than);
    case 'shorter':
      return given(turn, guard.slot, (value) => (lengthOf(value) ?? Infinity) < guard.than);
    case 'state-in': {
      const doc = turn.docOf(guard.of);
      if (doc === undefined) return false;
      const state = valueAt(doc, guard.path) ?? null;
      return guard.values.some((value) => jsonEquals(value, state));
    }
    case 'transition':
      return isRefusedTransition(turn, guard);
    case 'taken':
      return given(turn, guard.slot, (value) => isTaken(turn, guard, value));
    case 'malformed':
      return isUnreadable(turn);
    case 'if-match-differs': {
      const wanted = turn.request.header('if-match');
      return wanted !== undefined && wanted.trim() !== '*' && !tagsOf(turn, guard.of).includes(bare(wanted));
    }
    case 'header-missing':
      return (turn.request.header(guard.name) ?? '') === '';
    case 'principal-in':
      return turn.principal !== null && guard.principals.includes(turn.principal.id);
    case 'has-children':
      return hasChildren(turn, guard);
  }
}

function isUnknown(turn: Turn, resource: string, slot: Slot): boolean {
  const value = turn.request.value(slot);
  if (value === undefined || value === null) return false;
  if (
    turn.op?.operation.target !== null &&
    turn.op !== null &&
    jsonEquals(slot as unknown as Json, turn.op.operation.target as unknown as Json)
  )
    return isHidden(turn, turn.target);
  if (isArray(value))
    return value.some(
      (item) => isObject(item) || isArray(item) || item === null || isDead(turn.byId(resource, String(item))),
    );
  if (typeof value === 'object') return true;
  return isDead(turn.named(resource, slot)) && !(slot.in === 'body' && isKnownValue(turn, resource, value));
}

function isDead(rec: { readonly dead: unknown } | undefined): boolean {
  return rec === undefined || rec.dead !== null;
}

/** A field sent as null is as good as not sent, unless nulls were accepted there. */
function isMissing(turn: Turn, slot: Slot): boolean {
  const value = turn.request.value(slot);
  if (value !== null || slot.in !== 'body') return value === undefined;
  const path = slot.path.join('.');
  return !(
    turn.op?.operation.request.body.some((field) => field.nullShare > 0 && field.path.join('.') === path) ?? false
  );
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined) return false;
  if (value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

function given(turn: Turn, slot: Slot, test: (value: Json) => boolean): boolean {
  const value = turn.request.value(slot);
  return value !== undefined && test(value);
}

/** Forms and queries say everything as text. */
function looselyEquals(known: Json, value: Json): boolean {
  return typeof known === 'object' || typeof value === 'object'
    ? jsonEquals(known, value)
    : String(known) === String(value);
}

function isType(value: Json, type: string, slot: Slot): boolean {
  const text = slot.in !== 'body' && typeof value === 'string';
  switch (type) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean' || (text && /^(true|false|0|1)$/.test(value));
    case 'integer':
      return (typeof value === 'number' && Number.isInteger(value)) || (text && /^-?\d+$/.test(value));
    case 'number':
      return typeof value === 'number' || (text && value.trim() !== '' && Number.isFinite(Number(value)));
    case 'string':
      return typeof value === 'string';
    case 'array':
      return isArray(value);
    default:
      return isObject(value);
  }
}

function fits(value: Json, format: FieldFormat): boolean {
  return typeof value === 'object' ? false : hasFormat(String(value), format);
}

function compares(left: Json | undefined, op: '<' | '<=' | '>' | '>=', right: Json | undefined): boolean {
  const [a, b] = [comparable(left), comparable(right)];
  if (a === null || b === null || typeof a !== typeof b) return false;
  return op === '<' ? a < b : op === '<=' ? a <= b : op === '>' ? a > b : a >= b;
}

function comparable(value: Json | undefined): number | string | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value === '') return null;
  return Number.isFinite(Number(value)) ? Number(value) : value;
}

function lengthOf(value: Json): number | undefined {
  if (typeof value === 'string') return [...value].length;
  return isArray(value) ? value.length : undefined;
}

function isRefusedTransition(turn: Turn, guard: Extract<Guard, { g: 'transition' }>): boolean {
  const doc = turn.docOf(guard.of);
  const wanted = turn.request.value(guard.slot);
  if (doc === undefined || wanted === undefined) return false;
  const from = valueAt(doc, guard.path) ?? null;
  const listed = (pairs: readonly (readonly [Json, Json])[]): boolean =>
    pairs.some(([a, b]) => jsonEquals(a, from) && jsonEquals(b, wanted));
  if (listed(guard.refused)) return true;
  if (!listed(guard.allowed) && !jsonEquals(from, wanted)) turn.unverified = true;
  return false;
}

function isTaken(turn: Turn, guard: Extract<Guard, { g: 'taken' }>, value: Json): boolean {
  if (value === null || typeof value === 'object') return false;
  const parent = turn.parents.at(-1)?.key ?? turn.target?.entity.parent ?? null;
  const isOther = ({ key, dead, entity }: Rec): boolean =>
    dead === null && key !== turn.target?.key && (guard.within === undefined || entity.parent === parent);
  // Names and addresses are compared without case by most who compare them at all.
  const texts = new Set([String(value), String(value).toLowerCase()]);
  return [...texts].some((text) => turn.state.withValue(guard.resource, guard.path, text).some(isOther));
}

function tagsOf(turn: Turn, of: Ref): readonly string[] {
  const rec = turn.resolve(of);
  if (rec === null) return [];
  return [bare(etagOf(turn, rec) ?? ''), docTag(rec, 32)];
}

function bare(tag: string): string {
  return tag.trim().replace(/^W\//, '').replace(/^"|"$/g, '');
}

/** The answer speaks of the first element that fails. */
function holdsForSome(turn: Turn, { array, of }: Extract<Guard, { g: 'any' }>): boolean {
  const items = evaluate(array, turn);
  if (!isArray(items)) return false;
  for (const [index, value] of items.entries()) {
    const element = { value, index };
    if (!turn.within(element, () => holds(of, turn))) continue;
    turn.element = element;
    return true;
  }
  return false;
}

function hasChildren(turn: Turn, { resource: name, by, where }: Extract<Guard, { g: 'has-children' }>): boolean {
  const { target } = turn;
  if (target === null) return false;
  if (by !== undefined) {
    return turn.state
      .withValue(name, by, target.entity.id)
      .some(({ doc }) =>
        (where ?? []).every(({ path, in: values }) =>
          values.some((value) => jsonEquals(value, valueAt(doc, path) ?? null)),
        ),
      );
  }
  if (turn.state.withValue(name, PARENT, target.key).length > 0) return true;
  const resource = turn.resource(name);
  const links =
    resource?.fields.filter(({ references, path }) => references === target.resource && !path.includes('*')) ?? [];
  return links.some(({ path }) => turn.state.withValue(name, path, target.entity.id).length > 0);
}
