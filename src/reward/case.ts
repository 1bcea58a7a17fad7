import type { Episode } from '../model/episode.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Operation } from '../model/operation.ts';
import { isWriteKind } from '../model/operation.ts';
import { indexModel, type ModelIndex } from '../model/model-index.ts';
import type { Policy } from '../model/policy.ts';
import type { CallStep, Trajectory } from '../model/rollout.ts';
import type { CheckName } from '../model/verdict.ts';
import { goalState, type GoalState } from './goal-state.ts';
import { toldText } from './told-text.ts';

/** One rollout on the judge's table: what was asked, what happened, and what is worked out once for all checks. */
export interface Case {
  readonly episode: Episode;
  readonly trajectory: Trajectory;
  readonly model: LearnedModel;
  readonly index: ModelIndex;
  readonly calls: readonly CallStep[];
  readonly goal: GoalState;
  readonly policies: readonly Policy[];
  /** All that the agent was told. */
  readonly told: string;
}

/** What one check says; `because` is one line for a person. */
export type Finding =
  | {
      readonly state: 'passed' | 'not-applicable';
      readonly because: string;
      readonly evidence?: readonly number[];
      readonly score?: number;
    }
  | {
      readonly state: 'failed';
      readonly because: string;
      readonly evidence: readonly number[];
      readonly score?: number;
    };

export interface Check {
  readonly name: CheckName;
  /** Hard checks gate the reward. */
  readonly hard: boolean;
  readonly judge: (subject: Case) => Finding;
}

export function openCase(
  model: LearnedModel,
  policies: readonly Policy[],
  episode: Episode,
  trajectory: Trajectory,
): Case {
  const calls = trajectory.steps.filter((step): step is CallStep => step.kind === 'call');
  const index = indexModel(model);
  return {
    episode,
    trajectory,
    model,
    index,
    calls,
    goal: goalState(episode, trajectory, model),
    policies,
    told: toldText(episode),
  };
}

export function operationOf(subject: Case, call: CallStep): Operation | undefined {
  return call.operation === null ? undefined : subject.index.operation(call.operation);
}

export function isWrite(subject: Case, call: CallStep): boolean {
  const operation = operationOf(subject, call);
  return operation === undefined
    ? !['GET', 'HEAD', 'OPTIONS'].includes(call.request.method.toUpperCase())
    : isWriteKind(operation.kind);
}

export function statusOf(call: CallStep): number {
  return call.outcome.kind === 'response' ? call.outcome.response.status : 0;
}

/** The call did not do what it asked: no response, a refusal, or a fault on the way. */
export function failedCall(call: CallStep): boolean {
  return statusOf(call) === 0 || statusOf(call) >= 400;
}

export function passed(because: string): Finding {
  return { state: 'passed', because };
}

export function notApplicable(because: string): Finding {
  return { state: 'not-applicable', because };
}

export function failed(because: string, evidence: readonly number[]): Finding {
  return { state: 'failed', because, evidence };
}
