import { accessSync, constants, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ContentError } from '../errors.ts';
import { FILE_KINDS, type FileKind } from './file-kind.ts';
import { alreadyThere, checkFolder, openDatabase } from './open-database.ts';
import { guarded } from './sqlite-problems.ts';

/**
 * What can be known of an output before the work for it begins.
 *
 * @throws ContentError OFFSCRIPT_EXISTS where it is there without `overwrite`, and where it is no offscript file of this
 *   kind: `overwrite` replaces files of the same kind, not whatever has this name
 * @throws EnvironmentError where its folder is missing or cannot be written
 */
export function checkOutput(
  path: string,
  { kind, overwrite }: { readonly kind: FileKind; readonly overwrite: boolean },
): void {
  checkFolder(path);
  guarded(path, () => accessSync(dirname(resolve(path)), constants.W_OK));
  if (!existsSync(path)) return;
  if (!overwrite) throw alreadyThere(path);
  try {
    openDatabase(path, { kind, mode: 'read' }).close();
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    throw new ContentError(
      error.code as 'OFFSCRIPT_',
      error.message,
      `--overwrite replaces ${FILE_KINDS[kind].label} only. Name another file.`,
    );
  }
}

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
