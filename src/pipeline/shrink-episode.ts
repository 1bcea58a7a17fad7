import { ContentError, UsageError } from '../errors.ts';
import type { Episode, EpisodeDraft } from '../model/episode.ts';
import type { Mutation, Plan } from '../model/plan.ts';
import type { EpisodeRun } from '../model/rollout.ts';
import type { CheckName, Verdict } from '../model/verdict.ts';
import { applyPlan } from '../mutate/apply-plan.ts';
import { createContext } from '../mutate/create-context.ts';
import type { AnyMutator } from '../mutate/mutator.ts';
import { shrinkPlan, type Trial } from '../mutate/shrink-plan.ts';
import { areApart, stillFails, type Tally } from '../mutate/still-fails.ts';
import { neutralTwin } from '../prove/episode/make-episode.ts';
import { createDraftOf, proverFor } from './prover-for.ts';
import { rolloutSeed } from '../replay/pool.ts';
import { EpisodeSet } from '../store/set-store.ts';
import { catalogueWith } from './load-mutators.ts';
import { agentDriver, stageFor, type PlayOptions } from './play-set.ts';

export interface ShrinkEpisodeOptions {
  readonly set: string;
  readonly episode: string;
  readonly agent: PlayOptions['agent'];
  /** 1: the agent does the same every time. More: at most so many rollouts of each plan, fewer where it is clear. */
  readonly trials: number;
  /** Most rollouts of all. */
  readonly maxRollouts: number;
  readonly use: readonly string[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (rollouts: number, what: string) => void;
}

export interface ShrunkEpisode {
  readonly episode: string;
  /** Mutations before and after. */
  readonly from: number;
  readonly to: number;
  readonly plan: Plan;
  /** One sentence to act on. */
  readonly explain: string;
  readonly rollouts: number;
  /** False: the rollouts ran out first. */
  readonly smallest: boolean;
  /** Smaller plans that are no valid episodes. */
  readonly refused: number;
  /** Checks that the agent fails on the smallest plan. */
  readonly failed: readonly CheckName[];
}

/** Plays one episode with one agent; the trial tells chance apart. */
export type PlayOnce = (episode: Episode, trial: number) => Promise<Verdict>;

/**
 * The smallest plan of an episode, and the smallest parameters, on which an agent still fails. Every smaller plan is proven first.
 *
 * @throws UsageError where the agent does not fail
 * @throws ContentError where a mutator of the plan is unknown, or makes something else of it than when the set was made
 */
export async function shrinkEpisode(options: ShrinkEpisodeOptions): Promise<ShrunkEpisode> {
  const set = EpisodeSet.open(options.set);
  try {
    const agent = await agentDriver(options);
    try {
      const { start, judge } = stageFor(set);
      const play: PlayOnce = async (episode, trial) => {
        const run: EpisodeRun = start(episode, { seed: rolloutSeed(episode, trial), maxCalls: null });
        await agent.drive(run, options.signal);
        return judge(episode, run.trajectory());
      };
      return await shrinkWith(set, set.episode(options.episode), await catalogueWith(options.use), play, options);
    } finally {
      await agent.close();
    }
  } finally {
    set.close();
  }
}

/** As `shrinkEpisode`, for an agent in hand. */
export async function shrinkWith(
  { facts }: Pick<EpisodeSet, 'facts'>,
  episode: Episode,
  catalogue: readonly AnyMutator[],
  play: PlayOnce,
  { trials, maxRollouts, onProgress }: Pick<ShrinkEpisodeOptions, 'trials' | 'maxRollouts' | 'onProgress'>,
): Promise<ShrunkEpisode> {
  const mutator = byId(catalogue);
  const prover = proverFor(facts, Number.POSITIVE_INFINITY);
  const slice = prover.slice(episode.task, episode.interface);
  if (typeof slice === 'string') throw notTheSame(episode.id, slice);
  const { task } = episode;
  const fresh = (): ReturnType<typeof createDraftOf> =>
    createDraftOf({ model: facts.model, patches: task.start, seed: episode.seed, startAt: task.startAt });
  const start = createDraftOf({ model: facts.model, patches: task.start, seed: 0, startAt: task.startAt });
  const context = createContext(facts.model, slice, start);
  const draftOf = (plan: Plan): EpisodeDraft =>
    applyPlan({ context, plan, seed: episode.seed, mutator, start, freshDraft: fresh });
  const proven = (plan: Plan): Episode | null => {
    if (plan.length === 0) return { ...neutralTwin(episode), limits: episode.limits, sideEffects: episode.sideEffects };
    const proving = prover.prove(draftOf(plan), episode.interface);
    return proving.kind === 'proven' ? proving.episode : null;
  };
  const whole = proven(episode.plan);
  if (whole === null || (episode.plan.length > 0 && whole.id !== episode.id))
    throw notTheSame(episode.id, 'its plan makes another episode now');

  let rollouts = 0;
  const played = async (of: Episode, trial: number): Promise<Verdict> => {
    rollouts += 1;
    const verdict = await play(of, trial);
    onProgress(rollouts, of.mutators.map(({ id }) => id).join(' + ') || 'no mutation');
    return verdict;
  };
  const tally = async (of: Episode, most: number): Promise<Tally & { readonly last: Verdict | null }> => {
    let failed = 0;
    let last: Verdict | null = null;
    for (let trial = 1; trial <= most; trial += 1) {
      const verdict = await played(of, trial);
      if (verdict.pass) continue;
      failed += 1;
      last = verdict;
    }
    return { failed, played: most, last };
  };
  const mutated = await tally(episode, trials);
  if (mutated.failed === 0)
    throw new UsageError(
      `The agent passes ${episode.id}${trials === 1 ? '' : ` in all of ${trials} trials`}.`,
      'Choose an episode that it fails: offscript replay SET lists them. An agent that fails now and then needs --trials.',
    );
  const bare = proven([]) as Episode;
  const neutral = episode.plan.length === 0 ? mutated : await tally(bare, trials);
  if (episode.plan.length === 0 || (trials === 1 ? neutral.failed > 0 : !areApart(mutated, neutral)))
    return said(episode, [], null, (neutral.last ?? mutated.last) as Verdict, { rollouts, smallest: true, refused: 0 });

  let lastFailure = mutated.last as Verdict;
  const attempt = async (plan: Plan): Promise<Trial> => {
    if (plan.length === 0) return 'passes';
    const candidate = proven(plan);
    if (candidate === null) return 'refused';
    let seen: Tally = { failed: 0, played: 0 };
    for (;;) {
      const verdict = await played(candidate, seen.played + 1);
      seen = { failed: seen.failed + (verdict.pass ? 0 : 1), played: seen.played + 1 };
      const fails = trials === 1 ? !verdict.pass : stillFails(seen, mutated, neutral, trials);
      if (fails === true && !verdict.pass) lastFailure = verdict;
      if (fails !== null) return fails ? 'fails' : 'passes';
    }
  };
  const failedChecks = failedIn(mutated.last as Verdict);
  const suspects = episode.mutators.filter(({ discriminates }) =>
    discriminates.some((check) => failedChecks.includes(check)),
  );
  const shrunk = await shrinkPlan({
    plan: episode.plan,
    mutator,
    attempt: (plan) => (rollouts >= maxRollouts ? Promise.resolve('refused') : attempt(plan)),
    suspects: suspects
      .sort((left, right) => suspicion(right.discriminates, failedChecks) - suspicion(left.discriminates, failedChecks))
      .map(({ id }) => id),
    mostTests: maxRollouts,
  });
  return said(episode, shrunk.plan, draftOf(shrunk.plan), lastFailure, {
    rollouts,
    smallest: shrunk.smallest && rollouts < maxRollouts,
    refused: shrunk.refused,
  });
}

function suspicion(checks: readonly CheckName[], failed: readonly CheckName[]): number {
  return checks.filter((check) => failed.includes(check)).length / checks.length;
}

function said(
  episode: Episode,
  plan: Plan,
  draft: EpisodeDraft | null,
  verdict: Verdict,
  counts: Pick<ShrunkEpisode, 'rollouts' | 'smallest' | 'refused'>,
): ShrunkEpisode {
  const failed = failedIn(verdict);
  const because = verdict.checks.find(({ check, state }) => state === 'failed' && check === failed[0])?.because;
  const check = because === undefined ? 'this task' : `the check "${failed[0]}" (${because.replace(/\.$/, '')})`;
  const causes = draft?.mutators ?? [];
  const names = causes.map(({ id }) => id).join(' and ');
  const differences = causes.map((cause) => cause.explain.replace(/\.$/, '')).join('; and ');
  const explain =
    causes.length === 0
      ? `The agent fails ${check} without any mutation.`
      : `The agent fails ${check} under ${names}: ${differences}.`;
  return { episode: episode.id, from: episode.plan.length, to: plan.length, plan, explain, failed, ...counts };
}

/** Hard ones first. */
function failedIn({ checks }: Verdict): readonly CheckName[] {
  const failed = checks.filter(({ state }) => state === 'failed');
  return [...failed.filter(({ hard }) => hard), ...failed.filter(({ hard }) => !hard)].map(({ check }) => check);
}

function byId(catalogue: readonly AnyMutator[]): (id: Mutation['mutator']) => AnyMutator {
  const known = new Map(catalogue.map((mutator) => [mutator.id, mutator]));
  return (id) => {
    const mutator = known.get(id);
    if (mutator !== undefined) return mutator;
    throw new ContentError(
      'OFFSCRIPT_UNKNOWN_MUTATOR',
      `The plan names ${id}, which is not in the catalogue.`,
      'Give the module it comes from: --use FILE.',
    );
  };
}

function notTheSame(episode: string, why: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_OTHER_CATALOGUE',
    `${episode} cannot be made again: ${why}.`,
    'The set was made by another version of offscript: make it again with offscript mutate.',
  );
}
