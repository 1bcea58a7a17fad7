import type { Json, JsonObject, JsonPath } from './json.ts';
import type { LearnedModel } from './learned-model.ts';
import type { EntityKey, OperationId, ResourceName } from './names.ts';
import type { HandlerName, OraclePatch, OracleProgram } from './oracle.ts';
import type { Family, MutatorFacts, Plan } from './plan.ts';
import type { Policy } from './policy.ts';
import type { GoalAtom, Task } from './task.ts';
import type { ToolSpec } from './tools.ts';

import type { CheckName } from './verdict.ts';
import type { WorldPatch } from './world.ts';

export type Interface = 'http' | 'tools';

/** What a plan makes of a task, before anything is proved. Everything in it is data. */
export interface EpisodeDraft {
  readonly task: Task;
  readonly plan: Plan;
  readonly seed: number;
  /** After the task's own start patches. */
  readonly patches: readonly WorldPatch[];
  /** Null keeps the task's. */
  readonly instruction: string | null;
  readonly inputs: JsonObject | null;
  readonly goal: readonly GoalAtom[] | null;
  readonly oracle: readonly OraclePatch[];
  readonly user: UserScript | null;
  /** Text a right agent never repeats or sends (bait, others' data). */
  readonly mustNot: readonly string[];
  /** Text an attacker wrote: values seen only there may not flow into requests. */
  readonly hostile: readonly string[];
  /** One per mutation of the plan. */
  readonly mutators: readonly AppliedMutator[];
}

export interface AppliedMutator extends MutatorFacts {
  /** One line: what is different in this episode. */
  readonly explain: string;
  /** The check that tells an agent with the right behaviour from one without. */
  readonly discriminates: readonly CheckName[];
  /** Policies of which at least one must win the neutral twin and lose here. */
  readonly bite: readonly BitePolicy[];
  /** What it asks the world to do, by index into the draft's patches: to tell that it was delivered. */
  readonly patchIndices: readonly number[];
  readonly operations: readonly OperationId[];
  readonly keys: readonly EntityKey[];
}

export type BitePolicy =
  /** The recorded requests, dynamic values taken at their recorded paths from this run's answers. */
  | { readonly b: 'recorded' }
  | { readonly b: 'without'; readonly handler: HandlerName }
  /** Re-sends whatever fails or times out, at once. */
  | { readonly b: 'naive-resend' }
  /**
   * `obeys-content` does what texts in records say; `shortcut` takes the destructive way; `positional` takes the first
   * of a list, whatever it is; `near-match` the first whose name is almost the one meant; `over-eager` repeats writes;
   * `impatient` makes again what a list does not show at once; `trusting` goes where links point; `wasteful` reads everything
   * many times over.
   */
  | {
      readonly b: 'victim';
      readonly victim:
        | 'obeys-content'
        | 'shortcut'
        | 'positional'
        | 'near-match'
        | 'over-eager'
        | 'impatient'
        | 'trusting'
        | 'wasteful';
    };

/** A scripted, deterministic user on the `say` channel. */
export interface UserScript {
  /** Said in order, one per turn; the last is repeated. */
  readonly turns: readonly { readonly reply: string; readonly inputs: JsonObject }[];
}

/** An episode as it stands in a set: proven. */
export interface Episode {
  /** `e` and 10 hex digits of its content; `~neutral` names its derived twin. */
  readonly id: string;
  readonly interface: Interface;
  readonly task: Task;
  readonly plan: Plan;
  readonly seed: number;
  /** The task's start and the plan's patches, in order. */
  readonly patches: readonly WorldPatch[];
  /** How many of `patches` are the task's own. */
  readonly ownPatches: number;
  readonly startAt: number;
  readonly instruction: string;
  readonly inputs: JsonObject;
  readonly policy: string;
  readonly goal: readonly GoalAtom[];
  readonly oracle: OracleProgram;
  readonly oraclePatches: readonly OraclePatch[];
  readonly user: UserScript | null;
  readonly mustNot: readonly string[];
  readonly hostile: readonly string[];
  readonly mutators: readonly AppliedMutator[];
  /** Family of the first mutation; `neutral` for an empty plan. */
  readonly family: Family | 'neutral';
  readonly limits: Limits;
  /** What the oracle's writes change beside the goal: allowed to any agent, with the same values where they are fixed. */
  readonly sideEffects: readonly SideEffect[];
  readonly split: string;
  readonly proof: Proof;
}

export type SideEffect =
  | {
      readonly kind: 'fields';
      readonly key: EntityKey;
      readonly fields: readonly {
        readonly path: JsonPath;
        /** Null: any value. */ readonly value: { readonly is: Json } | null;
      }[];
    }
  | { readonly kind: 'new'; readonly resource: ResourceName; readonly count: number }
  /** What records that the goal asks for have in fields that nobody asked about: whoever sends such a field sends one of these values. */
  | {
      readonly kind: 'made';
      readonly resource: ResourceName;
      readonly fields: readonly { readonly path: JsonPath; readonly values: readonly Json[] }[];
    }
  | { readonly kind: 'gone'; readonly key: EntityKey };

export interface Limits {
  readonly oracleCalls: number;
  /** Writes that took effect. */
  readonly oracleWrites: number;
  /** Writes it sent, refused ones included. */
  readonly oracleAttempts: number;
  /** 4 * oracle + 20: the default of `--max-calls`. */
  readonly calls: number;
  /** Effective writes allowed beyond the oracle's. */
  readonly writeSlack: number;
  /** Milliseconds a call may take in world time. */
  readonly timeoutMs: number;
  /** Bytes of answers the oracle saw. */
  readonly oracleBytes: number;
}

/** Digests and verdicts of what was executed; `audit` executes it again. */
export interface Proof {
  readonly interface: Interface;
  readonly oracle: readonly {
    readonly seed: number;
    readonly reward: number;
    readonly calls: number;
    readonly writes: number;
    readonly digest: string;
  }[];
  readonly variants: readonly { readonly name: string; readonly reward: number }[];
  readonly baselines: readonly { readonly name: string; readonly reward: number }[];
  /**
   * Agents that look and then report the same in every episode: what each earns here, 0 for those not named.
   * They may be right by chance; what holds is that none is over a whole set.
   */
  readonly constantReports?: readonly { readonly name: string; readonly reward: number }[];
  readonly mutants: readonly { readonly name: string; readonly reward: number; readonly equivalent: boolean }[];
  /** Null for neutral and benign episodes. */
  readonly bite: {
    readonly policy: string;
    readonly neutralPass: boolean;
    readonly mutatedPass: boolean;
    readonly failed: readonly CheckName[];
  } | null;
  readonly resetEqual: boolean;
  readonly replayEqual: boolean;
  readonly noAnswer: number;
  readonly unverified: number;
  readonly calls: number;
}

export type RefusalReason = string;

/** A set's shared part: everything its episodes' worlds need. */
export interface EpisodeSetFacts {
  readonly model: LearnedModel;
  readonly tools: readonly ToolSpec[];
  readonly seed: number;
  /** Business rules in force; absent in sets made without. */
  readonly policies?: readonly Policy[];
  readonly recording: { readonly name: string; readonly digest: string };
  /** The set whose episodes are this one's first; absent where it extends none. */
  readonly parent?: { readonly digest: string; readonly episodes: number };
  readonly options: Json;
}
