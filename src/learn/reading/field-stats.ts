/** Streaming, mergeable statistics of the fields of many JSON values: presence, types, ranges, enums, formats. */
import { canonicalJson, isArray, isObject, type Json } from '../../model/json.ts';
import type { FieldFormat, FieldModel, ScalarType } from '../../model/field.ts';

export interface FieldStats {
  /** Values observed as roots. */
  n: number;
  readonly fields: Map<string, FieldCounts>;
}

interface FieldCounts {
  readonly path: readonly (string | '*')[];
  readonly parent: string;
  n: number;
  nulls: number;
  readonly types: Map<string, number>;
  readonly values: Map<string, { n: number; readonly value: Json }>;
  overflow: number;
  minLength: number;
  maxLength: number;
  min: number;
  max: number;
  readonly formats: Map<FieldFormat, number>;
  strings: number;
}

const MAX_DISTINCT = 64;
const MAX_FIELDS = 600;
const MAX_DEPTH = 8;

export function createFieldStats(): FieldStats {
  return { n: 0, fields: new Map() };
}

export function addValue(stats: FieldStats, value: Json): void {
  stats.n++;
  visit(stats, value, [], '');
}

function visit(stats: FieldStats, value: Json, path: readonly (string | '*')[], key: string): void {
  if (path.length > MAX_DEPTH) return;
  if (path.length > 0) count(stats, value, path, key);
  if (isArray(value)) for (const item of value.slice(0, 50)) visit(stats, item, [...path, '*'], `${key}\u0000*`);
  else if (isObject(value))
    for (const [name, item] of Object.entries(value)) visit(stats, item, [...path, name], `${key}\u0000${name}`);
}

function count(stats: FieldStats, value: Json, path: readonly (string | '*')[], key: string): void {
  let field = stats.fields.get(key);
  if (field === undefined) {
    if (stats.fields.size >= MAX_FIELDS) return;
    field = {
      path,
      parent: key.slice(0, key.lastIndexOf('\u0000')),
      n: 0,
      nulls: 0,
      types: new Map(),
      values: new Map(),
      overflow: 0,
      minLength: Infinity,
      maxLength: -Infinity,
      min: Infinity,
      max: -Infinity,
      formats: new Map(),
      strings: 0,
    };
    stats.fields.set(key, field);
  }
  field.n++;
  const type = typeOf(value);
  field.types.set(type, (field.types.get(type) ?? 0) + 1);
  if (value === null) field.nulls++;
  if (typeof value === 'number') {
    field.min = Math.min(field.min, value);
    field.max = Math.max(field.max, value);
  }
  if (typeof value === 'string') {
    field.strings++;
    field.minLength = Math.min(field.minLength, value.length);
    field.maxLength = Math.max(field.maxLength, value.length);
    const format = formatOf(value);
    if (format !== null) field.formats.set(format, (field.formats.get(format) ?? 0) + 1);
  }
  if (isObject(value) || isArray(value)) return;
  const text = canonicalJson(value);
  const entry = field.values.get(text);
  if (entry !== undefined) entry.n++;
  else if (field.values.size < MAX_DISTINCT) field.values.set(text, { n: 1, value });
  else field.overflow++;
}

export function typeOf(value: Json): ScalarType | 'object' | 'array' {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (typeof value === 'object') return 'object';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return 'string';
}

export function formatOf(value: string): FieldFormat | null {
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(value)) return 'date-time';
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'date';
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return 'email';
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)) return 'uuid';
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value)) return 'uri';
  if (/^\+?[\d\s().-]{7,20}$/.test(value) && (value.match(/\d/g)?.length ?? 0) >= 7 && /[\s+()-]/.test(value))
    return 'phone';
  if (/^-?\d+\.\d{2}$/.test(value)) return 'money';
  if (/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(value)) return 'slug';
  if (value.length > 40 && value.split(' ').length > 5) return 'prose';
  if (/^\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]*)+$/u.test(value) && value.length < 60) return 'name';
  return null;
}

export function fieldModels(stats: FieldStats): readonly FieldModel[] {
  return [...stats.fields.values()].map((field) => modelOf(stats, field));
}

function modelOf(stats: FieldStats, field: FieldCounts): FieldModel {
  const parent =
    field.parent === ''
      ? stats.n
      : (stats.fields.get(field.parent)?.types.get('object') ?? stats.fields.get(field.parent)?.n ?? field.n);
  const distinct = field.values.size + field.overflow;
  const ranked = [...field.values.values()].sort(
    (a, b) => b.n - a.n || (canonicalJson(a.value) < canonicalJson(b.value) ? -1 : 1),
  );
  const [format, votes] = [...field.formats].sort((a, b) => b[1] - a[1])[0] ?? [null, 0];
  return {
    path: field.path,
    types: [...field.types.keys()].sort() as FieldModel['types'],
    presence: Math.min(1, field.n / Math.max(1, parent)),
    seen: parent,
    nullShare: field.n === 0 ? 0 : field.nulls / field.n,
    enum: enumOf(field, ranked),
    format: format !== null && votes >= field.strings * 0.9 ? format : epochOf(field),
    examples: ranked.slice(0, 8).map(({ value }) => value),
    distinct,
    minLength: finite(field.minLength),
    maxLength: finite(field.maxLength),
    min: finite(field.min),
    max: finite(field.max),
  };
}

/** Closed sets: few values, each met often, and hardly any met once (Good-Turing). */
function enumOf(field: FieldCounts, ranked: readonly { n: number; value: Json }[]): readonly Json[] | null {
  if (field.overflow > 0 || field.strings === 0 || ranked.length > 12) return null;
  const words = ranked.filter(({ value }) => typeof value === 'string');
  if (words.length !== ranked.filter(({ value }) => value !== null).length) return null;
  if (!words.every(({ value }) => /^[A-Za-z][\w .:/-]{0,40}$/.test(String(value)))) return null;
  const once = words.filter(({ n }) => n === 1).length;
  if (field.strings < 4 * words.length || once / Math.max(1, field.strings) >= 0.05) return null;
  return words.map(({ value }) => value);
}

function epochOf(field: FieldCounts): FieldFormat | null {
  if (field.min > 1e9 && field.max < 3e9 && field.types.has('integer')) return 'epoch';
  if (field.min > 1e12 && field.max < 3e12 && field.types.has('integer')) return 'epoch-ms';
  return null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
