/** Values that no write of a field was ever seen to take, of a kind that validating APIs refuse. */
import { jsonEquals, type Json } from '../../model/json.ts';
import type { FieldFormat, FieldModel } from '../../model/field.ts';
import { hasFormat } from '../effects/has-format.ts';

const ENOUGH = 20;
const SOME = 8;
/** Formats whose breach no API that knows them lets pass. */
const STRICT: ReadonlySet<FieldFormat> = new Set(['date-time', 'date', 'email', 'uuid', 'uri', 'money']);

/** `fields`: the same field in every write of its resource. */
export function isImplausible(fields: readonly FieldModel[], value: Json): boolean {
  const sent = fields.reduce((sum, { seen, presence }) => sum + seen * presence, 0);
  if (sent < SOME || fields.length === 0) return false;
  if (typeof value === 'number') return isBelow(fields, sent, value) || isNeverNumber(fields);
  if (typeof value === 'boolean') return isNeverNumber(fields);
  if (typeof value !== 'string' || value === '') return false;
  const [first] = fields;
  const format = first?.format ?? null;
  return (
    format !== null &&
    STRICT.has(format) &&
    fields.every((field) => field.format === format) &&
    !hasFormat(value, format)
  );
}

export function isOutsideSet({ enum: values, seen }: FieldModel, value: Json): boolean {
  return (
    values !== null && seen >= ENOUGH && typeof value !== 'object' && !values.some((known) => jsonEquals(known, value))
  );
}

/** Amounts and counts that never fell below nothing. */
function isBelow(fields: readonly FieldModel[], sent: number, value: number): boolean {
  const least = Math.min(...fields.map(({ min }) => min ?? Infinity));
  if (!Number.isFinite(least)) return false;
  if (value < 0) return least >= 0;
  const isCount = fields.every(({ types }) => !types.includes('number'));
  return value === 0 && isCount && least >= 1 && sent >= ENOUGH;
}

function isNeverNumber(fields: readonly FieldModel[]): boolean {
  return fields.every(
    ({ types }) => types.includes('string') && types.every((type) => type === 'string' || type === 'null'),
  );
}
