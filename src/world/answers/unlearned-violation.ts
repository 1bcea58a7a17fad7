/**
 * Rules nobody saw enforced, yet hardly any API lets pass: a field that every one of many creations sent is left out,
 * a word where there were only numbers, a value outside a closed set, a page before the first.
 * Only for APIs that were seen to validate at all.
 */
import type { Turn } from '../compiled.ts';
import { mediaTypeOf } from '../../model/body.ts';
import { isArray, isObject, valueAt, type Json } from '../../model/json.ts';
import type { FieldModel } from '../../model/field.ts';
import type { ListFilter } from '../../model/list-model.ts';
import { isWriteKind, type Operation } from '../../model/operation.ts';
import { isImplausible, isOutsideSet } from './implausible-value.ts';
import { breaksPaging } from '../lists/breaks-paging.ts';

const ENOUGH = 20;
const SOME = 5;

/** The status to refuse with, null for whatever the API says to invalid requests; undefined where nothing is wrong. */
export function unlearnedViolation(turn: Turn): number | null | undefined {
  const operation = turn.op?.operation;
  if (operation === undefined || !turn.compiled.validating.has(operation.origin)) return undefined;
  if (!isWriteKind(operation.kind)) return breaksQuery(turn, operation) ? queryStatus(turn) : undefined;
  if (isForeignMedia(turn, operation)) return 415;
  if (turn.request.raw.body.length > 0 && turn.request.decoded().kind !== 'json') return undefined;
  const body = turn.request.body();
  const isBroken = operation.request.body.some((field) => {
    if (field.path.includes('*') || field.path.length === 0) return false;
    const value = valueAt(body, field.path);
    if (value === undefined)
      return (
        operation.kind === 'create' && isRequired(field) && hasHolder(body, field) && !hasDefault(operation, field)
      );
    return (
      value !== null &&
      (isWrongType(field, value) ||
        (isOutsideSet(field, value) && !namesRecord(turn, field, value)) ||
        isImplausible(likeFields(turn, operation, field), value) ||
        isUnknownReference(turn, field, value))
    );
  });
  return isBroken ? null : undefined;
}

function breaksQuery(turn: Turn, { list, request }: Operation): boolean {
  if (list === null) return false;
  return breaksPaging(turn, list) || list.filters.some((filter) => asksForNothing(turn, filter, request.query));
}

/** Filters by a closed set for a value that is none of it. */
function asksForNothing(turn: Turn, { slot, paths, op }: ListFilter, sent: readonly FieldModel[]): boolean {
  const value = turn.request.value(slot);
  if (slot.in !== 'query' || op !== 'equals' || typeof value !== 'string' || value === '') return false;
  const shown = paths.map((path) => turn.op?.resource?.fields.find((field) => field.path.join('.') === path.join('.')));
  const asked = sent.find(({ path }) => path[0] === slot.name);
  return (
    shown.length > 0 &&
    shown.every((field) => field !== undefined && isOutsideSet(field, value)) &&
    asked?.examples.includes(value) !== true
  );
}

/** As this API refuses other queries; as bad requests where it was not seen to. */
function queryStatus(turn: Turn): number {
  const { origin } = turn.request.raw;
  const refused = turn.compiled.shapes.find(({ shape: { scope, trigger } }) => {
    const kind = turn.compiled.operations.get(scope.operation)?.operation.kind;
    return scope.origin === origin && trigger === 'invalid' && (kind === 'list' || kind === 'read');
  });
  return refused?.shape.status ?? 400;
}

function isForeignMedia(turn: Turn, { request: { contentType }, count }: Operation): boolean {
  if (contentType === null || count < SOME || turn.request.raw.body.length === 0) return false;
  const sent = mediaTypeOf(turn.request.header('content-type') ?? contentType);
  if (sent === contentType || sent === '') return false;
  return contentType.endsWith('+json') ? true : !/json|form/.test(sent);
}

/** The words seen so far were ids of records, and this is the id of another one. */
function namesRecord({ compiled, state }: Turn, { enum: words }: FieldModel, value: Json): boolean {
  for (const name of compiled.base.resources.keys()) {
    if (state.live(`${name}/${String(value)}`) === undefined) continue;
    const known = (words ?? []).filter((word) => compiled.base.get(`${name}/${String(word)}`) !== undefined);
    if (known.length >= (words ?? []).length / 2) return true;
  }
  return false;
}

function isRequired(field: FieldModel): boolean {
  return field.presence === 1 && field.seen >= ENOUGH && field.nullShare === 0;
}

/** New records have a value for it without being told. */
function hasDefault({ branches }: Operation, { path }: FieldModel): boolean {
  const name = String(path.at(-1));
  return branches.some(({ effects }) =>
    effects.some((effect) => effect.t === 'create' && Object.hasOwn(effect.defaults, name)),
  );
}

function hasHolder(body: Json | undefined, { path }: FieldModel): boolean {
  return path.length === 1 || isObject(valueAt(body, path.slice(0, -1)));
}

function isWrongType({ types, seen }: FieldModel, value: Json): boolean {
  if (seen < SOME) return false;
  const scalars = types.filter((type) => type !== 'object' && type !== 'array' && type !== 'null');
  if (isObject(value)) return !types.includes('object');
  if (isArray(value)) return !types.includes('array');
  // Seen empty only: what may stand there nobody knows.
  if (scalars.length === 0) return types.some((type) => type === 'object' || type === 'array');
  const isNumeric = scalars.every((type) => type === 'integer' || type === 'number');
  return isNumeric && typeof value !== 'number';
}

/** What this field took, here and in the other writes of the same resource. */
function likeFields(turn: Turn, operation: Operation, field: FieldModel): readonly FieldModel[] {
  const name = field.path.join('.');
  return [...turn.compiled.operations.values()].flatMap(({ operation: other }) =>
    other.resource === operation.resource && other.origin === operation.origin && isWriteKind(other.kind)
      ? other.request.body.filter(({ path }) => path.join('.') === name)
      : [],
  );
}

/** A field that always held ids of known records names one that is not there. */
function isUnknownReference(turn: Turn, { path, seen }: FieldModel, value: Json): boolean {
  if (typeof value === 'object' || seen < SOME) return false;
  const references = turn.op?.resource?.fields.find((field) => field.path.join('.') === path.join('.'))?.references;
  if (references === undefined || references === null) return false;
  const rec = turn.byId(references, String(value));
  return rec === undefined || rec.dead !== null;
}
