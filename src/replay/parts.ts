import type { LearnedModel } from '../model/learned-model.ts';
import type { OperationId } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { ToolSpec } from '../model/tools.ts';
import type { CreateWorld } from '../model/world.ts';

export interface WorldParts {
  readonly model: LearnedModel;
  readonly tools: readonly ToolSpec[];
  readonly createWorld: CreateWorld;
}

/** What the runs of one set share. */
export interface SharedParts extends WorldParts {
  readonly operations: ReadonlyMap<OperationId, Operation>;
  readonly toolsByName: ReadonlyMap<string, ToolSpec>;
}
