import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
let folder: string | null = null;

/**
 * The project compiled for child processes, which cannot load TypeScript: once per test process, removed by a later one.
 *
 * @returns the folder that mirrors the project (`src/cli.js`, `tests/support/...js`)
 */
export function compiled(): string {
  folder ??= compile();
  return folder;
}

function compile(): string {
  const cache = join(ROOT, 'node_modules/.cache');
  const out = join(cache, `offscript-${process.pid}`);
  mkdirSync(out, { recursive: true });
  removeLeftovers(cache);
  const config = join(out, 'tsconfig.json');
  const include = ['src', 'mutators', 'tests/support'].map((part) => join(ROOT, part));
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        rootDir: ROOT,
        outDir: out,
        declaration: false,
        types: ['node'],
        typeRoots: [join(ROOT, 'node_modules/@types')],
      },
      include,
    }),
  );
  const exports = { '.': './src/index.js', './kit': './src/kit.js', './vitest': './src/vitest.js' };
  writeFileSync(join(out, 'package.json'), JSON.stringify({ name: 'offscript', type: 'module', exports }));
  const result = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', config], {
    encoding: 'utf8',
  });
  // Types are checked elsewhere: what matters here is that the code came out.
  if (result.error !== undefined) throw result.error;
  return out;
}

/** Test processes are ended without warning, so each tidies up after those before it. */
function removeLeftovers(cache: string): void {
  for (const name of readdirSync(cache)) {
    const pid = Number(/^offscript-(\d+)$/.exec(name)?.[1] ?? process.pid);
    if (pid !== process.pid && !isAlive(pid)) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
