import type { LearnedModel } from '../../model/learned-model.ts';
import type { HandlerName, OracleStep } from '../../model/oracle.ts';
import type { ToolSpec } from '../../model/tools.ts';

export const ALL_HANDLERS: readonly HandlerName[] = [
  'reauthenticate',
  'retry-after',
  'backoff',
  'confirm-before-retry',
  'verify-write',
  'follow-pages',
  'read-item',
  'alias',
  'look-before-create',
  'disambiguate',
  'check-conflict',
  'reject-garbage',
  'ask-user',
  'follow-redirect',
  'restart-scan',
  'poll-job',
  'new-key',
  'read-again',
  'other-way',
];

export interface OracleOptions {
  readonly model: LearnedModel;
  readonly tools: readonly ToolSpec[];
  readonly without: readonly HandlerName[];
  /** Sends again at once whatever failed. */
  readonly resend: boolean;
  /** Words free text; another seed, another wording. */
  readonly wording: number;
  /** Changes the program on the way: mutants and variants. */
  readonly edit: (step: OracleStep, at: number) => readonly OracleStep[];
  /** Which record of a list it takes: the one meant, the first of all, or the first that is almost the one meant. */
  readonly takes: 'meant' | 'first' | 'near';
  /** Makes again what a list does not show at once. */
  readonly impatient: boolean;
  /** Goes wherever a link in an answer points. */
  readonly trusting: boolean;
  /** What it says where it cannot go on; null: what stopped it. */
  readonly whenStuck: Extract<OracleStep, { kind: 'report' }> | null;
}

/** What the oracle does when nothing is left out or changed. */
export function oracleOptions(
  model: LearnedModel,
  tools: readonly ToolSpec[],
  changes: Partial<OracleOptions> = {},
): OracleOptions {
  return {
    model,
    tools,
    without: [],
    resend: false,
    wording: 0,
    edit: (step) => [step],
    takes: 'meant',
    impatient: false,
    trusting: false,
    whenStuck: null,
    ...changes,
  };
}
