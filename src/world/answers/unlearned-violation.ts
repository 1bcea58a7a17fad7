/**
 * Rules nobody saw enforced, yet hardly any API lets pass: a field that every one of many creations sent is left out,
 * a word where there were only numbers, a value outside a closed set, a page before the first.
 * Only for APIs that were seen to validate at all.
 */
import type { Turn } from '../compiled.ts';
import { mediaTypeOf } from '../../model/body.ts';
import { isArray, isObject, jsonEquals, valueAt, type Json } from '../../model/json.ts';
import { slotOfGuard } from '../../model/field-rule.ts';
import type { FieldModel } from '../../model/field.ts';
import type { ResourceName } from '../../model/names.ts';
import type { ResourceField } from '../../model/resource.ts';
import type { Slot } from '../../model/slot.ts';
import type { ListFilter } from '../../model/list-model.ts';
import { isWriteKind, type Operation } from '../../model/operation.ts';
import { implausibleAs, isOutsideSet } from './implausible-value.ts';
import { brokenPaging } from '../lists/broken-paging.ts';

const ENOUGH = 20;
const SOME = 5;

/** What is wrong with a request, by rules that hardly any API lets break. */
export interface Violation {
  readonly kind: 'missing' | 'type' | 'set' | 'format' | 'range' | 'reference' | 'media';
  /** The field that breaks the rule; null where the whole request does. */
  readonly slot: Slot | null;
  /** The status to refuse with; null for whatever the API says to invalid requests. */
  readonly status: number | null;
}

/** The first rule that a request breaks; null where nothing is wrong. */
export function unlearnedViolation(turn: Turn): Violation | null {
  const operation = turn.op?.operation;
  if (operation === undefined || !turn.compiled.validating.has(operation.origin)) return null;
  if (!isWriteKind(operation.kind)) return brokenQuery(turn, operation);
  if (isForeignMedia(turn, operation)) return { kind: 'media', slot: null, status: 415 };
  const { kind: sentAs } = turn.request.decoded();
  if (turn.request.raw.body.length > 0 && sentAs !== 'json' && sentAs !== 'form') return null;
  const body = turn.request.body();
  for (const field of operation.request.body) {
    if (field.path.includes('*') || field.path.length === 0) continue;
    const value = valueAt(body, field.path);
    const kind =
      value === undefined ? lackOf(turn, operation, body, field) : faultOf(turn, operation, field, value, sentAs);
    if (kind !== null) return { kind, slot: { in: 'body', path: field.path }, status: null };
  }
  return null;
}

function lackOf(turn: Turn, operation: Operation, body: Json | undefined, field: FieldModel): Violation['kind'] | null {
  return operation.kind === 'create' &&
    isRequired(turn, field) &&
    hasHolder(body, field) &&
    !hasDefault(operation, field)
    ? 'missing'
    : null;
}

function faultOf(
  turn: Turn,
  operation: Operation,
  field: FieldModel,
  value: Json,
  sentAs: 'json' | 'form' | string,
): Violation['kind'] | null {
  // Empty texts clear a field, or are refused for what they are where that was seen.
  if (value === null || value === '') return null;
  const like = likeFields(turn, operation, field);
  if (isWrongType(field, value, sentAs === 'form')) return 'type';
  if (
    like.some((one) => isOutsideSet(one, value)) &&
    isNeverSeen(like, value) &&
    !namesRecord(turn, field, value) &&
    !saysWhichAreBad(operation, field)
  )
    return 'set';
  const implausible = sentAs === 'form' ? null : implausibleAs(like, value);
  if (implausible !== null) return implausible;
  return isUnknownReference(turn, field, value) ? 'reference' : null;
}

function brokenQuery(turn: Turn, { list, request }: Operation): Violation | null {
  if (list === null) return null;
  const paging = brokenPaging(turn, list);
  if (paging !== null) return { kind: 'range', slot: paging, status: queryStatus(turn) };
  const filter = list.filters.find((one) => asksForNothing(turn, one, request.query));
  return filter === undefined ? null : { kind: 'set', slot: filter.slot, status: queryStatus(turn) };
}

/** Filters by a closed set of code words for a value that is none of it. */
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
  if (refused !== undefined) return refused.shape.status;
  const says200 = turn.compiled.shapes.every(
    ({ shape: { scope, status, trigger } }) => scope.origin !== origin || trigger !== 'invalid' || status < 300,
  );
  return says200 ? 200 : 400;
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

