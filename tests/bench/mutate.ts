/** How many plans a second the engine draws and applies, at three levels, and how many episodes a second are proven. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOGUE } from '../../mutators/index.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import { mutateRecording } from '../../src/pipeline/mutate-recording.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { print, type Finding } from './finding.ts';

const DRAFTS = 50_000;
const EPISODES = 300;

export async function measure(): Promise<readonly Finding[]> {
  const rates = [0, 0.5, 1].map((level) => plansPerSecond(level));
  const slowest = Math.min(...rates);
  const { perSecond, learning } = await episodesPerSecond();
  return [
    {
      promise: 'plans generated: 20,000/s',
      measured: `${Math.round(slowest).toLocaleString('en')}/s`,
      reference: `the slowest of levels 0, 0.5 and 1; the fastest ${Math.round(Math.max(...rates)).toLocaleString('en')}/s`,
      holds: slowest >= 20_000,
    },
    {
      promise: 'proven episodes: 50/s on one core',
      measured: `${perSecond.toFixed(1)}/s`,
      reference: `${EPISODES} of the helpdesk recording, refused ones in the time; learning it took ${learning.toFixed(1)} s before`,
      holds: perSecond >= 50,
    },
  ];
}

function plansPerSecond(level: number): number {
  const began = performance.now();
  let made = 0;
  let mutations = 0;
  for (const { plan } of mutate({ ...DESK_FIXTURE, catalogue: CATALOGUE, seed: 7, count: DRAFTS, level })) {
    made += 1;
    mutations += plan.length;
  }
  const perSecond = (made / (performance.now() - began)) * 1000;
  print(`plans/s at level ${level}`, perSecond, `${(mutations / made).toFixed(2)} mutations each`);
  return perSecond;
}

/** The whole of `offscript mutate`, counted from the first task that is tried. */
async function episodesPerSecond(): Promise<{ readonly perSecond: number; readonly learning: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const began = performance.now();
  let proving = began;
  const { episodes } = await mutateRecording({
    recording: 'recordings/helpdesk.sqlite',
    out: join(folder, 'set.sqlite'),
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
    onProgress: (text) => {
      if (proving === began && text.includes('tasks')) proving = performance.now();
    },
  });
  const ended = performance.now();
  rmSync(folder, { recursive: true });
  return { perSecond: (episodes * 1000) / (ended - proving), learning: (proving - began) / 1000 };
}
