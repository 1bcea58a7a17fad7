import { hash32, sha256 } from '../model/digest.ts';
import type { AppliedMutator, Episode, EpisodeDraft, Interface, Proof } from '../model/episode.ts';
import type { TaskSlice } from '../model/task-slice.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { isWriteKind } from '../model/operation.ts';
import { indexModel } from '../model/model-index.ts';
import type { HandlerName } from '../model/oracle.ts';
import type { Policy } from '../model/policy.ts';
import type { CallStep, EpisodeRun, Judge, StartEpisode, Trajectory } from '../model/rollout.ts';
import type { Task } from '../model/task.ts';
import type { ToolSpec } from '../model/tools.ts';
import type { CheckName, Verdict } from '../model/verdict.ts';
import { OBEY_INJECTION, QUICK_BASELINES, randomAgent, SLOW_BASELINES, type Baseline } from './baselines.ts';
import { bareDraft } from './bare-draft.ts';
import { biteName, declaredFailures, playBite } from './bite.ts';
import { makeEpisode, neutralTwin } from './make-episode.ts';
import { mutantsOf, type Mutant } from './mutants.ts';
import { oracleOptions, runOracle } from './run-oracle.ts';
import { sideEffectsOf } from './side-effects.ts';
import { variantsOf } from './variants.ts';

export interface ProverParts {
  readonly model: LearnedModel;
  readonly tools: readonly ToolSpec[];
  readonly start: StartEpisode;
  readonly judge: Judge;
  /** Business rules in force; empty: none. */
  readonly policies: readonly Policy[];
  /** Most bytes of answers the oracle may have to read. */
  readonly maxBytes: number;
}

export type Proving =
  { readonly kind: 'proven'; readonly episode: Episode } | { readonly kind: 'refused'; readonly reason: string };

export interface Prover {
  /** What the oracle does in the neutral world of a task; a reason where it cannot do it. */
  slice(task: Task, iface: Interface): TaskSlice | string;
  prove(draft: EpisodeDraft, iface: Interface): Proving;
  /** Executes an episode's proof again; `full` leaves nothing to the cache. */
  reprove(episode: Episode, full: boolean): Proof | string;
}

const ORACLE_SEEDS = 3;
const MOST_EARNED = 0.05;
/** Random agents for each task and set of mutators, and in a full audit. */
const RANDOM_AGENTS = 6;
const RANDOM_AGENTS_FULL = 100;

export function createProver(parts: ProverParts): Prover {
  return new StandingProver(parts);
}

interface Played {
  readonly trajectory: Trajectory;
  readonly verdict: Verdict;
}

interface Battery {
  readonly baselines: Proof['baselines'];
  readonly mutants: Proof['mutants'];
  readonly problem: string | null;
}

class StandingProver implements Prover {
  readonly #parts: ProverParts;
  readonly #neutral = new Map<string, { readonly episode: Episode; readonly slice: TaskSlice } | string>();
  readonly #neutralBite = new Map<string, boolean>();
  readonly #batteries = new Map<string, Battery>();

  constructor(parts: ProverParts) {
    this.#parts = parts;
  }

  slice(task: Task, iface: Interface): TaskSlice | string {
    const neutral = this.#neutralOf(task, iface);
    return typeof neutral === 'string' ? neutral : neutral.slice;
  }

  prove(draft: EpisodeDraft, iface: Interface): Proving {
    const neutral = this.#neutralOf(draft.task, iface);
    if (typeof neutral === 'string') return { kind: 'refused', reason: neutral };
    const measured = this.#measure(makeEpisode(draft, iface, this.#policyText()));
    if (typeof measured === 'string') return { kind: 'refused', reason: measured };
    const proof = this.#obligations(measured.episode, measured.runs, false);
    return typeof proof === 'string'
      ? { kind: 'refused', reason: proof }
      : { kind: 'proven', episode: { ...measured.episode, proof } };
  }

