import type { EpisodeDraft } from '../model/episode.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { TaskSlice } from '../model/task-slice.ts';
import type { CreateDraft } from './create-draft.ts';
import type { AnyMutator } from './mutator.ts';

export interface MutateOptions {
  readonly model: LearnedModel;
  readonly slices: readonly TaskSlice[];
  readonly catalogue: readonly AnyMutator[];
  readonly createDraft: CreateDraft;
  readonly seed: number;
  /** Given before all others, and counted with them. */
  readonly first?: readonly EpisodeDraft[];
  /** Ends after this many drafts; otherwise when everything distinct has been made. */
  readonly count?: number;
  readonly globs?: readonly string[];
  /** 1..3 */
  readonly maxMutations?: number;
  /** Share of episodes without a mutation. */
  readonly neutral?: number;
  /**
   * Intensity. 0: one mutation each, with mild parameters; 1: mostly several, with harsh ones. Neither shrinks as it grows, so sets
   * over a grid of levels make a reliability surface: `system` and `latency` alone give its λ (faults), the other families its ε.
   */
  readonly level?: number;
  /** Largest share of episodes whose right reaction is to carry on. */
  readonly benign?: number;
  /** Which share of the set a draft will be in (its split): no reason to report is common in any. */
  readonly groupOf?: (draft: EpisodeDraft) => string;
  /** Weights by mutator, family or rate, instead of the recording's and the prior's. */
  readonly rates?: Readonly<Record<string, number>>;
}
