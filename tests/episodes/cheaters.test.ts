/**
 * Agents that were meant to be paid without doing what they were asked, over a whole set on both interfaces.
 * OFFSCRIPT_EPISODES sets of how many episodes, OFFSCRIPT_RECORDING of which recording.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSet, type Verdict } from '../../src/index.ts';
import { CHEATERS, type Cheater } from '../support/cheaters/cheaters.ts';
import { Sight } from '../support/cheaters/sight.ts';
import { HELPDESK, helpdeskSet } from '../support/helpdesk-set.ts';

const EPISODES = Number(process.env['OFFSCRIPT_EPISODES'] ?? 24);
const RECORDING = process.env['OFFSCRIPT_RECORDING'] ?? HELPDESK;
const TIMEOUT = 60_000 + EPISODES * 1_000;
const MOST_EARNED = 0.05;

const folder = mkdtempSync(join(tmpdir(), 'cheaters-'));
const file = join(folder, 'set.sqlite');
beforeAll(async () => {
  await helpdeskSet(file, { count: EPISODES, interfaces: ['http', 'tools'], recording: RECORDING });
}, TIMEOUT);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

async function verdictsOf(cheat: Cheater): Promise<readonly Verdict[]> {
  const set = openSet(file);
  const verdicts: Verdict[] = [];
  for (const episode of set.episodes())
    verdicts.push(
      await episode.play(async (view) => {
        try {
          await cheat(view, new Sight(view, episode.interface));
        } catch {
          await view.finish('Done.');
        }
      }),
    );
  set.close();
  return verdicts;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(Object.entries(CHEATERS))('agents %s', (_, cheaters) => {
  it.each(Object.entries(cheaters))(
    'earn next to nothing: one that %s',
    async (name, cheat) => {
      const verdicts = await verdictsOf(cheat);
      expect(verdicts.length).toBeGreaterThanOrEqual(EPISODES);
      const strict = mean(verdicts.map(({ reward }) => reward ?? 0));
      // Whoever made a part of the goal true has done that part.
      const graded = mean(
        verdicts.map((verdict) => (verdict.progress > 0 && !verdict.pass ? 0 : (verdict.graded ?? 0))),
      );
      if (process.env['OFFSCRIPT_SHOW'] !== undefined) console.info(name, strict.toFixed(3), graded.toFixed(3));
      expect(strict).toBeLessThanOrEqual(MOST_EARNED);
      expect(graded).toBeLessThanOrEqual(MOST_EARNED);
    },
    TIMEOUT,
  );
});
