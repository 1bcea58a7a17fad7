import type { Json, JsonPath } from '../model/json.ts';
import type { EntityKey } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { Value } from '../model/oracle.ts';
import type { Slot } from '../model/slot.ts';
import type { TracedStep } from '../model/trace.ts';

/** A value a write sends, with what it means. */
export interface SentValue {
  readonly slot: Slot;
  readonly field: JsonPath | null;
  readonly recorded: Json;
  readonly value: Value;
  /** Facts a free text has to mention, resolved. */
  readonly mentions: readonly string[];
}

export interface GoalWrite {
  readonly step: TracedStep;
  readonly operation: Operation;
  readonly as: string;
  readonly target: EntityKey | null;
  readonly created: EntityKey | null;
  readonly sent: readonly SentValue[];
}
