/** A run in numbers. Rollouts that the environment spoiled are left out of every rate, and bounded beside it. */
import type { Family } from '../model/plan.ts';
import { expectedRate, type ExpectedRate } from './expected-rate.ts';
import { passHatK } from './pass-hat-k.ts';
import { Z95, wilson, type Rate } from './rate.ts';
import type { RolloutFacts } from './rollout-facts.ts';

export interface RunStatistics {
  readonly episodes: number;
  readonly rollouts: number;
  readonly pass: Rate;
  /** What `pass` would be, had all spoiled rollouts failed or passed. */
  readonly bounds: { readonly taintedFail: number | null; readonly taintedPass: number | null };
  readonly passHatK: Readonly<Record<string, number>>;
  readonly meanReward: number | null;
  /** 95 % of the mean reward, over episodes: trials of one episode are no independent evidence. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Pass rate of neutral and of mutated episodes. */
  readonly demo: Rate;
  readonly production: Rate;
  /** Families in the proportions of the recording. */
  readonly expected: ExpectedRate;
  readonly resilience: number | null;
  readonly byFamily: Readonly<Record<string, Rate>>;
  readonly byMutator: Readonly<Record<string, Rate>>;
  readonly environmentFailures: number;
  /** Share of all calls answered without evidence. */
  readonly unverified: number;
}

/** @param recordedRates of the learned model, by key (`status:429`) */
export function statisticsOf(
  rollouts: readonly RolloutFacts[],
  recordedRates: Readonly<Record<string, number>>,
): RunStatistics {
  const sound = rollouts.filter(({ reward }) => reward !== null);
  const spoiled = rollouts.length - sound.length;
  const passed = sound.filter(({ pass }) => pass).length;
  const demo = rateOf(sound.filter(({ family }) => family === 'neutral'));
  const production = rateOf(sound.filter(({ family }) => family !== 'neutral'));
  const byFamily = rateBy(sound, ({ family }) => [family]);
  const calls = sum(rollouts.map((rollout) => rollout.calls));
  return {
    episodes: new Set(rollouts.map(({ episode }) => episode)).size,
    rollouts: rollouts.length,
    pass: rateOf(sound),
    bounds: { taintedFail: share(passed, rollouts.length), taintedPass: share(passed + spoiled, rollouts.length) },
    passHatK: hats(sound),
    ...meanReward(sound),
    demo,
    production,
    expected: expectedRate(byFamily as Readonly<Record<Family | 'neutral', Rate>>, recordedRates),
    resilience: demo.rate === null || demo.rate === 0 || production.rate === null ? null : production.rate / demo.rate,
    byFamily,
    byMutator: rateBy(sound, ({ mutators }) => mutators),
    environmentFailures: spoiled,
    unverified: share(sum(rollouts.map((rollout) => rollout.unverified)), calls) ?? 0,
  };
}

function rateOf(rollouts: readonly RolloutFacts[]): Rate {
  return wilson(rollouts.filter(({ pass }) => pass).length, rollouts.length);
}

function rateBy(
  rollouts: readonly RolloutFacts[],
  namesOf: (rollout: RolloutFacts) => readonly string[],
): Readonly<Record<string, Rate>> {
  const sorted = [...grouped(rollouts, namesOf)].sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, group]) => [name, rateOf(group)]));
}

function byEpisode(rollouts: readonly RolloutFacts[]): readonly (readonly RolloutFacts[])[] {
  return [...grouped(rollouts, ({ episode }) => [episode]).values()];
}

function grouped(
  rollouts: readonly RolloutFacts[],
  namesOf: (rollout: RolloutFacts) => readonly string[],
): ReadonlyMap<string, readonly RolloutFacts[]> {
  const groups = new Map<string, RolloutFacts[]>();
  for (const rollout of rollouts) {
    for (const name of new Set(namesOf(rollout))) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [rollout]);
      else group.push(rollout);
    }
  }
  return groups;
}

function hats(sound: readonly RolloutFacts[]): Readonly<Record<string, number>> {
  const trials = byEpisode(sound).map((group) => ({
    n: group.length,
    passed: group.filter(({ pass }) => pass).length,
  }));
  const most = trials.reduce((longest, { n }) => Math.max(longest, n), 0);
  const hatsOf: Record<string, number> = {};
  for (let k = 1; k <= most; k++) {
    const chance = passHatK(trials, k);
    if (chance !== null) hatsOf[k] = chance;
  }
  return hatsOf;
}

function meanReward(sound: readonly RolloutFacts[]): Pick<RunStatistics, 'meanReward' | 'interval'> {
  const means = byEpisode(sound).map((group) => sum(group.map(({ reward }) => reward ?? 0)) / group.length);
  if (means.length === 0) return { meanReward: null, interval: null };
  const mean = sum(means) / means.length;
  const variance = means.length < 2 ? 0.25 : sum(means.map((value) => (value - mean) ** 2)) / (means.length - 1);
  const half = Z95 * Math.sqrt(variance / means.length);
  return { meanReward: mean, interval: [Math.max(0, mean - half), Math.min(1, mean + half)] };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
