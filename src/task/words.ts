import { isArray, isObject, type Json, type JsonPath } from '../model/json.ts';
import type { Operation, Resource } from '../model/learned.ts';

/** Names from an API as a person would say them. */

/** `customer_id`, `customerId`, `customer-id` -> `customer id` */
export function plainWords(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_\-.\s]+/g, ' ')
    .trim()
    .toLowerCase();
}

export function fieldWords(path: JsonPath): string {
  const names = path.filter((step): step is string => typeof step === 'string' && step !== 'attributes');
  return names.map(plainWords).join(' ');
}

export function resourceWords(resource: Resource): string {
  return plainWords(resource.singular);
}

export function article(words: string): string {
  return /^[aeiou]/.test(words) ? 'an' : 'a';
}

/** The verb of an action: the last fixed word of its path, or of its name. */
export function actionWords(operation: Operation): string {
  const selected = operation.discriminator?.value;
  const last = operation.segments.at(-1);
  if (selected !== undefined) return plainWords(selected);
  if (last?.kind === 'literal') return plainWords(last.text.replace(/\.(json|xml)$/, ''));
  return plainWords(operation.name);
}

/** A value as it stands in a sentence; every scalar is verbatim in it. */
export function valueWords(value: Json): string {
  if (value === null) return 'null';
  if (isArray(value)) return value.length === 0 ? 'an empty list' : value.map(valueWords).join(', ');
  if (isObject(value)) return JSON.stringify(value);
  return typeof value === 'string' ? `"${value}"` : String(value);
}

export function listWords(parts: readonly string[]): string {
  if (parts.length <= 1) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** The last name in a path, usable as an identifier. */
export function leafName(path: JsonPath): string {
  const name = path.findLast((step): step is string => typeof step === 'string') ?? 'value';
  return name.replaceAll(/[^A-Za-z0-9_]+/g, '_');
}
