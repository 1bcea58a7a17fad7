import type { JsonPath } from '../../model/json.ts';

/**
 * A name of an API as a person would say it.
 *
 * @example 'customer_id'  ->  'customer id'
 * @example ['attributes', 'dueDate']  ->  'due date'
 */
export function plainWords(name: string | JsonPath): string {
  const names =
    typeof name === 'string'
      ? [name]
      : name.filter((step): step is string => typeof step === 'string' && step !== 'attributes');
  return names
    .map((part) =>
      part
        .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
        .replaceAll(/[_\-.\s]+/g, ' ')
        .trim()
        .toLowerCase(),
    )
    .join(' ');
}
