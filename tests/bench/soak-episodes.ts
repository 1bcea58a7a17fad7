/**
 * `npm run soak:episodes -- [RECORDING]`: makes OFFSCRIPT_EPISODES proven episodes (100,000) of a recording, and tells rate and memory
 * by quarters and bytes an episode. Exit code 1 where memory grows from quarter to quarter, or an episode takes more than 2 KB.
 */
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mutateRecording } from '../../src/pipeline/mutate-recording.ts';
import { HELPDESK } from '../support/helpdesk-set.ts';

const EPISODES = Number(process.env['OFFSCRIPT_EPISODES'] ?? 100_000);
const QUARTERS = 4;
const MOST_BYTES = 2048;
/** Of the second quarter's: what is learned and cached is there by then. */
const MOST_GROWTH = 1.35;

interface Quarter {
  readonly episodes: number;
  readonly cpuSeconds: number;
  readonly mostMib: number;
}

const [recording = HELPDESK] = process.argv.slice(2);
const out = join(process.env['OFFSCRIPT_SOAK_FOLDER'] ?? tmpdir(), `soak-${process.pid}.sqlite`);
const quarters: Quarter[] = [];
let before = process.cpuUsage();
let mostMib = 0;
let done = 0;

const result = await mutateRecording({
  recording,
  out,
  overwrite: true,
  count: EPISODES,
  seed: 1,
  globs: [],
  maxMutations: 3,
  neutral: 0.15,
  level: null,
  interfaces: ['http'],
  splits: [{ name: 'train', share: 1 }],
  splitBy: 'session',
  maxBytes: 65_536,
  onProgress: (text) => {
    const proven = Number(/^(\d+) of \d+ episodes proven$/.exec(text)?.[1] ?? Number.NaN);
    if (Number.isNaN(proven)) return;
    if (proven % 100 === 0) mostMib = Math.max(mostMib, process.memoryUsage().rss / 2 ** 20);
    if (proven % Math.ceil(EPISODES / QUARTERS) === 0) closeQuarter(proven);
  },
});
if (done < result.episodes) closeQuarter(result.episodes);

const bytes = statSync(out).size / result.episodes;
const [, second, ...later] = quarters;
const growth = second === undefined ? 1 : Math.max(1, ...later.map((quarter) => quarter.mostMib / second.mostMib));
console.log(
  `${result.episodes} episodes, ${bytes.toFixed(0)} bytes each with everything shared, memory x ${growth.toFixed(2)}`,
);
process.exitCode = result.episodes < EPISODES || bytes > MOST_BYTES || growth > MOST_GROWTH ? 1 : 0;

function closeQuarter(proven: number): void {
  const used = process.cpuUsage(before);
  const quarter: Quarter = {
    episodes: proven - done,
    cpuSeconds: (used.user + used.system) / 1e6,
    mostMib,
  };
  quarters.push(quarter);
  before = process.cpuUsage();
  mostMib = 0;
  done = proven;
  console.log(
    `up to ${proven}: ${(quarter.episodes / quarter.cpuSeconds).toFixed(1)} a CPU second, at most ${quarter.mostMib.toFixed(0)} MiB`,
  );
}
