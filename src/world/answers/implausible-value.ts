/** Values that no write of a field was ever seen to take, of a kind that validating APIs refuse. */
import { jsonEquals, type Json } from '../../model/json.ts';
import type { FieldFormat, FieldModel } from '../../model/field.ts';
import { hasFormat } from '../effects/has-format.ts';

const ENOUGH = 20;
const SOME = 8;
/** Formats whose breach no API that knows them lets pass. */
const STRICT: ReadonlySet<FieldFormat> = new Set(['date-time', 'date', 'email', 'uuid', 'uri', 'money']);

/** What kind of rule a value breaks; null where none. `fields`: the same field in every write of its resource. */
export function implausibleAs(fields: readonly FieldModel[], value: Json): 'range' | 'type' | 'format' | null {
  const sent = fields.reduce((sum, { seen, presence }) => sum + seen * presence, 0);
  if (sent < SOME || fields.length === 0) return null;
  if (typeof value === 'number') return isBelow(fields, sent, value) ? 'range' : isNeverNumber(fields) ? 'type' : null;
  if (typeof value === 'boolean') return isNeverNumber(fields) ? 'type' : null;
  if (typeof value !== 'string' || value === '') return null;
  const [first] = fields;
  const format = first?.format ?? null;
  return format !== null &&
    STRICT.has(format) &&
    fields.every((field) => field.format === format) &&
    !hasFormat(value, format)
    ? 'format'
    : null;
}

/** Not one of a closed set of code words. */
export function isOutsideSet({ enum: values, seen }: FieldModel, value: Json): boolean {
  return (
    values !== null &&
    seen >= ENOUGH &&
    typeof value === 'string' &&
    isOfCodes(values) &&
    !values.some((known) => jsonEquals(known, value))
  );
}

/** `in_progress`, `HIGH` and their like, spelled alike; towns and titles are sets that only happen to be small. */
function isOfCodes(values: readonly Json[]): boolean {
  return (
    values.length >= 2 &&
    [/^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$/, /^[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*$/].some((style) =>
      values.every((value) => typeof value === 'string' && style.test(value)),
    )
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
