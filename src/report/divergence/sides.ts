import type { EntityKey, OperationId } from '../../model/names.ts';
import { isWriteKind, type Operation } from '../../model/operation.ts';
import { indexModel, type ModelIndex } from '../../model/model-index.ts';
import type { CallStep, Trajectory } from '../../model/rollout.ts';
import type { Compared } from './divergence.ts';

/** The agent's acts beside the oracle's. */
export interface Sides extends Compared {
  readonly oracle: Trajectory;
  readonly index: ModelIndex;
  readonly agentCalls: readonly CallStep[];
  readonly oracleCalls: readonly CallStep[];
  readonly isWrite: (call: CallStep) => boolean;
}

export function openSides(compared: Compared & { readonly oracle: Trajectory }): Sides {
  const index = indexModel(compared.model);
  return {
    ...compared,
    index,
    agentCalls: callsOf(compared.trajectory),
    oracleCalls: callsOf(compared.oracle),
    isWrite: (call) => call.changes.length > 0 || isWriteOperation(index.operation(call.operation ?? ''), call),
  };
}

function callsOf({ steps }: Trajectory): readonly CallStep[] {
  return steps.filter((step) => step.kind === 'call');
}

function isWriteOperation(operation: Operation | undefined, { request }: CallStep): boolean {
  if (operation !== undefined) return isWriteKind(operation.kind);
  return !['GET', 'HEAD', 'OPTIONS'].includes(request.method.toUpperCase());
}

/** An answer that said yes. */
export function wasAccepted({ outcome }: CallStep): boolean {
  return outcome.kind === 'response' && outcome.response.status < 400;
}

/** To the same place: the query is part of it, the body is not. */
export function goesTo(call: CallStep, other: CallStep): boolean {
  return call.request.method === other.request.method && call.request.target === other.request.target;
}

export function isOf(call: CallStep, operation: OperationId | null): boolean {
  return operation !== null && call.operation === operation;
}

/** Records that were there before and are other now. */
export function touched({ changes }: CallStep): readonly EntityKey[] {
  return changes.flatMap(({ key, before }) => (before === null ? [] : [key]));
}
