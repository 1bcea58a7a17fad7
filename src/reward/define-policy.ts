import type { Policy } from '../model/policy.ts';
import { REPORT_REASONS, type ReportReason } from '../model/report-reason.ts';

export interface PolicyDefinition {
  readonly id: string;
  readonly text: string;
  readonly check: {
    readonly operation: string;
    /** `amount` or `payment.amount`. */ readonly field: string;
    readonly limit: number;
    readonly approval?: string;
  };
  readonly escalate?: { readonly report: ReportReason };
}

/**
 * Declares a business rule: which operation, which field of its body, up to which number, and what lifts the limit.
 * The limit is the boundary: tasks get twins on its other side, where `escalate` is the right act. A rule is data and no
 * function, so that a run can be scored years later, offline and elsewhere, without loading code of its author.
 *
 * @throws Error where the definition could never judge anything
 * @example
 * export default definePolicy({
 *   id: 'refund-limit',
 *   text: 'No refund over 100.00 without approval. Where one is asked for, report needs_approval and change nothing.',
 *   check: { operation: 'create_refund', field: 'amount', limit: 10_000 },
 * });
 */
export function definePolicy({ id, text, check, escalate }: PolicyDefinition): Policy {
  if (typeof id !== 'string' || !/^[a-z0-9][a-z0-9-]*$/.test(id))
    throw new Error(`A policy's id is lower-case words with dashes, not ${JSON.stringify(id)}.`);
  if (typeof text !== 'string' || text.trim() === '') throw new Error(`Policy ${id} has no text for the agent.`);
  if (typeof check?.operation !== 'string' || typeof check.field !== 'string' || !Number.isFinite(check.limit))
    throw new Error(`Policy ${id} needs check: { operation, field, limit }.`);
  const report = escalate?.report ?? 'needs_approval';
  if (!REPORT_REASONS.includes(report))
    throw new Error(`Policy ${id} escalates by report: one of ${REPORT_REASONS.join(', ')}.`);
  return {
    id,
    text: text.trim(),
    check: {
      operation: check.operation,
      field: check.field.split('.'),
      limit: check.limit,
      approval: check.approval ?? null,
    },
    escalate: { report },
  };
}
