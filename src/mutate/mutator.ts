import type { Arbitrary } from 'fast-check';
import type { BitePolicy } from '../model/episode.ts';
import type { Json } from '../model/json.ts';
import type { MutatorFacts } from '../model/plan.ts';
import type { CheckName } from '../model/verdict.ts';
import type { WorldDraft } from '../model/world.ts';
import type { Drift } from './drift-class.ts';
import type { EpisodeChange } from './episode-change.ts';
import type { MutatorContext } from './mutator-context.ts';

/**
 * The code behind a mutation: where it can happen, what it does, how a right agent is told from a wrong one.
 * Where is separate from what, and chance belongs to the engine: a mutator draws nothing by itself.
 *
 * Both `Params` and `Target` are plain JSON, so that a mutation can be stored, explained, repeated and shrunk.
 */
export interface Mutator<Params = Json, Target = Json> extends MutatorFacts {
  /** What the engine may choose; flat, so that it shrinks. `null` in a plan is the neutral element of every mutator. */
  readonly params: Arbitrary<Params>;
  /** A value of `params` that changes nothing either; null where only leaving it out does. */
  readonly neutral: Params | null;
  readonly discriminates: readonly CheckName[];
  readonly bite: readonly BitePolicy[];
  /** Why it cannot be shown, or answered, through published functions; null: it can. */
  readonly httpOnly: string | null;
  /** Names of shares in the recording (`status:429`) that say how often this happens there. */
  readonly rate: string | null;
  /** Every place in the oracle's way where it applies; none: it does not apply. The engine samples, not the mutator. */
  targets(context: MutatorContext): Iterable<Target>;
  /** The target with what a real drift of this API did there, or null where it did nothing there; null: it is not the making of a drift. */
  readonly like: ((target: Target, drift: Drift) => Target | null) | null;
  /** What it lays hands on: see `footprintsClash`. */
  footprint(target: Target, context: MutatorContext): readonly string[];
  /** Adds patches to the draft and says what changes for the task, the user and a right agent. */
  apply(draft: WorldDraft, params: Params, target: Target, context: MutatorContext): EpisodeChange;
  /** One line for a person: what is different. */
  explain(params: Params, target: Target): string;
}

/** A mutator whose parameters and targets are its own business. */
export type AnyMutator = Mutator<Json, Json>;
