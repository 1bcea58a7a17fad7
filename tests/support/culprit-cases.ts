import { CATALOGUE } from '../../mutators/index.ts';
import type { BitePolicy, Episode } from '../../src/model/episode.ts';
import { applyPlan } from '../../src/mutate/apply-plan.ts';
import { createContext } from '../../src/mutate/create-context.ts';
import type { AnyMutator } from '../../src/mutate/mutator.ts';
import { createDraftOf, proverFor } from '../../src/pipeline/prover-for.ts';
import { mutateRecording } from '../../src/pipeline/mutate-recording.ts';
import { shrinkWith, type PlayOnce, type ShrunkEpisode } from '../../src/pipeline/shrink-episode.ts';
import { stageFor } from '../../src/pipeline/play-set.ts';
import { playBite } from '../../src/prove/bite/bite.ts';
import { neutralTwin } from '../../src/prove/episode/make-episode.ts';
import { rolloutSeed } from '../../src/replay/pool.ts';
import { EpisodeSet } from '../../src/store/set-store.ts';
import { HELPDESK } from './helpdesk-set.ts';

/** Careless agents, each with one weakness. */
const WEAK: readonly BitePolicy[] = [
  { b: 'without', handler: 'backoff' },
  { b: 'without', handler: 'retry-after' },
  { b: 'without', handler: 'follow-pages' },
  { b: 'without', handler: 'confirm-before-retry' },
  { b: 'without', handler: 'verify-write' },
  { b: 'without', handler: 'alias' },
  { b: 'without', handler: 'read-item' },
  { b: 'without', handler: 'reauthenticate' },
  { b: 'without', handler: 'look-before-create' },
  { b: 'without', handler: 'disambiguate' },
  { b: 'victim', victim: 'obeys-content' },
];

export interface CulpritCase {
  readonly episode: Episode;
  readonly culprit: string;
  readonly shrunk: ShrunkEpisode;
}

/** Failing plans of three mutations of which exactly one, told by playing each alone, makes a careless agent fail; each shrunk. */
export async function culpritCases(folder: string, episodes: number, most: number): Promise<readonly CulpritCase[]> {
  const out = `${folder}/culprits.sqlite`;
  await mutateRecording({
    recording: HELPDESK,
    out,
    overwrite: true,
    count: episodes,
    seed: 11,
    globs: [],
    maxMutations: 3,
    neutral: 0,
    // Above 1: three mutations wherever they fit.
    level: 5,
    interfaces: ['http'],
    splits: [{ name: 'all', share: 1 }],
    splitBy: 'session',
    maxBytes: 65_536,
  });
  const set = EpisodeSet.open(out);
  const cases: CulpritCase[] = [];
  try {
    for (const episode of set.episodes()) {
      if (episode.plan.length !== 3 || cases.length >= most) continue;
      for (const policy of WEAK) {
        const play = playOf(set, policy);
        if ((await play(episode, 1)).pass) continue;
        const culprit = await culpritOf(set, episode, play);
        if (culprit === null) continue;
        const shrunk = await shrinkWith(set, episode, CATALOGUE, play, {
          trials: 1,
          maxRollouts: 30,
          onProgress: () => undefined,
        });
        cases.push({ episode, culprit, shrunk });
        break;
      }
    }
    return cases;
  } finally {
    set.close();
  }
}

export function playOf(set: EpisodeSet, policy: BitePolicy): PlayOnce {
  const { start, judge } = stageFor(set);
  return (episode, trial) => {
    const run = start(episode, { seed: rolloutSeed(episode, trial), maxCalls: null });
    playBite(policy, run, set.facts.model, set.facts.tools);
    return Promise.resolve(judge(episode, run.trajectory()));
  };
}

/** The one mutation that alone makes the agent fail; null where it is none, several, or the task itself. */
async function culpritOf({ facts }: EpisodeSet, episode: Episode, play: PlayOnce): Promise<string | null> {
  const { task, seed } = episode;
  const prover = proverFor(facts, Number.POSITIVE_INFINITY);
  const slice = prover.slice(task, episode.interface);
  const twin = { ...neutralTwin(episode), limits: episode.limits, sideEffects: episode.sideEffects };
  if (typeof slice === 'string' || !(await play(twin, 1)).pass) return null;
  const fresh = (): ReturnType<typeof createDraftOf> =>
    createDraftOf({ model: facts.model, patches: task.start, seed, startAt: task.startAt });
  const guilty: string[] = [];
  for (const mutation of episode.plan) {
    const draft = applyPlan({
      context: createContext(facts.model, slice, fresh()),
      plan: [mutation],
      seed,
      mutator: (id) => CATALOGUE.find((candidate) => candidate.id === id) as AnyMutator,
      start: fresh(),
      freshDraft: fresh,
    });
    const proving = prover.prove(draft, episode.interface);
    if (proving.kind === 'refused') return null;
    if (!(await play(proving.episode, 1)).pass) guilty.push(mutation.mutator);
  }
  return guilty.length === 1 ? (guilty[0] ?? null) : null;
}
