import type { JsonPath } from './json.ts';
import type { Operation } from './operation.ts';
import type { ReportReason } from './report-reason.ts';

/** A business rule as plain data, so that a set or a run can judge by it without any code of its author. */
export interface Policy {
  readonly id: string;
  /** What the agent is told, in full. */
  readonly text: string;
  readonly check: PolicyRule;
  /** What a right agent does with a task outside. */
  readonly escalate: { readonly report: ReportReason };
}

/** Requests of an operation may carry numbers up to a limit in one field; more only after an approval. */
export interface PolicyRule {
  /** A tool name (`create_refund`), or method and path (`POST /v1/orders/{order_id}/refunds`). */
  readonly operation: string;
  /** Where the number stands in the request body. */
  readonly field: JsonPath;
  readonly limit: number;
  /** The operation that, having answered with success before, lifts the limit; null: nothing does. */
  readonly approval: string | null;
}

export function namesOperation(name: string, operation: Operation): boolean {
  return operation.name === name || operation.id.replace(operation.origin, '') === name;
}
