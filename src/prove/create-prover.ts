import type { AppliedMutator, Episode, EpisodeDraft, Interface, Proof } from '../model/episode.ts';
import type { Trajectory } from '../model/rollout.ts';
import type { Task } from '../model/task.ts';
import type { TaskSlice } from '../model/task-slice.ts';
import type { Verdict } from '../model/verdict.ts';
import { OBEY_INJECTION, QUICK_BASELINES } from './baselines/baselines.ts';
import { bareDraft } from './episode/bare-draft.ts';
import { biteName, declaredFailures, playBite } from './bite/bite.ts';
import { constantReports } from './battery/constant-reports.ts';
import { makeEpisode, neutralTwin } from './episode/make-episode.ts';
import { measure } from './episode/measure.ts';
import { playBaselines } from './battery/play-baselines.ts';
import { playBattery, type Battery } from './battery/play-battery.ts';
import { Recent } from './battery/recent.ts';
import { Player, seedOf, type Played, type ProverParts } from './player.ts';
import { prefixesOf } from './battery/prefixes.ts';
import { tellTale } from './lint/tell-tale.ts';
import { callStepsOf, effectiveWritesOf, transcriptDigest } from './episode/transcript.ts';
import { variantsOf } from './variants/variants.ts';

/** Batteries of a task and a set of mutators that are kept for its next episode. */
const MOST_BATTERIES = 4_000;

export type Proving =
  { readonly kind: 'proven'; readonly episode: Episode } | { readonly kind: 'refused'; readonly reason: string };

export interface Prover {
  /** What the oracle does in the neutral world of a task; a reason where it cannot do it. */
  slice(task: Task, iface: Interface): TaskSlice | string;
  prove(draft: EpisodeDraft, iface: Interface): Proving;
  /** Executes an episode's proof again; `full` leaves nothing to the cache. */
  reprove(episode: Episode, full: boolean): Proof | string;
}

/** Random agents for each task and set of mutators, and in a full audit. */
const RANDOM_AGENTS = 6;
const RANDOM_AGENTS_FULL = 100;

export function createProver(parts: ProverParts): Prover {
  return new StandingProver(parts);
}

interface Neutral {
  readonly episode: Episode;
  readonly slice: TaskSlice;
}

class StandingProver implements Prover {
  readonly #player: Player;
  readonly #policyText: string;
  readonly #neutral = new Map<string, Neutral | string>();
  readonly #neutralBite = new Map<string, boolean>();
  readonly #batteries = new Recent<Battery>(MOST_BATTERIES);

  constructor(parts: ProverParts) {
    this.#player = new Player(parts);
    this.#policyText = parts.policies.map(({ text }) => text).join('\n');
  }

  slice(task: Task, iface: Interface): TaskSlice | string {
    const neutral = this.#neutralOf(task, iface);
    return typeof neutral === 'string' ? neutral : neutral.slice;
  }

  prove(draft: EpisodeDraft, iface: Interface): Proving {
    const neutral = this.#neutralOf(draft.task, iface);
    if (typeof neutral === 'string') return { kind: 'refused', reason: neutral };
    const measured = measure(this.#player, makeEpisode(draft, iface, this.#policyText));
    if (typeof measured === 'string') return { kind: 'refused', reason: measured };
    const proof = this.#obligations(measured.episode, measured.runs, false);
    return typeof proof === 'string'
      ? { kind: 'refused', reason: proof }
      : { kind: 'proven', episode: { ...measured.episode, proof } };
  }

  reprove(episode: Episode, full: boolean): Proof | string {
    return this.#obligations(episode, this.#player.oracleRuns(episode), full);
  }

  /** Everything that has to hold of an episode, given what its oracle did. */
  #obligations(episode: Episode, runs: readonly Trajectory[], full: boolean): Proof | string {
    const player = this.#player;
    const oracle = runs.map((trajectory) => player.judged(episode, trajectory));
    const failing = oracle.find(({ verdict }) => verdict.reward !== 1);
    if (failing !== undefined) return `oracle: ${reasonOf(failing.verdict)}`;
    const undelivered = episode.mutators.find((mutator) => !wasDelivered(mutator, episode, oracle));
    if (undelivered !== undefined) return `not_delivered: ${undelivered.id}`;
    const tale = tellTale(player.parts.model, episode, runs);
    if (tale !== null) return `realism: ${tale}`;
    const variants: { name: string; reward: number }[] = [];
    for (const variant of variantsOf(player.parts.model, episode.oracle, episode.plan.length === 0)) {
      const { verdict } = player.play(episode, episode.seed, (run) =>
        player.oracle(run, variant.change, variant.program),
      );
      if (variant.ifAllowed === true && isNoWay(verdict)) continue;
      variants.push({ name: variant.name, reward: verdict.reward ?? 0 });
      if (verdict.reward !== 1) return `variant ${variant.name}: ${reasonOf(verdict)}`;
    }
    const quick = playBaselines(player, episode, [
      ...QUICK_BASELINES,
      ...(episode.hostile.length > 0 ? [OBEY_INJECTION] : []),
      ...prefixesOf(episode),
    ]);
    if (quick.problem !== null) return quick.problem;
    const bite = this.#bite(episode);
    if (typeof bite === 'string') return bite;
    const battery = this.#battery(episode, oracle[0] as Played, full);
    if (battery.problem !== null) {
      this.#giveUpWhereTaskFails(episode);
      return battery.problem;
    }
    const again = player.oracleAgain(episode);
    const calls = oracle.flatMap(({ trajectory }) => callStepsOf(trajectory));
    return {
      interface: episode.interface,
      oracle: oracle.map(({ trajectory, verdict }, at) => ({
        seed: seedOf(episode, at),
        reward: verdict.reward ?? 0,
        calls: callStepsOf(trajectory).length,
        writes: effectiveWritesOf(trajectory),
        digest: transcriptDigest(trajectory),
      })),
      variants,
      baselines: [...quick.baselines, ...battery.baselines],
      ...(asksForReport(episode) && { constantReports: constantReports(player, episode) }),
      mutants: battery.mutants,
      bite,
      resetEqual: player.startDigest(episode) === player.startDigest(episode),
      replayEqual: transcriptDigest(again) === transcriptDigest((oracle[0] as Played).trajectory),
      noAnswer: calls.filter(({ noAnswer }) => noAnswer).length,
      unverified: calls.filter(({ unverified }) => unverified).length,
      calls: calls.length,
    };
  }

