import { describeEpisodes } from 'offscript/vitest';
import { agent, allow } from './agent.ts';

// offscript mutate recording.sqlite --interface tools --count 200 --out episodes.sqlite
const set = process.env['EPISODES'] ?? 'episodes.sqlite';

describeEpisodes(set, { concurrency: 20, allow, out: 'run.sqlite' }, agent);
