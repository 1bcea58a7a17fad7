import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ContentError } from '../errors.ts';

export type UserModule = Readonly<Record<string, unknown>>;

/**
 * A module of the user's by its absolute path. TypeScript is loaded by Node where it can, else by `tsx` or `esbuild` of the module's project.
 *
 * @param code of the error, where it does not load
 * @throws ContentError where it does not load
 */
export async function importModule(file: string, code: `OFFSCRIPT_${string}`): Promise<UserModule> {
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as UserModule;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[mc]?ts$/.test(file))
      return importTypeScript(file, code);
    throw notLoadable(file, code, error);
  }
}

async function importTypeScript(file: string, code: `OFFSCRIPT_${string}`): Promise<UserModule> {
  const load = (await viaTsx(file)) ?? (await viaEsbuild(file));
  if (load === null) {
    throw new ContentError(
      'OFFSCRIPT_NO_TYPESCRIPT',
      `This Node (${process.version}) cannot load TypeScript: ${file}.`,
      'In the project of this file run: npm install --save-dev tsx — or give the compiled .js file, or use Node 22.18 or later.',
    );
  }
  try {
    return await load();
  } catch (error) {
    throw notLoadable(file, code, error);
  }
}

type Load = () => Promise<UserModule>;

async function viaTsx(file: string): Promise<Load | null> {
  const found = resolvable('tsx/esm/api', file);
  if (found === null) return null;
  const { tsImport } = (await import(pathToFileURL(found).href)) as {
    readonly tsImport: (path: string, parent: string) => Promise<UserModule>;
  };
  return () => tsImport(pathToFileURL(file).href, import.meta.url);
}

interface Esbuild {
  build(options: object): Promise<unknown>;
}

/** Bundled beside the module, so that its packages still resolve; removed once loaded. */
async function viaEsbuild(file: string): Promise<Load | null> {
  const found = resolvable('esbuild', file);
  if (found === null) return null;
  const loaded = (await import(pathToFileURL(found).href)) as { readonly default?: Esbuild } & Esbuild;
  const { build } = loaded.default ?? loaded;
  return async () => {
    const outfile = join(dirname(file), `.offscript-${process.pid}-${process.hrtime.bigint()}.mjs`);
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
      return (await import(pathToFileURL(outfile).href)) as UserModule;
    } finally {
      await rm(outfile, { force: true });
    }
  };
}

/** Looked for where the module lives, then where the command was started. */
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

function notLoadable(file: string, code: `OFFSCRIPT_${string}`, error: unknown): ContentError {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new ContentError(
    code,
    `${file} does not load. ${text.split('\n')[0]}`,
    'Run it by itself to see the whole error: node --check FILE',
  );
}
