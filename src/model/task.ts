import type { Json, JsonObject, JsonPath } from './json.ts';
import type { EntityKey, OperationId, ResourceName } from './names.ts';
import type { Slot } from './slot.ts';
import type { OracleProgram } from './oracle.ts';
import type { ReportReason } from './report-reason.ts';
import type { WorldPatch } from './world.ts';

/** A goal taken from recorded traffic. */
export interface Task {
  /** `t` and 10 hex digits: a digest of what the task is, not of when it was made. */
  readonly id: string;
  readonly session: string;
  /** Sequence number, in the session, of the write it starts before (or of the read that answers it). */
  readonly cut: number;
  readonly workflow: string;
  readonly kind: 'create' | 'update' | 'delete' | 'action' | 'answer';
  readonly use: 'yes' | 'no' | 'review';
  readonly instruction: string;
  /** Other wordings of the same instruction. */
  readonly phrasings: readonly string[];
  /** The disclosed parameters; each also stands verbatim in the instruction. */
  readonly inputs: JsonObject;
  /** The world at reset, as edits of the shared base. */
  readonly start: readonly WorldPatch[];
  readonly startAt: number;
  readonly principal: string | null;
  readonly goal: readonly GoalAtom[];
  readonly oracle: OracleProgram;
  /** Records the task is about: the only ones a right agent changes. */
  readonly scope: readonly EntityKey[];
  /** The operations the recorded session used from the cut on, in order. */
  readonly recorded: readonly RecordedCall[];
  readonly withRead: boolean;
  /** Number of goal writes. */
  readonly writes: number;
}

/** A recorded request of the task, with dynamic values at their recorded places: the `recorded` bite policy. */
export interface RecordedCall {
  readonly operation: OperationId;
  readonly values: readonly {
    readonly slot: Slot;
    readonly value: Json;
    readonly from: { readonly call: number; readonly path: JsonPath } | null;
  }[];
}

export type Match =
  | { readonly m: 'exact'; readonly value: Json }
  | { readonly m: 'set'; readonly values: readonly Json[] }
  /** Free text: not empty, mentions every fact, none of `mustNot`. */
  | { readonly m: 'prose'; readonly mentions: readonly string[]; readonly mustNot: readonly string[] }
  /** An id of a record the agent made in this episode. */
  | { readonly m: 'new'; readonly name: string };

export type GoalAtom =
  /** A record has this value at the end. */
  | {
      readonly kind: 'field';
      readonly key: EntityKey;
      readonly resource: ResourceName;
      readonly path: JsonPath;
      readonly match: Match;
    }
  | { readonly kind: 'gone'; readonly key: EntityKey; readonly resource: ResourceName }
  /** Exactly one new record of the resource has these values. */
  | {
      readonly kind: 'new';
      readonly name: string;
      readonly resource: ResourceName;
      readonly parent: EntityKey | null;
      readonly fields: readonly { readonly path: JsonPath; readonly match: Match }[];
    }
  /** The final answer is this value, and the agent read it: off the record it is asked about, where that is known. */
  | {
      readonly kind: 'answer';
      readonly value: Json;
      readonly about?: { readonly key: EntityKey; readonly resource: ResourceName; readonly path: JsonPath };
    }
  /** The right act is not to act: a report with this reason and these ids, and nothing changed. */
  | { readonly kind: 'report'; readonly reason: ReportReason; readonly evidence: readonly string[] };
