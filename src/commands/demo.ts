import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JsonObject } from '../model/json.ts';
import { defineCommand } from './command.ts';
import { statisticsFields } from './statistics-fields.ts';
import { table } from './table.ts';

const EPISODES = 320;
const SEED = 7;
/** From `dist/src/commands`. */
const PACKAGE = resolve(import.meta.dirname, '../../..');
const AGENTS = ['happy-path', 'careful'] as const;

export const demoCommand = defineCommand({
  command: 'demo',
  describe: 'The whole loop on the embedded helpdesk recording, in under a minute',
  builder: (argv) =>
    argv
      .option('keep', {
        type: 'string',
        requiresArg: true,
        describe: 'a folder to leave the episode set and the runs in',
      })
      .option('overwrite', { type: 'boolean', default: false, describe: 'replace what an earlier demo left there' })
      .example('offscript demo', 'how far two example agents fall from demo to production'),

  run: async (args, io) => {
    const began = performance.now();
    const { mutateRecording } = await import('../pipeline/mutate-recording.ts');
    const { playSet } = await import('../pipeline/play-set.ts');
    const recording = join(PACKAGE, 'recordings/helpdesk.sqlite');
    const folder = args.keep === undefined ? await mkdtemp(join(tmpdir(), 'offscript-demo-')) : resolve(args.keep);
    try {
      const set = join(folder, 'episodes.sqlite');
      const made = await mutateRecording({
        recording,
        out: set,
        overwrite: args.overwrite,
        count: EPISODES,
        seed: SEED,
        globs: [],
        maxMutations: 3,
        neutral: 0.15,
        level: null,
        interfaces: ['http'],
        splits: [{ name: 'all', share: 1 }],
        splitBy: 'session',
        maxBytes: 65_536,
        onProgress: io.progress,
        signal: io.signal,
      });
      const agents: JsonObject[] = [];
      const rows: string[][] = [];
      const families = Object.keys(made.families)
        .filter((family) => family !== 'neutral')
        .sort();
      let environmentFailures = 0;
      let unverified = 0;
      for (const name of AGENTS) {
        const { statistics } = await playSet({
          set,
          agent: { file: join(PACKAGE, `dist/src/agents/${name}.js`) },
          trials: 1,
          concurrency: null,
          out: args.keep === undefined ? null : join(folder, `${name}.run.sqlite`),
          resume: false,
          overwrite: args.overwrite,
          filter: {},
          timeoutMs: 60_000,
          maxCalls: null,
          reward: 'strict',
          signal: io.signal,
          onProgress: (done, of) => io.progress(`${name}: ${done} of ${of} episodes played`),
        });
        const fields = statisticsFields(statistics) as JsonObject & {
          readonly demo: JsonObject;
          readonly production: JsonObject;
          readonly byFamily: Record<string, JsonObject>;
        };
        agents.push({
          name,
          demo: fields.demo,
          production: fields.production,
          resilience: statistics.resilience,
          byFamily: fields.byFamily,
        });
        rows.push([
          name,
          rateWords(statistics.demo),
          rateWords(statistics.production),
          ...families.map((family) => percent(statistics.byFamily[family]?.rate ?? null)),
        ]);
        environmentFailures += statistics.environmentFailures;
        unverified = Math.max(unverified, statistics.unverified);
      }
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      return {
        fields: {
          recording: 'recordings/helpdesk.sqlite',
          episodes: made.episodes,
          agents,
          environmentFailures,
          unverified,
          seconds,
        },
        text: [
          `${made.episodes} proven episodes from ${made.tasks} tasks of a recorded help desk, played by two agents in ${seconds} s.`,
          '',
          table(['agent', 'demo (clean world)', 'production (broken world)', ...families], rows),
          '',
          `Every episode can be won (its oracle earns 1), bites, and pays no cheater. Environment failures ${environmentFailures}, unverified answers ${percent(unverified)}.`,
          `Next: record your own API with offscript capture --to URL --out recording.sqlite, then offscript mutate recording.sqlite --out episodes.sqlite`,
        ].join('\n'),
      };
    } finally {
      if (args.keep === undefined) await rm(folder, { recursive: true, force: true });
    }
  },
});

function percent(rate: number | null): string {
  return rate === null ? '-' : `${(100 * rate).toFixed(0)} %`;
}

function rateWords({
  rate,
  low,
  high,
  n,
}: {
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}): string {
  return rate === null ? '-' : `${percent(rate)} of ${n} (${percent(low)} to ${percent(high)})`;
}
