/**
 * How many plans a second the engine draws and applies, at three levels, and how many episodes of the helpdesk recording
 * a CPU second proves: the part of the proof that each episode costs, all of the proof, and all of `offscript mutate`.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOGUE } from '../../mutators/index.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import { mutateRecording } from '../../src/pipeline/mutate-recording.ts';
import { proverFor } from '../../src/pipeline/prover-for.ts';
import { EpisodeSet, writeEpisodeSet } from '../../src/store/set-store.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { print, type Finding } from './finding.ts';

const DRAFTS = 50_000;
const EPISODES = 500;
const MOST_BYTES = 2048;

export async function measure(): Promise<readonly Finding[]> {
  const rates = [0, 0.5, 1].map((level) => plansPerSecond(level));
  const slowest = Math.min(...rates);
  const { each, proof, whole, bytes } = await episodesPerSecond();
  return [
    {
      promise: 'plans generated: 20,000/s',
      measured: `${Math.round(slowest).toLocaleString('en')} a CPU second`,
      reference: `the slowest of levels 0, 0.5 and 1; the fastest ${Math.round(Math.max(...rates)).toLocaleString('en')}`,
      holds: slowest >= 20_000,
    },
    {
      promise: 'proven episodes, the per-episode part: 50/s on one core',
      measured: `${each.toFixed(1)} a CPU second`,
      reference: `${proof.toFixed(1)} with the batteries of ${EPISODES} episodes, ${whole.toFixed(1)} with learning, drawing, refusing and writing`,
      holds: each >= 50,
    },
    {
      promise: 'an episode on disk, beyond the shared base: 2 KB',
      measured: `${Math.round(bytes).toLocaleString('en')} bytes`,
      reference: 'what a set grows by, beside one of the same model and tasks with an episode each',
      holds: bytes <= MOST_BYTES,
    },
  ];
}

function plansPerSecond(level: number): number {
  const began = cpuSeconds();
  let made = 0;
  let mutations = 0;
  for (const { plan } of mutate({ ...DESK_FIXTURE, catalogue: CATALOGUE, seed: 7, count: DRAFTS, level })) {
    made += 1;
    mutations += plan.length;
  }
  const perSecond = made / (cpuSeconds() - began);
  print(`plans per CPU second at level ${level}`, perSecond, `${(mutations / made).toFixed(2)} mutations each`);
  return perSecond;
}

async function episodesPerSecond(): Promise<Record<'each' | 'proof' | 'whole' | 'bytes', number>> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const path = join(folder, 'set.sqlite');
    const whole = await wholePerSecond(path);
    const set = EpisodeSet.open(path);
    const prover = proverFor(set.facts, Number.POSITIVE_INFINITY);
    const proving = (): number => {
      const began = cpuSeconds();
      for (const episode of set.episodes()) prover.reprove(episode, false);
      return set.size / (cpuSeconds() - began);
    };
    const proof = proving();
    const each = proving();
    const bytes = await bytesEach(set, join(folder, 'base.sqlite'), statSync(path).size);
    set.close();
    return { each, proof, whole, bytes };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function wholePerSecond(out: string): Promise<number> {
  const began = cpuSeconds();
  const { episodes } = await mutateRecording({
    recording: 'recordings/helpdesk.sqlite',
    out,
    overwrite: false,
    count: EPISODES,
    seed: 7,
    globs: [],
    maxMutations: 3,
    neutral: 0.15,
    level: null,
    interfaces: ['http'],
    splits: [{ name: 'all', share: 1 }],
    splitBy: 'session',
    maxBytes: 65_536,
  });
  return episodes / (cpuSeconds() - began);
}

/** Beyond the model and the tasks, which all episodes share. */
async function bytesEach(set: EpisodeSet, basePath: string, bytes: number): Promise<number> {
  const firstOfTask = new Map([...set.episodes()].toReversed().map((episode) => [episode.task.id, episode]));
  await writeEpisodeSet(basePath, set.facts, firstOfTask.values(), { overwrite: false });
  return (bytes - statSync(basePath).size) / (set.size - firstOfTask.size);
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
