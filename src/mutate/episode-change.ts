import type { UserScript } from '../model/episode.ts';
import type { JsonObject } from '../model/json.ts';
import type { OraclePatch } from '../model/oracle.ts';
import type { GoalAtom } from '../model/task.ts';

/** What a mutation changes beside the world. Everything left out stays as the task has it. */
export interface EpisodeChange {
  /** A sentence added to the instruction; several mutations add theirs in the order of the plan. */
  readonly says?: string;
  /** Replaces the instruction; claims the footprint `instruction`. */
  readonly instruction?: string;
  /** Added to the task's inputs; each value must stand verbatim in the instruction. */
  readonly inputs?: JsonObject;
  /** Inputs that are no longer told; the new instruction leaves them out too. */
  readonly untold?: readonly string[];
  /** Replaces the goal; claims the footprint `goal`. */
  readonly goal?: readonly GoalAtom[];
  readonly oracle?: readonly OraclePatch[];
  readonly user?: UserScript;
  readonly mustNot?: readonly string[];
  readonly hostile?: readonly string[];
}

/** Nothing beside the world changes. */
export const WORLD_ONLY: EpisodeChange = {};
