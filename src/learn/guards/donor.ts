import type { FieldRule } from '../../model/field-rule.ts';
import type { Operation } from '../../model/operation.ts';
import type { References } from '../records/references.ts';
import type { Scene } from '../values/scene.ts';

/** A rule with the operation that was seen to enforce it. */
export interface Donor extends FieldRule {
  readonly operation: Operation;
}

export interface TransferInput {
  readonly served: ReadonlyMap<string, readonly Scene[]>;
  readonly slotResources: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly references: References;
}
