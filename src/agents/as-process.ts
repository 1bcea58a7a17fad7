/**
 * Runs a module agent as a program of its own: `offscript replay SET -- node dist/src/agents/as-process.js AGENT`.
 * AGENT is a path, or `careful` or `happy-path` for the examples beside this file.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Agent } from 'offscript';
import { episodeFromEnv } from './episode-from-env.ts';

const EXAMPLES = ['careful', 'happy-path'];

const [name = 'careful'] = process.argv.slice(2);
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const url = EXAMPLES.includes(name) ? new URL(`./${name}.${extension}`, import.meta.url) : pathToFileURL(resolve(name));
const { default: agent } = (await import(url.href)) as { readonly default: Agent };
await agent(episodeFromEnv(process.env));
