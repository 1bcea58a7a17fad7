/** Runs and sets looked at again: no agent, no world. */
import { writeFileSync } from 'node:fs';
import { ContentError } from '../errors.ts';
import { comparePaired, type PairedComparison } from '../report/mcnemar.ts';
import { renderPage } from '../report/html/render-page.ts';
import type { PlayedRow } from '../report/html/report-data.ts';
import { rolloutFacts, type RolloutFacts } from '../report/rollout-facts.ts';
import { showRollout } from '../report/show-rollout.ts';
import { showEpisode } from '../report/show-episode.ts';
import { statisticsOf, type RunStatistics } from '../report/statistics.ts';
import { createJudge } from '../reward/create-judge.ts';
import { RunStore } from '../store/run-store.ts';
import { EpisodeSet } from '../store/set-store.ts';
import { writeAside } from '../store/write-aside.ts';
import { episodeOf } from './play-set.ts';

export interface RunSummary {
  readonly statistics: RunStatistics;
  readonly rollouts: readonly RolloutFacts[];
  readonly seconds: number;
}

export function summariseRun(path: string): RunSummary {
  return withRun(path, (run) => summaryOf(run));
}

function summaryOf(run: RunStore): RunSummary {
  const { reward } = run.options;
  const rollouts = [...run.rollouts()].map((rollout) => rolloutFacts(run.episode(rollout.episode), rollout, reward));
  return {
    statistics: statisticsOf(rollouts, run.facts.model.rates),
    rollouts,
    seconds: Number(run.noted('time')?.['seconds'] ?? 0),
  };
}

/** The run as one self-contained page. */
export async function writeHtmlReport(path: string, out: string, overwrite: boolean): Promise<void> {
  const run = RunStore.open(path);
  try {
    const { reward, set, agent } = run.options;
    const { statistics } = summaryOf(run);
    const rows = function* (): Generator<PlayedRow> {
      for (const rollout of run.rollouts()) {
        const episode = run.episode(rollout.episode);
        yield { episode, rollout, oracle: rollout.verdict.pass ? null : run.oracle(episode.id) };
      }
    };
    const page = renderPage({ rows, statistics, model: run.facts.model, reward, run: path, set, agent });
    await writeAside(out, (draft) => writeFileSync(draft, page), { overwrite });
  } finally {
    run.close();
  }
}

export interface ScoreResult extends RunSummary {
  /** Rollouts whose stored verdict is not what judging says now. */
  readonly changed: readonly { readonly id: string; readonly before: number | null; readonly now: number | null }[];
}

/** Judges every trajectory of a run again; nothing is written. */
export function scoreRun(path: string): ScoreResult {
  return withRun(path, (run) => {
    const judge = createJudge(run.facts.model, run.facts.policies);
    const { reward } = run.options;
    const changed: { id: string; before: number | null; now: number | null }[] = [];
    const rollouts = [...run.rollouts()].map((rollout) => {
      const episode = run.episode(rollout.episode);
      const verdict = judge(episode, rollout.trajectory);
      if (JSON.stringify(verdict) !== JSON.stringify(rollout.verdict))
        changed.push({ id: rollout.id, before: rollout.verdict.reward, now: verdict.reward });
      return rolloutFacts(episode, { ...rollout, verdict }, reward);
    });
    return {
      statistics: statisticsOf(rollouts, run.facts.model.rates),
      rollouts,
      seconds: Number(run.noted('time')?.['seconds'] ?? 0),
      changed,
    };
  });
}

/** Rollouts now beside those of an earlier run: the same episodes and trials only. */
export function compareWithRun(now: readonly RolloutFacts[], path: string): PairedComparison {
  const before = new Map(
    summariseRun(path)
      .rollouts.filter(({ reward }) => reward !== null)
      .map(({ id, pass }) => [id, pass]),
  );
  const pairs = now.flatMap(({ id, pass, reward }) => {
    const then = before.get(id);
    return then === undefined || reward === null ? [] : [{ before: then, now: pass }];
  });
  if (pairs.length === 0)
    throw new ContentError(
      'OFFSCRIPT_NO_PAIRS',
      `No episode of this run is in ${path}.`,
      'Compare with a run of the same episode set.',
    );
  return comparePaired(pairs);
}

/** One screen about an episode of a set, or a rollout of a run. */
export function showItem(path: string, id: string): { readonly text: string; readonly fields: object } {
  const run = openRun(path);
  if (run !== null) return closing(run, () => shownRollout(run, id));
  const set = EpisodeSet.open(path);
  return closing(set, () => {
    const episode = episodeOf(set, id);
    return { text: showEpisode(episode, path, set.facts.model.origins), fields: episode };
  });
}

function shownRollout(run: RunStore, id: string): { readonly text: string; readonly fields: object } {
  const rollout = run.rollout(id);
  const episode = run.episode(rollout.episode);
  const { set, agent } = run.options;
  const { trajectory, ...rest } = rollout;
  const fields = {
    ...rest,
    end: trajectory.end,
    steps: trajectory.steps.length,
    mutators: episode.mutators.map((mutator) => mutator.id),
    instruction: episode.instruction,
  };
  return {
    text: showRollout(episode, rollout, { model: run.facts.model, oracle: run.oracle(episode.id), set, agent }),
    fields,
  };
}

/** Null where the file is an offscript file of another kind. */
function openRun(path: string): RunStore | null {
  try {
    return RunStore.open(path);
  } catch (error) {
    if (error instanceof ContentError && error.code === 'OFFSCRIPT_WRONG_KIND') return null;
    throw error;
  }
}

function withRun<T>(path: string, work: (run: RunStore) => T): T {
  const run = RunStore.open(path);
  return closing(run, () => work(run));
}

function closing<T>(file: { close(): void }, work: () => T): T {
  try {
    return work();
  } finally {
    file.close();
  }
}
