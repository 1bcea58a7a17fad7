import type { AuthModel } from './auth-model.ts';
import type { AnswerSample, BaseState } from './base-state.ts';
import type { ErrorShape } from './branch.ts';
import type { Expansion } from './expansion.ts';
import type { Json, JsonPath } from './json.ts';
import type { OperationId, ResourceName } from './names.ts';
import type { Operation } from './operation.ts';
import type { Resource } from './resource.ts';
import type { HeaderModel } from './template.ts';

/** Raised whenever stored models, tasks or plans would be read differently: files that hold another are refused. */
export const MODEL_VERSION = 2;

/**
 * What was inferred from a recording: plain, versioned data that the world answers from.
 * Learning is its only writer; the world, tasks and mutators only read it.
 */
export interface LearnedModel {
  readonly version: typeof MODEL_VERSION;
  /** In order of first appearance. */
  readonly origins: readonly string[];
  readonly operations: readonly Operation[];
  readonly resources: readonly Resource[];
  readonly auth: readonly AuthModel[];
  readonly errors: readonly ErrorShape[];
  /** Response headers that every answer of an origin carries, with how to make them. */
  readonly commonHeaders: Readonly<Record<string, readonly HeaderModel[]>>;
  /** Parameters that open references in answers. */
  readonly expansions: readonly Expansion[];
  /** By origin: keys whose numbers are beyond 2^53. Documents hold their digits as text, answers write them as numbers. */
  readonly bigIntegers?: Readonly<Record<string, readonly string[]>>;
  readonly workflow: WorkflowGraph;
  /** Every record as last seen, and what is needed to go back in time. */
  readonly base: BaseState;
  /** Recorded answers kept for operations without a resource, for exact answers, and for values never modelled. */
  readonly samples: readonly AnswerSample[];
  /** Nodes of the path tree that could be a literal or a parameter: for a person to override. */
  readonly ambiguous: readonly string[];
  /** Per operation: what happens when time passes; milliseconds, quantiles 0, .1, ... 1 of recorded latencies. */
  readonly latency: Readonly<Record<OperationId, readonly number[]>>;
  /** Shares seen in the recording, used to weigh mutations: e.g. `status:429`, `status:5xx`, `network`, `missing-field`. */
  readonly rates: Readonly<Record<string, number>>;
}

export interface WorkflowGraph {
  readonly follows: readonly { readonly from: OperationId; readonly to: OperationId; readonly count: number }[];
  readonly lifecycles: readonly {
    readonly resource: ResourceName;
    readonly field: JsonPath;
    readonly transitions: readonly {
      readonly from: Json;
      readonly to: Json;
      readonly by: OperationId;
      readonly count: number;
    }[];
  }[];
}
