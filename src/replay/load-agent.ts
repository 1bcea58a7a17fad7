import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ContentError, EnvironmentError } from '../errors.ts';
import type { Agent } from '../model/agent.ts';
import { importModule } from './import-module.ts';

export interface LoadedAgent {
  readonly agent: Agent;
  /** Hosts the module asks to reach: `export const allow = ['api.openai.com']`. */
  readonly allow: readonly string[];
}

/**
 * A module agent by its path. TypeScript is loaded by Node where it can, else by `tsx` or `esbuild` of the agent's project.
 *
 * @throws EnvironmentError where there is no such file
 * @throws ContentError where it does not load, or exports no function
 */
export async function loadAgent(path: string): Promise<LoadedAgent> {
  const file = resolve(path);
  if (!existsSync(file))
    throw new EnvironmentError(
      'OFFSCRIPT_NO_AGENT',
      `There is no agent module ${path}.`,
      'Check the path; a program is given after --, as in: offscript replay SET -- python agent.py',
    );
  const module = await importModule(file, 'OFFSCRIPT_AGENT_BROKEN');
  const agent = module['default'];
  if (typeof agent !== 'function') {
    throw new ContentError(
      'OFFSCRIPT_NOT_AN_AGENT',
      `${path} has no function as its default export.`,
      'Write: export default async (episode) => { ... }',
    );
  }
  const allow = Array.isArray(module['allow']) ? module['allow'].map(String) : [];
  return { agent: agent as Agent, allow };
}
