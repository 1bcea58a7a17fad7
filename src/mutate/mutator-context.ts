import type { Json, JsonPath } from '../model/json.ts';
import type { Entity } from '../model/base-state.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey, OperationId, ResourceName } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { Resource, ResourceField } from '../model/resource.ts';
import type { CallStep } from '../model/rollout.ts';
import type { OracleStep } from '../model/oracle.ts';
import type { Task } from '../model/task.ts';

/** What a mutator may look at: the task, and the way the oracle takes through its neutral world. */
export interface MutatorContext {
  readonly model: LearnedModel;
  readonly task: Task;
  /** The oracle's calls in the neutral world, in order; calls that hand out tokens are left out. */
  readonly calls: readonly OracleCall[];
  /** Those that changed something: every right agent makes them. */
  readonly writes: readonly OracleCall[];
  /** Records the oracle looks for and finds, in the order of the program. */
  readonly found: readonly FoundRecord[];
  /** Every record the oracle's answers show, or its writes change. */
  readonly touched: ReadonlySet<EntityKey>;
  operation(id: OperationId): Operation | null;
  resource(name: ResourceName): Resource | null;
  /** As it stands at reset; null where it is not there. */
  entity(key: EntityKey): Entity | null;
  entitiesOf(resource: ResourceName): readonly Entity[];
  fieldsOf(resource: ResourceName): readonly ResourceField[];
  field(resource: ResourceName, path: JsonPath): ResourceField | null;
  /** The value an oracle step takes from the task's inputs or the API's constants; undefined where answers say it. */
  known(value: OracleValue): Json | undefined;
}

export type OracleValue = Extract<OracleStep, { kind: 'answer' }>['value'];

/** One call of the oracle. */
export interface OracleCall {
  readonly index: number;
  readonly step: CallStep;
  readonly operation: Operation;
  /** How many calls of the same operation came before. */
  readonly nth: number;
  /** The record it reads, changes or makes; null for lists. */
  readonly key: EntityKey | null;
  /** True where `key` did not exist before. */
  readonly made: boolean;
}

/** A record that the oracle identifies: by a list and what is said of it, or by an id it was given. */
export interface FoundRecord {
  readonly step: Extract<OracleStep, { kind: 'find' | 'read' }>;
  readonly operation: Operation;
  readonly key: EntityKey;
  /** Its place among the records the list showed, from 0; null for reads by id. */
  readonly rank: number | null;
  /** How many of them stood on the first page. */
  readonly firstPage: number;
  /** Number of records the list showed. */
  readonly shown: number;
}
