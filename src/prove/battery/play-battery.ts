import type { Episode, Proof } from '../../model/episode.ts';
import type { HandlerName } from '../../model/oracle.ts';
import { SLOW_BASELINES } from '../baselines/baselines.ts';
import type { Baseline } from '../baselines/baseline.ts';
import { randomAgent } from '../baselines/random-agent.ts';
import { mutantsOf, type Mutant } from '../mutants/mutants.ts';
import { playBaselines } from './play-baselines.ts';
import { seedOf, type Played, type Player } from '../player.ts';
import { effectOf, sameEnd, transcriptDigest } from '../episode/transcript.ts';

export interface Battery {
  readonly baselines: Proof['baselines'];
  readonly mutants: Proof['mutants'];
  readonly problem: string | null;
}

/** The slow part of the proof: every baseline, many random agents, and every mutant of the oracle. */
export function playBattery(player: Player, episode: Episode, oracle: Played, randomAgents: number): Battery {
  const randoms = Array.from({ length: randomAgents }, (_, at): Baseline => ({
    name: `random-${at + 1}`,
    play: (run, model, tools) => randomAgent(run, model, tools, at + 1),
  }));
  const slow = playBaselines(player, episode, [...SLOW_BASELINES, ...randoms], oracle);
  const mutants: { name: string; reward: number; equivalent: boolean }[] = [];
  let { problem } = slow;
  for (const mutant of problem === null
    ? mutantsOf(
        player.parts.model,
        episode.oracle,
        touchedHandlers(episode),
        player.parts.policies,
        episode.hostile.length > 0,
      )
    : []) {
    const result = playMutant(player, episode, oracle, mutant);
    if (result === null) continue;
    mutants.push(result);
    if (result.reward === 1 && !result.equivalent) problem = `mutant survives: ${mutant.kind}`;
  }
  return { baselines: summarised(slow.baselines), mutants, problem };
}

/** Null where the mutant sends and sees what the oracle does, from the first call to the last: here it is none. */
function playMutant(player: Player, episode: Episode, oracle: Played, mutant: Mutant): Proof['mutants'][number] | null {
  const { model, tools } = player.parts;
  const { trajectory, verdict } = player.play(episode, seedOf(episode, 0), (run) =>
    mutant.play === undefined ? player.oracle(run, mutant.change) : mutant.play(run, model, tools),
  );
  if (transcriptDigest(trajectory) === transcriptDigest(oracle.trajectory)) return null;
  const reward = verdict.reward ?? 0;
  const same =
    (trajectory.digest === oracle.trajectory.digest || effectOf(trajectory) === effectOf(oracle.trajectory)) &&
    sameEnd(trajectory, oracle.trajectory);
  return { name: mutant.name, reward, equivalent: reward === 1 && same };
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
