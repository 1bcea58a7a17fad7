import type { OperationId } from '../../model/names.ts';

/**
 * Whether an operation is the one that a difference names, whatever its host and its path parameters are called.
 *
 * @example 'GET https://api.example/v1/tickets/{id}', 'GET /v1/tickets/{}'  ->  true
 */
export function isEndpoint(operation: OperationId, line: string): boolean {
  const plain = (text: string): string => text.replace(/ https?:\/\/[^/]+/, ' ').replaceAll(/\{[^}]*\}/g, '{}');
  return plain(operation) === plain(line);
}