/** Sent with every creation, and every record has it: what may be left out is null or absent in some. */
function isRequired(turn: Turn, field: FieldModel): boolean {
  if (field.presence !== 1 || field.nullShare > 0 || field.seen < ENOUGH) return false;
  const stored = storedField(turn, field);
  return stored === undefined
    ? field.types.some((type) => type !== 'string')
    : stored.presence === 1 && stored.nullShare === 0;
}

/** New records have a value for it without being told. */
function hasDefault({ branches }: Operation, { path }: FieldModel): boolean {
  const name = String(path.at(-1));
  return branches.some(({ effects }) =>
    effects.some((effect) => effect.t === 'create' && (effect.defaults[name] ?? null) !== null),
  );
}

function hasHolder(body: Json | undefined, { path }: FieldModel): boolean {
  return path.length === 1 || isObject(valueAt(body, path.slice(0, -1)));
}

function isWrongType({ types, seen, examples }: FieldModel, value: Json, isForm: boolean): boolean {
  if (seen < SOME) return false;
  const scalars = types.filter((type) => type !== 'object' && type !== 'array' && type !== 'null');
  if (isObject(value)) return !types.includes('object');
  if (isArray(value)) return !types.includes('array');
  // Seen empty only: what may stand there nobody knows.
  if (scalars.length === 0) return types.some((type) => type === 'object' || type === 'array');
  if (isForm) return typeof value === 'string' && value !== '' && examples.every(isDigits) && !isDigits(value);
  const isNumeric = scalars.every((type) => type === 'integer' || type === 'number');
  return isNumeric && typeof value !== 'number';
}

/** The API was seen to refuse certain values there: what it refuses is known. */
function saysWhichAreBad({ branches }: Operation, { path }: FieldModel): boolean {
  const slot = JSON.stringify({ in: 'body', path });
  return branches.some(({ guard }) => guard.g === 'equals' && JSON.stringify(slotOfGuard(guard)) === slot);
}

function isDigits(value: Json): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(String(value));
}

/** What this field took, here and in the other writes of the same resource, and what its records hold. */
function likeFields(turn: Turn, operation: Operation, field: FieldModel): readonly FieldModel[] {
  const name = field.path.join('.');
  const sent = [...turn.compiled.operations.values()].flatMap(({ operation: other }) =>
    other.resource === operation.resource && other.origin === operation.origin && isWriteKind(other.kind)
      ? other.request.body.filter(({ path }) => path.join('.') === name)
      : [],
  );
  const stored = storedField(turn, field);
  return stored === undefined ? sent : [...sent, stored];
}

/** The field of the record that a field of the request becomes: `data.attributes.amount` is its `amount`. */
function storedField(turn: Turn, { path }: FieldModel): ResourceField | undefined {
  const fields = turn.op?.resource?.fields ?? [];
  for (let from = 0; from < path.length; from++) {
    const name = path.slice(from).join('.');
    const found = fields.find((field) => field.path.join('.') === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** None of the fields ever held it, as far as all their values are known. */
function isNeverSeen(fields: readonly FieldModel[], value: Json): boolean {
  return fields.every((field) =>
    field.enum === null
      ? field.distinct <= field.examples.length && !field.examples.some((known) => jsonEquals(known, value))
      : isOutsideSet(field, value),
  );
}

/** A field that always held ids of known records names one that is not there. */
/** Ids of these kinds are the server's to give. */
const GIVEN: ReadonlySet<string> = new Set(['integer', 'uuid', 'prefixed']);

/** Some records hold a name (an e-mail address, a slug) that no known record has: what people choose need not be known. */
function namesStrangers({ compiled: { base }, op }: Turn, { path }: FieldModel, name: ResourceName): boolean {
  if (GIVEN.has(base.resources.get(name)?.idShape.kind ?? 'integer')) return false;
  return base.recs(op?.operation.resource ?? '').some(({ doc }) => {
    const id = valueAt(doc, path);
    return typeof id === 'string' && id !== '' && base.get(`${name}/${id}`) === undefined;
  });
}

function isUnknownReference(turn: Turn, field: FieldModel, value: Json): boolean {
  if (typeof value === 'object' || field.seen < SOME) return false;
  const references = storedField(turn, field)?.references ?? null;
  if (references === null || turn.resource(references)?.parent?.resource === turn.op?.operation.resource) return false;
  if (namesStrangers(turn, field, references)) return false;
  const rec = turn.byId(references, String(value));
  return rec === undefined || rec.dead !== null;
}
