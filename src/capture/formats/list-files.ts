import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { EnvironmentError } from '../../errors.ts';

export interface ListedFile {
  readonly path: string;
  /** Relative to what was named on the command line, with `/`; begins with the folder's own name. */
  readonly source: string;
}

/** In a walked folder other files are none of our business; a file named outright is always read. */
const TRAFFIC_FILE = /\.(?:json|har|ya?ml)$/i;

/** Named files, and what folders hold at any depth, in a fixed order; hidden entries and linked folders are passed by. */
export function listFiles(paths: readonly string[]): readonly ListedFile[] {
  return paths.flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) {
      throw new EnvironmentError('OFFSCRIPT_MISSING', `There is no file or folder ${path}.`, 'Check the path.');
    }
    if (!stats.isDirectory()) return [{ path, source: basename(path) }];
    const root = dirname(join(path, '.'));
    return walk(path).map((file) => ({ path: file, source: relative(root, file).replaceAll('\\', '/') }));
  });
}

function walk(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => !name.startsWith('.') && name !== 'node_modules',
  );
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return TRAFFIC_FILE.test(entry.name) && statSync(path, { throwIfNoEntry: false })?.isFile() === true ? [path] : [];
  });
}
