/** A recorded API over weeks: the same tasks in worlds that drift further and further. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ContentError } from '../errors.ts';
import { toolsOf } from '../learn/tools-of.ts';
import type { Episode, EpisodeSetFacts } from '../model/episode.ts';
import { hash32 } from '../model/digest.ts';
import type { Json } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import type { Task } from '../model/task.ts';
import type { TaskSlice } from '../model/task-slice.ts';
import { diffModels } from '../mutate/diff-models.ts';
import type { Drift } from '../mutate/drift-class.ts';
import { DriftSchedule } from '../mutate/drift-schedule.ts';
import { createDraftOf, proverFor } from './prover-for.ts';
import { learnRecording } from './learn-recording.ts';
import { tasksOf } from './tasks-of.ts';
import { checkOutput, writeAside } from '../store/write-aside.ts';
import { writeEpisodeSet } from '../store/set-store.ts';
import { permuteModel } from '../world/permute-model.ts';
import { catalogueWith } from './load-mutators.ts';
export interface DriftSeriesOptions {
  readonly recording: string;
  /** A folder; made where it is not there. */
  readonly out: string;
  readonly overwrite: boolean;
  readonly weeks: number;
  readonly seed: number;
  /** Most tasks, each in every week. */
  readonly tasks: number;
  readonly maxBytes: number;
  readonly onProgress?: (text: string) => void;
  readonly signal?: AbortSignal;
}
export interface DriftWeek {
  readonly week: number;
  readonly set: string;
  readonly episodes: number;
  /** Episodes that drift has reached. */
  readonly drifted: number;
  readonly digest: string;
  /** What changed in this week. */
  readonly events: readonly string[];
}
export interface DriftSeries {
  readonly tasks: number;
  readonly weeks: readonly DriftWeek[];
}

/** Week 0 is the recorded world; each further week adds to the one before. */
export async function driftSeries(options: DriftSeriesOptions): Promise<DriftSeries> {
  const { seed, onProgress } = options;
  mkdirSync(options.out, { recursive: true });
  const files = Array.from({ length: options.weeks + 1 }, (_, week) =>
    join(options.out, `week-${String(week).padStart(2, '0')}.sqlite`),
  );
  for (const file of files) checkOutput(file, { kind: 'episode-set', overwrite: options.overwrite });
  onProgress?.('learning the recording');
  const learned = learnRecording(options.recording);
  const permuted = permuteModel(learned.model, seed);
  const facts: EpisodeSetFacts = {
    model: permuted.model,
    tools: toolsOf(permuted.model),
    seed,
    recording: { name: basename(learned.name), digest: learned.digest },
    options: { weeks: options.weeks, tasks: options.tasks },
  };
  const prover = proverFor(facts, options.maxBytes);
  const tasks = tasksOf(learned, seed)
    .tasks.filter(({ use }) => use === 'yes')
    .map((task) => permuted.map(task as unknown as Json) as unknown as Task)
    .sort((left, right) => hash32(`${seed} ${left.id}`) - hash32(`${seed} ${right.id}`));
  const slices: TaskSlice[] = [];
  for (const task of tasks) {
    if (slices.length >= options.tasks) break;
    const slice = prover.slice(task, 'http');
    if (typeof slice !== 'string') slices.push(slice);
    onProgress?.(`${slices.length} tasks can be done`);
  }
  const schedule = new DriftSchedule({
    model: facts.model,
    slices,
    catalogue: await catalogueWith([]),
    createDraft: createDraftOf,
    seed,
    weeks: options.weeks,
  });
  const weeks: DriftWeek[] = [];
  const latest = new Map<string, Proven>();
  for (const [week, file] of files.entries()) {
    if (options.signal?.aborted === true) break;
    for (const task of schedule.tasks) {
      const proven = provenIn(task, week);
      if (proven !== null) latest.set(task, proven);
      onProgress?.(`week ${week}: ${latest.size} of ${schedule.tasks.length} tasks proven`);
    }
    const episodes = [...latest.values()].map(({ episode }) => ({ ...episode, split: `week-${week}` }));
    if (episodes.length === 0)
      throw new ContentError(
        'OFFSCRIPT_NOTHING_PROVEN',
        `No task of ${options.recording} can be proven.`,
        `See why: offscript tasks ${options.recording}`,
      );
    const written = await writeEpisodeSet(
      file,
      { ...facts, options: { weeks: options.weeks, tasks: options.tasks, week } },
      episodes,
      { overwrite: options.overwrite },
    );
    weeks.push({
      week,
      set: file,
      episodes: episodes.length,
      drifted: episodes.filter(({ plan }) => plan.length > 0).length,
      digest: written.digest,
      events: schedule.events.filter((event) => event.week === week).map(({ what }) => what),
    });
  }
  const series: DriftSeries = { tasks: latest.size, weeks };
  await writeAside(
    join(options.out, 'schedule.json'),
    (draft) => writeFileSync(draft, `${JSON.stringify({ ...series, events: schedule.events }, null, 2)}\n`),
    { overwrite: true },
  );
  return series;
  /** All that has happened, or as much of it as can still be proven: what cannot is left out for good, the newest first. */
  function provenIn(task: string, week: number): Proven | null {
    const before = latest.get(task);
    const wanted = schedule.planOf(task, week);
    const known = new Set(schedule.planOf(task, week - 1).map((mutation) => JSON.stringify(mutation)));
    const added = wanted.filter((mutation) => !known.has(JSON.stringify(mutation)));
    if (before !== undefined && added.length === 0) return before;
    const kept = before?.plan ?? [];
    for (let count = added.length; count >= 0; count -= 1) {
      if (count === 0 && before !== undefined) return before;
      const plan = [...kept, ...added.slice(0, count)];
      const proving = prover.prove(schedule.draft(task, plan, hash32(`${seed} ${task}`)), 'http');
      if (proving.kind === 'proven') return { plan, episode: proving.episode };
    }
    return null;
  }
}
interface Proven {
  readonly plan: Plan;
  readonly episode: Episode;
}

/** How one API differs between two recordings of it. */
export function diffRecordings(before: string, after: string): readonly Drift[] {
  return diffModels(learnRecording(before).model, learnRecording(after).model);
}
