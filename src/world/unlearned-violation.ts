/**
 * Rules nobody saw enforced, yet hardly any API lets pass: a field that every one of many creations sent is left out,
 * a word where there were only numbers, a value outside a closed set. Only for APIs that were seen to validate at all.
 */
import type { Turn } from './compiled.ts';
import { isArray, isObject, jsonEquals, valueAt, type Json } from '../model/json.ts';
import type { FieldModel } from '../model/field.ts';
import { isWriteKind, type Operation } from '../model/operation.ts';

const ENOUGH = 20;
const SOME = 5;

export function unlearnedViolation(turn: Turn): boolean {
  const operation = turn.op?.operation;
  if (operation === undefined || !isWriteKind(operation.kind) || !turn.compiled.validating.has(operation.origin))
    return false;
  if (turn.request.raw.body.length > 0 && turn.request.decoded().kind !== 'json') return false;
  const body = turn.request.body();
  return operation.request.body.some((field) => {
    if (field.path.includes('*') || field.path.length === 0) return false;
    const value = valueAt(body, field.path);
    if (value === undefined)
      return (
        operation.kind === 'create' && isRequired(field) && hasHolder(body, field) && !hasDefault(operation, field)
      );
    return value !== null && (isWrongType(field, value) || isOutside(field, value));
  });
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

function isOutside({ enum: values, seen }: FieldModel, value: Json): boolean {
  return (
    values !== null && seen >= ENOUGH && typeof value !== 'object' && !values.some((known) => jsonEquals(known, value))
  );
}
