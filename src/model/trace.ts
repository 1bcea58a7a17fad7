import type { Json, JsonObject, JsonPath } from './json.ts';
import type { EntityKey, OperationId, ResourceName } from './names.ts';
import type { Slot } from './slot.ts';

/** A recorded session read through the model: what each call meant. */
export interface TracedSession {
  readonly id: string;
  readonly workflow: string | null;
  readonly label: string | null;
  readonly use: 'yes' | 'no' | 'review';
  readonly task: string | null;
  readonly startedAt: number;
  readonly principal: string | null;
  readonly steps: readonly TracedStep[];
}

export interface TracedStep {
  readonly seq: number;
  readonly at: number;
  readonly operation: OperationId | null;
  readonly status: number | null;
  readonly success: boolean;
  /** Every value the request carried, and where it came from. */
  readonly values: readonly TracedValue[];
  /** Records its answer showed, as shown. */
  readonly views: readonly {
    readonly key: EntityKey;
    readonly doc: JsonObject;
    /** Path of the record in the body. */ readonly at: JsonPath;
  }[];
  /** What it changed, effects on other records included. */
  readonly changes: readonly EntityChange[];
}

export interface TracedValue {
  readonly slot: Slot;
  readonly value: Json;
  readonly source:
    | { readonly kind: 'response'; readonly step: number; readonly path: JsonPath; readonly entity: EntityKey | null }
    | { readonly kind: 'instruction' }
    | { readonly kind: 'constant' }
    | { readonly kind: 'generated' }
    | { readonly kind: 'auth' };
}

/** One record before and after; null where it did not exist. */
export interface EntityChange {
  readonly key: EntityKey;
  readonly resource: ResourceName;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}
