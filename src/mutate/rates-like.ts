import { canonicalJson, type Json } from '../model/json.ts';
import { isWriteKind, type Operation } from '../model/operation.ts';
import type { OperationId } from '../model/names.ts';
import type { AnyMutator } from './mutator.ts';
import type { TracedSession, TracedStep } from '../model/trace.ts';

/**
 * Weights, by what happened in one session: every other mutation does what went wrong there. Empty where nothing did.
 *
 * @example a session that met 429 and sent one POST twice  ->  { 'status:429': 7.2, timeout: 7.2 }
 */
export function ratesLike(
  { steps }: Pick<TracedSession, 'steps'>,
  operation: (id: OperationId) => Operation | undefined,
  catalogue: readonly AnyMutator[],
): Readonly<Record<string, number>> {
  const met = new Set(steps.flatMap(troubleIn));
  const writes = steps.filter(({ operation: id }) => id !== null && isWriteKind(operation(id)?.kind ?? 'read'));
  // Whoever sends the same write twice did not know that the first had worked.
  if (new Set(writes.map(requestOf)).size < writes.length) met.add('timeout');
  const like = catalogue.filter(({ rate }) => rate !== null && met.has(rate)).length;
  const weight = like === 0 ? 1 : Math.max(1, (catalogue.length - like) / like);
  return Object.fromEntries([...met].sort().map((rate) => [rate, weight]));
}

function troubleIn({ status, operation }: TracedStep): readonly string[] {
  if (status === null) return ['network', 'timeout'];
  if (status >= 500) return ['status:5xx'];
  if (status === 412 || status === 423) return ['status:409'];
  if (status === 400) return ['status:422'];
  if (status === 410 || (status === 404 && operation === null)) return ['status:404', 'schema'];
  return status >= 400 ? [`status:${status}`] : [];
}

function requestOf({ operation, values }: TracedStep): string {
  return canonicalJson([operation, values.map(({ slot, value }) => [slot, value])] as unknown as Json);
}
