import type { Episode } from '../../src/model/episode.ts';
import type { EpisodeRun, Rollout, Trajectory } from '../../src/model/rollout.ts';
import type { Task } from '../../src/model/task.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { createStart } from '../../src/replay/run-episode.ts';
import { NOTES_MODEL, NOTES_TOOLS } from './notes-model.ts';
import { createNotesWorld, type NotesOptions } from './notes-world.ts';

const START = 1_700_000_000_000;

export const NOTES_TASK: Task = {
  id: 't0123456789',
  session: 's1',
  cut: 1,
  workflow: 'write-note',
  kind: 'create',
  use: 'yes',
  instruction: 'Write a note that says hello.',
  phrasings: [],
  inputs: { text: 'hello' },
  start: [],
  startAt: START,
  principal: 'ann',
  goal: [
    {
      kind: 'new',
      name: 'note',
      resource: 'notes',
      parent: null,
      fields: [{ path: ['text'], match: { m: 'exact', value: 'hello' } }],
    },
  ],
  oracle: { steps: [] },
  scope: [],
  recorded: [],
  withRead: true,
  writes: 1,
};

export function notesEpisode(more: Partial<Episode> = {}): Episode {
  return {
    id: 'e0123456789',
    interface: 'http',
    task: NOTES_TASK,
    plan: [],
    seed: 1,
    patches: NOTES_TASK.start,
    ownPatches: 0,
    startAt: START,
    instruction: NOTES_TASK.instruction,
    inputs: NOTES_TASK.inputs,
    policy: '',
    goal: NOTES_TASK.goal,
    oracle: NOTES_TASK.oracle,
    oraclePatches: [],
    user: null,
    mustNot: [],
    sideEffects: [],
    hostile: [],
    mutators: [],
    family: 'neutral',
    limits: {
      oracleCalls: 3,
      oracleWrites: 1,
      oracleAttempts: 1,
      calls: 32,
      writeSlack: 0,
      timeoutMs: 10_000,
      oracleBytes: 100,
    },
    split: 'train',
    proof: {
      interface: 'http',
      oracle: [],
      variants: [],
      baselines: [],
      mutants: [],
      bite: null,
      resetEqual: true,
      replayEqual: true,
      noAnswer: 0,
      unverified: 0,
      calls: 3,
    },
    ...more,
  };
}

export function startNotes(
  more: Partial<Episode> = {},
  options: NotesOptions & { readonly maxCalls?: number } = {},
): EpisodeRun {
  const start = createStart({ model: NOTES_MODEL, tools: NOTES_TOOLS, createWorld: createNotesWorld(options) });
  return start(notesEpisode(more), { seed: 1, maxCalls: options.maxCalls ?? null });
}

/** Passes where a note says hello and the agent did not break down. */
export function judgeNotes(_episode: Episode, trajectory: Trajectory): Verdict {
  const tainted = trajectory.end.kind === 'tainted' ? trajectory.end.message : null;
  const goal = trajectory.diff.some(({ after }) => after?.['text'] === 'hello') ? 1 : 0;
  const gate = trajectory.end.kind === 'broke' ? 0 : 1;
  const total = goal * gate;
  return {
    pass: tainted === null && total === 1,
    reward: tainted === null ? total : null,
    graded: tainted === null ? total : null,
    progress: goal,
    goal,
    gate,
    tainted,
    checks: [
      {
        check: 'goal',
        hard: false,
        state: goal === 1 ? 'passed' : 'failed',
        score: goal,
        weight: 1,
        because: goal === 1 ? 'the note is there' : 'no note says hello',
        evidence: [],
      },
    ],
    arithmetic: { gate, goal, terms: [{ name: 'goal', weight: 1, score: goal }], total },
  };
}

export function notesRollout(episode: Episode, trial: number, run: EpisodeRun): Rollout {
  const trajectory = run.trajectory();
  return {
    id: `${episode.id}.${trial}`,
    episode: episode.id,
    trial,
    trajectory,
    verdict: judgeNotes(episode, trajectory),
  };
}
