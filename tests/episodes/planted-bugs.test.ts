/** Agents with one bug each: the screen of a failed rollout names the step to blame and the check, on its text alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutateRecording } from '../../src/pipeline/mutate-recording.ts';
import { oraclePlayer } from '../../src/pipeline/play-oracle.ts';
import { showItem } from '../../src/pipeline/read-run.ts';
import { stageFor } from '../../src/pipeline/play-set.ts';
import { rolloutId, rolloutSeed } from '../../src/replay/pool.ts';
import { RunStore } from '../../src/store/run-store.ts';
import { EpisodeSet } from '../../src/store/set-store.ts';
import { HELPDESK } from '../support/helpdesk-set.ts';
import { PLANTED_BUGS, type PlantedBug } from '../support/planted-bugs/planted-bugs.ts';

/** Episodes that each bug is let loose on. */
const LOOKS = 3;

let folder = '';
let set: EpisodeSet;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bugs-'));
  const out = join(folder, 'set.sqlite');
  const globs = [...new Set(PLANTED_BUGS.flatMap(({ mutators }) => mutators))];
  await mutateRecording({
    recording: HELPDESK,
    out,
    overwrite: true,
    count: 120,
    seed: 5,
    globs,
    maxMutations: 1,
    neutral: 0.15,
    level: null,
    interfaces: ['http'],
    splits: [{ name: 'all', share: 1 }],
    splitBy: 'session',
    maxBytes: 65_536,
  });
  set = EpisodeSet.open(out);
}, 120_000);
afterAll(() => {
  set.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Failure {
  readonly text: string;
  readonly blamed: number;
}

/** What `offscript show RUN ROLLOUT` prints of its failures. */
async function failuresOf(bug: PlantedBug): Promise<readonly Failure[]> {
  const { start, judge } = stageFor(set);
  const path = join(folder, `${PLANTED_BUGS.indexOf(bug)}.sqlite`);
  const made = {
    agent: '--agent a.js',
    set: 'set.sqlite',
    setDigest: set.digest,
    reward: 'strict',
    maxCalls: null,
  } as const;
  const run = RunStore.begin(path, set.facts, made, { resume: false, overwrite: false });
  const failures: { id: string; blamed: number }[] = [];
  for (const episode of set.episodes()) {
    if (failures.length === LOOKS) break;
    const ids = episode.mutators.map(({ id }) => id);
    if (bug.mutators.length === 0 ? ids.length > 0 : !ids.some((id) => bug.mutators.includes(id))) continue;
    if (bug.suits?.(episode) === false) continue;
    const played = start(episode, { seed: rolloutSeed(episode, 1), maxCalls: null });
    const blamed = await bug.play(played, set.facts);
    const trajectory = played.trajectory();
    const verdict = judge(episode, trajectory);
    if (verdict.pass || blamed === null) continue;
    const id = rolloutId(episode.id, 1);
    run.add(episode, { id, episode: episode.id, trial: 1, trajectory, verdict }, oraclePlayer(set.facts));
    failures.push({ id, blamed });
  }
  run.close();
  return failures.map(({ id, blamed }) => ({ blamed, text: showItem(path, id).text }));
}

/** The lines in which a reader looks for the culprit: under the headings, up to the next one. */
function headed(text: string, heading: RegExp): string {
  const lines = text.split('\n');
  return lines
    .flatMap((line, at) => {
      if (!heading.test(line)) return [];
      const end = lines.findIndex((other, index) => index > at && other === '');
      return lines.slice(at, end === -1 ? undefined : end);
    })
    .join('\n');
}

describe('the screen of a failed rollout', () => {
  it.each(PLANTED_BUGS)('names the step and the check for an agent that $name', async (bug) => {
    const failures = await failuresOf(bug);
    expect(failures.length, 'episodes in which the bug shows').toBeGreaterThan(0);
    for (const { text, blamed } of failures) {
      const culprit = headed(text, /^First divergence|^Failed check/);
      expect(culprit, `step ${blamed} is to blame\n\n${text}`).toMatch(new RegExp(`\\bstep ${blamed}\\b`));
      expect(headed(text, /^Failed check/), text).toMatch(
        new RegExp(`^Failed check: (?:${bug.checks.join('|')})\\b`, 'm'),
      );
    }
  });
});
