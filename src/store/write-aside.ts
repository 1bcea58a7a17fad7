import { existsSync, renameSync, rmSync } from 'node:fs';
import { alreadyThere } from './open-database.ts';
import { guarded } from './sqlite-problems.ts';

/**
 * Writes a file beside its place and puts it there when it is whole: a failure or crash leaves what was there.
 * `write` gets the path to write to and must have closed it when it returns.
 *
 * @throws ContentError OFFSCRIPT_EXISTS where the file is there and `overwrite` is not asked for
 */
export async function writeAside<T>(
  path: string,
  write: (draft: string) => T | Promise<T>,
  options: { readonly overwrite: boolean },
): Promise<T> {
  if (!options.overwrite && existsSync(path)) throw alreadyThere(path);
  const draft = `${path}-new-${process.pid}`;
  clear(draft);
  try {
    const result = await write(draft);
    guarded(path, () => {
      if (!options.overwrite && existsSync(path)) throw alreadyThere(path);
      renameSync(draft, path);
      for (const left of ['-wal', '-shm']) rmSync(`${path}${left}`, { force: true });
    });
    return result;
  } finally {
    clear(draft);
  }
}

function clear(draft: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal', '-lock']) rmSync(`${draft}${suffix}`, { force: true });
}
