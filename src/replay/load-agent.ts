import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ContentError, EnvironmentError } from '../errors.ts';
import type { Agent } from '../model/agent.ts';

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
  const module = await importModule(file);
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

type Module = Readonly<Record<string, unknown>>;

async function importModule(file: string): Promise<Module> {
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Module;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[mc]?ts$/.test(file))
      return importTypeScript(file);
    throw notLoadable(file, error);
  }
}

async function importTypeScript(file: string): Promise<Module> {
  const load = (await viaTsx(file)) ?? (await viaEsbuild(file));
  if (load === null) {
    throw new ContentError(
      'OFFSCRIPT_NO_TYPESCRIPT',
      `This Node (${process.version}) cannot load TypeScript: ${file}.`,
      "In the agent's project run: npm install --save-dev tsx — or give the compiled .js file, or use Node 22.18 or later.",
    );
  }
  try {
    return await load();
  } catch (error) {
    throw notLoadable(file, error);
  }
}

type Load = () => Promise<Module>;

async function viaTsx(file: string): Promise<Load | null> {
  const found = resolvable('tsx/esm/api', file);
  if (found === null) return null;
  const { tsImport } = (await import(pathToFileURL(found).href)) as {
    readonly tsImport: (path: string, parent: string) => Promise<Module>;
  };
  return () => tsImport(pathToFileURL(file).href, import.meta.url);
}

interface Esbuild {
  build(options: object): Promise<unknown>;
}

/** Bundled beside the agent, so that its packages still resolve; removed once loaded. */
async function viaEsbuild(file: string): Promise<Load | null> {
  const found = resolvable('esbuild', file);
  if (found === null) return null;
  const loaded = (await import(pathToFileURL(found).href)) as { readonly default?: Esbuild } & Esbuild;
  const { build } = loaded.default ?? loaded;
  return async () => {
    const outfile = join(dirname(file), `.agent-${process.pid}-${process.hrtime.bigint()}.mjs`);
    try {
      await build({
        entryPoints: [file],
        outfile,
        bundle: true,
        packages: 'external',
        platform: 'node',
        format: 'esm',
        sourcemap: 'inline',
        logLevel: 'silent',
      });
      return (await import(pathToFileURL(outfile).href)) as Module;
    } finally {
      await rm(outfile, { force: true });
    }
  };
}

/** Looked for where the agent lives, then where the command was started. */
function resolvable(name: string, file: string): string | null {
  for (const from of [file, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // Not there: look in the next place.
    }
  }
  return null;
}

function notLoadable(file: string, error: unknown): ContentError {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new ContentError(
    'OFFSCRIPT_AGENT_BROKEN',
    `${file} does not load. ${text.split('\n')[0]}`,
    'Run it by itself to see the whole error: node --check FILE',
  );
}