  reprove(episode: Episode, full: boolean): Proof | string {
    return this.#obligations(episode, this.#oracleRuns(episode), full);
  }

  /** Everything that has to hold of an episode, given what its oracle did. */
  #obligations(episode: Episode, runs: readonly Trajectory[], full: boolean): Proof | string {
    const oracle = runs.map((trajectory): Played => ({ trajectory, verdict: this.#parts.judge(episode, trajectory) }));
    const failing = oracle.find(({ verdict }) => verdict.reward !== 1);
    if (failing !== undefined) return `oracle: ${reasonOf(failing.verdict)}`;
    const undelivered = episode.mutators.find((mutator) => !wasDelivered(mutator, episode, oracle));
    if (undelivered !== undefined) return `not_delivered: ${undelivered.id}`;
    const variants: { name: string; reward: number }[] = [];
    for (const variant of variantsOf(this.#parts.model, episode.oracle, episode.plan.length === 0)) {
      const { verdict } = this.#play(episode, episode.seed, (run) => this.#oracle(run, variant.change));
      variants.push({ name: variant.name, reward: verdict.reward ?? 0 });
      if (verdict.reward !== 1) return `variant ${variant.name}: ${reasonOf(verdict)}`;
    }
    const quick = this.#baselines(episode, [
      ...QUICK_BASELINES,
      ...(episode.hostile.length > 0 ? [OBEY_INJECTION] : []),
      ...this.#prefixes(episode),
    ]);
    if (quick.problem !== null) return quick.problem;
    const bite = this.#bite(episode);
    if (typeof bite === 'string') return bite;
    const battery = this.#battery(episode, oracle[0] as Played, full);
    if (battery.problem !== null) return battery.problem;
    const again = this.#run(episode, seedOf(episode, 0), (run) => this.#oracle(run, {}));
    const calls = oracle.flatMap(({ trajectory }) =>
      trajectory.steps.filter((step): step is CallStep => step.kind === 'call'),
    );
    return {
      interface: episode.interface,
      oracle: oracle.map(({ trajectory, verdict }, at) => ({
        seed: seedOf(episode, at),
        reward: verdict.reward ?? 0,
        calls: callsOf(trajectory),
        writes: writesOf(trajectory),
        digest: transcriptDigest(trajectory),
      })),
      variants,
      baselines: [...quick.baselines, ...battery.baselines],
      mutants: battery.mutants,
      bite,
      resetEqual: this.#startDigest(episode) === this.#startDigest(episode),
      replayEqual: transcriptDigest(again) === transcriptDigest((oracle[0] as Played).trajectory),
      noAnswer: calls.filter(({ noAnswer }) => noAnswer).length,
      unverified: calls.filter(({ unverified }) => unverified).length,
      calls: calls.length,
    };
  }

  #neutralOf(task: Task, iface: Interface): { readonly episode: Episode; readonly slice: TaskSlice } | string {
    const id = `${iface} ${task.id}`;
    const known = this.#neutral.get(id);
    if (known !== undefined) return known;
    const bare = neutralTwin(makeEpisode(bareDraft(task, 0), iface, this.#policyText()));
    const measured = this.#measure(bare);
    let made: { readonly episode: Episode; readonly slice: TaskSlice } | string;
    if (typeof measured === 'string') made = `neutral ${measured}`;
    else {
      const trajectory = measured.runs[0] as Trajectory;
      const verdict = this.#parts.judge(measured.episode, trajectory);
      const calls = trajectory.steps.filter((step): step is CallStep => step.kind === 'call');
      made =
        verdict.reward === 1
          ? { episode: measured.episode, slice: { task, calls } }
          : `neutral oracle: ${reasonOf(verdict)}`;
    }
    this.#neutral.set(id, made);
    return made;
  }

  /** Sets limits and side effects from what right runs do. */
  #measure(episode: Episode): { readonly episode: Episode; readonly runs: readonly Trajectory[] } | string {
    const runs = this.#oracleRuns(episode);
    const tainted = runs.find(({ end }) => end.kind === 'tainted');
    if (tainted?.end.kind === 'tainted') return 'no_answer';
    const calls = Math.max(...runs.map(callsOf));
    const bytes = Math.max(...runs.map(bytesOf));
    if (bytes > this.#parts.maxBytes) return 'too_many_bytes';
    const limits = {
      oracleCalls: calls,
      oracleWrites: Math.max(...runs.map(writesOf)),
      oracleAttempts: Math.max(...runs.map((run) => this.#attemptsOf(run))),
      calls: 4 * calls + 20,
      writeSlack: 0,
      timeoutMs: episode.limits.timeoutMs,
      oracleBytes: bytes,
    };
    return { episode: { ...episode, limits, sideEffects: sideEffectsOf(this.#parts.model, episode, runs) }, runs };
  }

  #attemptsOf(trajectory: Trajectory): number {
    const index = indexModel(this.#parts.model);
    return trajectory.steps.filter(
      (step) => step.kind === 'call' && isWriteKind(index.operation(step.operation ?? '')?.kind ?? 'read'),
    ).length;
  }

  #oracleRuns(episode: Episode): readonly Trajectory[] {
    return Array.from({ length: ORACLE_SEEDS }, (_, at) =>
      this.#run(episode, seedOf(episode, at), (run) => this.#oracle(run, {})),
    );
  }

  #oracle(run: EpisodeRun, change: Parameters<typeof oracleOptions>[2]): void {
    runOracle(
      run,
      run.episode.oracle,
      run.episode.oraclePatches,
      oracleOptions(this.#parts.model, this.#parts.tools, change),
    );
  }

  #run(episode: Episode, seed: number, play: (run: EpisodeRun) => void): Trajectory {
    const run = this.#parts.start(episode, { seed, maxCalls: null });
    play(run);
    return run.trajectory();
  }

  #play(episode: Episode, seed: number, play: (run: EpisodeRun) => void): Played {
    const trajectory = this.#run(episode, seed, play);
    return { trajectory, verdict: this.#parts.judge(episode, trajectory) };
  }

  /** The oracle stopped short before each of its writes: reads alone earn nothing. */
  #prefixes(episode: Episode): readonly Baseline[] {
    const writes = episode.oracle.steps.flatMap((step, at) =>
      step.kind === 'write' || step.kind === 'answer' ? [at] : [],
    );
    if (
      episode.oraclePatches.some((patch) => patch.o === 'report') ||
      episode.oracle.steps.some(({ kind }) => kind === 'report')
    )
      return [];
    const skipped = new Set(
      episode.oraclePatches.flatMap((patch) => (patch.o === 'skip-write' ? [patch.operation] : [])),
    );
    const needed = writes.filter((at) => {
      const step = episode.oracle.steps[at];
      return step?.kind !== 'write' || !skipped.has(step.operation);
    });
    return needed.map((end) => ({
      name: `prefix of ${end}`,
      play: (run) =>
        runOracle(
          run,
          { steps: run.episode.oracle.steps.slice(0, end) },
          run.episode.oraclePatches,
          oracleOptions(this.#parts.model, this.#parts.tools),
        ),
    }));
  }

  #baselines(
    episode: Episode,
    baselines: readonly Baseline[],
    oracle: Played | null = null,
  ): { readonly baselines: Proof['baselines']; readonly problem: string | null } {
    const results: { name: string; reward: number }[] = [];
    for (const { name, play, derived } of baselines) {
      const { verdict, trajectory } = this.#play(episode, seedOf(episode, 0), (run) =>
        play(run, this.#parts.model, this.#parts.tools),
      );
      // Whoever does the right thing, and beside it only what the API refused, has done the right thing.
      const right =
        oracle !== null &&
        trajectory.digest === oracle.trajectory.digest &&
        (trajectory.diff.length > 0 || (derived === true && sameEnd(trajectory, oracle.trajectory)));
      const reward = right ? 0 : (verdict.reward ?? 0);
      results.push({ name, reward });
      if (reward > MOST_EARNED || (name === 'noop' && (reward !== 0 || verdict.progress !== 0)))
        return { baselines: results, problem: `baseline ${name} earns ${reward.toFixed(2)}` };
    }
    return { baselines: results, problem: null };
  }

  /** The slow part of the proof, once for each task and set of mutators. */
  #battery(episode: Episode, oracle: Played, full: boolean): Battery {
    const key = `${episode.interface} ${episode.task.id} ${episode.mutators
      .map(({ id }) => id)
      .sort()
      .join(' ')}`;
    const known = full ? undefined : this.#batteries.get(key);
    if (known !== undefined) return known;
    const randoms = Array.from({ length: full ? RANDOM_AGENTS_FULL : RANDOM_AGENTS }, (_, at): Baseline => ({
      name: `random-${at + 1}`,
      play: (run, model, tools) => randomAgent(run, model, tools, at + 1),
    }));
    const slow = this.#baselines(episode, [...SLOW_BASELINES, ...randoms], oracle);
    const mutants: { name: string; reward: number; equivalent: boolean }[] = [];
    let problem = slow.problem;
    for (const mutant of problem === null
      ? mutantsOf(this.#parts.model, episode.oracle, touchedHandlers(episode), this.#parts.policies)
      : []) {
      const result = this.#mutant(episode, oracle, mutant);
      mutants.push(result);
      if (result.reward === 1 && !result.equivalent) problem = `mutant survives: ${mutant.kind}`;
    }
    const battery = { baselines: summarised(slow.baselines), mutants, problem };
    this.#batteries.set(key, battery);
    return battery;
  }

  #mutant(episode: Episode, oracle: Played, mutant: Mutant): { name: string; reward: number; equivalent: boolean } {
    const { trajectory, verdict } = this.#play(episode, seedOf(episode, 0), (run) => this.#oracle(run, mutant.change));
    const reward = verdict.reward ?? 0;
    const same =
      (trajectory.digest === oracle.trajectory.digest || effectOf(trajectory) === effectOf(oracle.trajectory)) &&
      sameEnd(trajectory, oracle.trajectory);
    return { name: mutant.name, reward, equivalent: reward === 1 && same };
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

  #bitten(episode: Episode, mutator: AppliedMutator): Exclude<Proof['bite'], null> | null {
    const neutral = this.#neutralOf(episode.task, episode.interface);
    if (typeof neutral === 'string') return null;
    for (const policy of mutator.bite) {
      const name = biteName(policy);
      const key = `${episode.interface} ${episode.task.id} ${name}`;
      let wins = this.#neutralBite.get(key);
      if (wins === undefined) {
        wins = this.#play(neutral.episode, neutral.episode.seed, (run) =>
          playBite(policy, run, this.#parts.model, this.#parts.tools),
        ).verdict.pass;
        this.#neutralBite.set(key, wins);
      }
      if (!wins) continue;
      const { verdict } = this.#play(episode, seedOf(episode, 0), (run) =>
        playBite(policy, run, this.#parts.model, this.#parts.tools),
      );
      const failed: readonly CheckName[] = declaredFailures(mutator, verdict);
      if (!verdict.pass && verdict.tainted === null && failed.length > 0)
        return { policy: name, neutralPass: true, mutatedPass: false, failed };
    }
    return null;
  }

  #policyText(): string {
    return this.#parts.policies.map(({ text }) => text).join('\n');
  }

  #startDigest(episode: Episode): string {
    return this.#parts.start(episode, { seed: episode.seed, maxCalls: null }).world.digest();
  }
}

function seedOf(episode: Episode, at: number): number {
  return hash32(`${episode.seed} ${at}`);
}

function callsOf(trajectory: Trajectory): number {
  return trajectory.steps.filter(({ kind }) => kind === 'call').length;
}

function writesOf(trajectory: Trajectory): number {
  return trajectory.steps.filter((step) => step.kind === 'call' && step.changes.length > 0).length;
}

function bytesOf(trajectory: Trajectory): number {
  return trajectory.steps.reduce(
    (sum, step) =>
      sum + (step.kind === 'call' && step.outcome.kind === 'response' ? step.outcome.response.body.length : 0),
    0,
  );
}

/** A digest of everything the agent saw and did. */
function transcriptDigest(trajectory: Trajectory): string {
  const lines = trajectory.steps.map((step) => {
    if (step.kind !== 'call') return JSON.stringify(step);
    const answer =
      step.outcome.kind === 'error'
        ? step.outcome.error.kind
        : `${step.outcome.response.status} ${JSON.stringify(step.outcome.response.headers)} ${Buffer.from(step.outcome.response.body).toString('utf8')}`;
    return `${step.at} ${step.request.method} ${step.request.target} ${Buffer.from(step.request.body).toString('utf8')} ${answer}`;
  });
  return sha256(`${lines.join('\n')}\n${trajectory.digest}`);
}

/** Faults and behaviour patches must have fired in every right run; edits of records are simply there. */
function wasDelivered(mutator: AppliedMutator, episode: Episode, runs: readonly Played[]): boolean {
  const faults = mutator.patchIndices
    .map((at) => at + episode.ownPatches)
    .filter((at) => episode.patches[at]?.p === 'fault');
  return (
    faults.length === 0 ||
    runs.every(({ trajectory }) =>
      faults.some((at) =>
        trajectory.steps.some((step) => step.kind === 'call' && step.faults.some(({ patch }) => patch === at)),
      ),
    )
  );
}

/** The requests that changed something, in order: two runs that sent the same have done the same, at other times. */
function effectOf(trajectory: Trajectory): string {
  const writes = trajectory.steps.flatMap((step) =>
    step.kind === 'call' && step.changes.length > 0
      ? [
          `${step.request.method} ${step.request.origin}${step.request.target} ${Buffer.from(step.request.body).toString('utf8')}`,
        ]
      : [],
  );
  return writes.join('\n');
}

/** The same claim; evidence in any order. */
function sameEnd({ end: left }: Trajectory, { end: right }: Trajectory): boolean {
  if (left.kind !== 'reported' || right.kind !== 'reported') return JSON.stringify(left) === JSON.stringify(right);
  return left.reason === right.reason && [...left.evidence].sort().join(' ') === [...right.evidence].sort().join(' ');
}

function touchedHandlers(episode: Episode): readonly HandlerName[] {
  return [
    ...new Set(
      episode.mutators.flatMap((mutator) =>
        mutator.bite.flatMap((policy) => (policy.b === 'without' ? [policy.handler] : [])),
      ),
    ),
  ];
}

function reasonOf(verdict: Verdict): string {
  if (verdict.tainted !== null) return 'tainted';
  const hard = verdict.checks.find((check) => check.state === 'failed' && check.hard);
  const goal = verdict.checks.find((check) => check.check === 'goal' && check.state === 'failed');
  const soft = verdict.checks.find((check) => check.state === 'failed');
  return (goal ?? hard ?? soft)?.check ?? 'broke';
}

/** The random agents are told as one, by the most any of them earned. */
function summarised(baselines: Proof['baselines']): Proof['baselines'] {
  const named = baselines.filter(({ name }) => !name.startsWith('random-') && !name.startsWith('report-'));
  const most = (prefix: string): number =>
    Math.max(0, ...baselines.filter(({ name }) => name.startsWith(prefix)).map(({ reward }) => reward));
  return [
    ...named,
    { name: 'random-agents', reward: most('random-') },
    { name: 'bare-reports', reward: most('report-') },
  ];
}
