import type { Json, JsonPath } from './json.ts';
import type { OperationId, ResourceName } from './names.ts';
import type { Slot } from './slot.ts';
import type { ReportReason } from './report-reason.ts';

/**
 * The reference policy of an episode, as data: what to find, what to write, what to say.
 * It names no id that the agent was not given: records are found by what a person would say of them.
 * Recovery is not in the program; the interpreter's generic handlers do it.
 */
export interface OracleProgram {
  readonly steps: readonly OracleStep[];
}

export type OracleStep =
  /** Scan a list, page by page, for the one record where every condition holds. */
  | {
      readonly kind: 'find';
      readonly as: string;
      readonly resource: ResourceName;
      readonly operation: OperationId;
      readonly slots: readonly SlotValue[];
      readonly where: readonly { readonly path: JsonPath; readonly equals: Value }[];
    }
  /** Read one record by its id. */
  | {
      readonly kind: 'read';
      readonly as: string;
      readonly resource: ResourceName;
      readonly operation: OperationId;
      readonly slots: readonly SlotValue[];
    }
  | {
      readonly kind: 'write';
      readonly as: string;
      readonly resource: ResourceName | null;
      readonly operation: OperationId;
      readonly slots: readonly SlotValue[];
      /** How to tell whether it happened, when its answer was lost. */
      readonly confirm: WriteConfirmation | null;
    }
  | { readonly kind: 'report'; readonly reason: ReportReason; readonly evidence: readonly Value[] }
  | { readonly kind: 'answer'; readonly value: Value };

export interface SlotValue {
  readonly slot: Slot;
  readonly value: Value;
}

/** Where a value comes from. */
export type Value =
  | { readonly v: 'input'; readonly name: string }
  /** Same in every recorded session, or part of the API's published schema. */
  | { readonly v: 'constant'; readonly value: Json }
  /** Out of the record (or answer body) an earlier step got. */
  | { readonly v: 'from'; readonly step: string; readonly path: JsonPath }
  /** Free text that mentions these facts, worded by the seed. */
  | { readonly v: 'prose'; readonly facts: readonly Value[] }
  | { readonly v: 'list'; readonly items: readonly Value[] }
  /** A fresh token, the same on every retry of its step (Idempotency-Key). */
  | { readonly v: 'fresh' };

export type WriteConfirmation =
  /** Look for a record with these values; present means done. */
  | {
      readonly c: 'find';
      readonly operation: OperationId;
      readonly slots: readonly SlotValue[];
      readonly where: readonly { readonly path: JsonPath; readonly equals: Value }[];
    }
  /** Read the target; done when these values show, or when it is gone. */
  | {
      readonly c: 'read';
      readonly operation: OperationId;
      readonly slots: readonly SlotValue[];
      readonly expect: readonly { readonly path: JsonPath; readonly equals: Value }[] | 'gone';
    };

/** What a mutation changes in what a right agent does. */
export type OraclePatch =
  /** Act no further: say why, with the ids of these records. Reads stay, writes go. */
  | {
      readonly o: 'report';
      readonly reason: ReportReason;
      readonly evidence: readonly { readonly resource: ResourceName; readonly id: string }[];
    }
  /** A field of answers has another name or place now. */
  | { readonly o: 'alias'; readonly resource: ResourceName; readonly from: JsonPath; readonly to: JsonPath }
  /** A request field has another name now. */
  | { readonly o: 'request-alias'; readonly operation: OperationId; readonly from: Slot; readonly to: Slot }
  /** One more condition to find the record by: inputs name the value. */
  | { readonly o: 'narrow'; readonly resource: ResourceName; readonly path: JsonPath; readonly equals: Value }
  /** The record is known by another value than usual: replaces what a find looks for. */
  | { readonly o: 'find-by'; readonly resource: ResourceName; readonly path: JsonPath; readonly equals: Value }
  /** A call that must come before the first write of an operation. */
  | { readonly o: 'before-write'; readonly operation: OperationId; readonly step: OracleStep }
  /** The write is already done, or no longer wanted. */
  | {
      readonly o: 'skip-write';
      readonly operation: OperationId;
      /** Only the step of that name; absent: all of the operation. */ readonly step?: string;
    }
  /** The person has more to say: asked before the first step, or told that a write is done, which is then done again where they said otherwise. */
  | { readonly o: 'ask'; readonly text: string; readonly times: number; readonly after: OperationId | null }
  /** A value of a field has another name now, in answers and in requests. */
  | {
      readonly o: 'revalue';
      readonly resource: ResourceName;
      readonly path: JsonPath;
      readonly from: Json;
      readonly to: Json;
    }
  /** A number is shown multiplied by a power of ten, and sent as it used to be. */
  | { readonly o: 'scale'; readonly resource: ResourceName; readonly path: JsonPath; readonly digits: number }
  /** A write sends one more value. */
  | { readonly o: 'more'; readonly operation: OperationId; readonly slot: Slot; readonly value: Value }
  /** The value of a slot changes. */
  | { readonly o: 'value'; readonly operation: OperationId; readonly slot: Slot; readonly value: Value };

/** The generic recovery handlers of the oracle; leaving one out makes a policy that bites. */
export type HandlerName =
  | 'reauthenticate'
  | 'retry-after'
  | 'backoff'
  | 'confirm-before-retry'
  | 'verify-write'
  | 'follow-pages'
  | 'read-item'
  | 'alias'
  | 'look-before-create'
  | 'disambiguate'
  | 'check-conflict'
  | 'reject-garbage'
  | 'ask-user'
  | 'follow-redirect'
  | 'restart-scan'
  | 'poll-job'
  | 'new-key'
  | 'read-again'
  | 'other-way';