  #neutralOf(task: Task, iface: Interface): Neutral | string {
    const id = neutralId(task, iface);
    const known = this.#neutral.get(id);
    if (known !== undefined) return known;
    const made = this.#makeNeutral(task, iface);
    this.#neutral.set(id, made);
    return made;
  }

  #makeNeutral(task: Task, iface: Interface): Neutral | string {
    const measured = measure(this.#player, neutralTwin(makeEpisode(bareDraft(task, 0), iface, this.#policyText)));
    if (typeof measured === 'string') return `neutral ${measured}`;
    const { episode } = measured;
    const oracle = this.#player.judged(episode, measured.runs[0] as Trajectory);
    if (oracle.verdict.reward !== 1) return `neutral oracle: ${reasonOf(oracle.verdict)}`;
    // A task that a cheater can do is no task under any mutation.
    const { problem } = playBaselines(this.#player, episode, prefixesOf(episode));
    return problem === null
      ? { episode, slice: { task, calls: callStepsOf(oracle.trajectory) } }
      : `neutral ${problem}`;
  }

  /** Gives a task up whose battery fails without any mutation as well: the next of its drafts is refused at once. */
  #giveUpWhereTaskFails({ task, interface: iface }: Episode): void {
    const neutral = this.#neutralOf(task, iface);
    if (typeof neutral === 'string') return;
    const oracle = this.#player.play(neutral.episode, neutral.episode.seed, (run) => this.#player.oracle(run));
    const { problem } = this.#battery(neutral.episode, oracle, false);
    if (problem !== null) this.#neutral.set(neutralId(task, iface), `neutral ${problem}`);
  }

  /** The slow part of the proof, once for each task and set of mutators. */
  #battery(episode: Episode, oracle: Played, full: boolean): Battery {
    const mutators = episode.mutators.map(({ id }) => id).sort();
    const key = `${episode.interface} ${episode.task.id} ${mutators.join(' ')}`;
    const known = full ? undefined : this.#batteries.get(key);
    if (known !== undefined) return known;
    const battery = playBattery(this.#player, episode, oracle, full ? RANDOM_AGENTS_FULL : RANDOM_AGENTS);
    this.#batteries.set(key, battery);
    return battery;
  }

  #bite(episode: Episode): Proof['bite'] | string {
    let shown: Proof['bite'] = null;
    for (const mutator of episode.mutators) {
      if (mutator.benign) continue;
      const bitten = this.#bitten(episode, mutator);
      if (bitten === null) return `inert: ${mutator.id}`;
      shown ??= bitten;
    }
    return shown;
  }

  #bitten(episode: Episode, mutator: AppliedMutator): Proof['bite'] {
    const { model, tools } = this.#player.parts;
    const neutral = this.#neutralOf(episode.task, episode.interface);
    if (typeof neutral === 'string') return null;
    for (const policy of mutator.bite) {
      const name = biteName(policy);
      const play = (on: Episode, seed: number): Verdict =>
        this.#player.play(on, seed, (run) => playBite(policy, run, model, tools)).verdict;
      const key = `${episode.interface} ${episode.task.id} ${name}`;
      const wins = this.#neutralBite.get(key) ?? play(neutral.episode, neutral.episode.seed).pass;
      this.#neutralBite.set(key, wins);
      if (!wins) continue;
      const verdict = play(episode, seedOf(episode, 0));
      const failed = declaredFailures(mutator, verdict);
      if (!verdict.pass && verdict.tainted === null && failed.length > 0)
        return { policy: name, neutralPass: true, mutatedPass: false, failed };
    }
    return null;
  }
}

function neutralId(task: Task, iface: Interface): string {
  return `${iface} ${task.id}`;
}

/** The API does not take it, or half of it changes nothing: it is not another right way here. */
function isNoWay({ goal, checks }: Verdict): boolean {
  const failed = checks.filter(({ state, hard }) => hard && state === 'failed');
  return goal === 0 || (failed.length > 0 && failed.every(({ check }) => check === 'budget'));
}

function asksForReport({ goal }: Episode): boolean {
  return goal.some(({ kind }) => kind === 'report');
}

/** Faults and behaviour patches must have fired in every right run; edits of records are simply there. */
function wasDelivered(mutator: AppliedMutator, episode: Episode, runs: readonly Played[]): boolean {
  const faults = mutator.patchIndices
    .map((at) => at + episode.ownPatches)
    .filter((at) => episode.patches[at]?.p === 'fault');
  return (
    faults.length === 0 ||
    runs.every(({ trajectory }) =>
      faults.some((at) => callStepsOf(trajectory).some((step) => step.faults.some(({ patch }) => patch === at))),
    )
  );
}

function reasonOf(verdict: Verdict): string {
  if (verdict.tainted !== null) return 'tainted';
  const hard = verdict.checks.find((check) => check.state === 'failed' && check.hard);
  const goal = verdict.checks.find((check) => check.check === 'goal' && check.state === 'failed');
  const soft = verdict.checks.find((check) => check.state === 'failed');
  return (goal ?? hard ?? soft)?.check ?? 'broke';
}
