import type { ListedFile } from './list-files.ts';

/** Files that make one session, in its order. */
export interface FileGroup {
  /** The session's name: the files' common stem, with its folders. */
  readonly name: string;
  readonly files: readonly ListedFile[];
}

const PARTS = { setup: 0, main: 1, tearDown: 2 } as const;

/**
 * Test recorders keep set-up and tear-down beside the test's own file. Files join only where such a sibling exists:
 * STEM-setup, then STEM and STEM-*, then STEM-tearDown; the longest stem claims a file.
 */
export function joinFiles(files: readonly ListedFile[], join: boolean): readonly FileGroup[] {
  const stems = new Set(join ? files.map(stemOfSibling).filter((stem) => stem !== null) : []);
  const groups = new Map<
    string,
    { readonly name: string; readonly parts: { readonly order: number; readonly file: ListedFile }[] }
  >();
  for (const file of files) {
    const stem = stemOfSibling(file) ?? claimingStem(bareName(file), stems);
    const joined = stem !== null && stems.has(stem);
    const name = joined ? stem : bareName(file);
    const group = groups.get(joined ? `join ${name}` : `file ${file.path}`) ?? { name, parts: [] };
    group.parts.push({ order: joined ? orderOf(file) : PARTS.main, file });
    groups.set(joined ? `join ${name}` : `file ${file.path}`, group);
  }
  return [...groups.values()].map(({ name, parts }) => ({
    name,
    files: parts.toSorted((a, b) => a.order - b.order).map(({ file }) => file),
  }));
}

const SIBLING = /^(.+)-(setup|tearDown)$/i;

function stemOfSibling(file: ListedFile): string | null {
  return SIBLING.exec(bareName(file))?.[1] ?? null;
}

function orderOf(file: ListedFile): number {
  const part = SIBLING.exec(bareName(file))?.[2]?.toLowerCase();
  return part === 'setup' ? PARTS.setup : part === 'teardown' ? PARTS.tearDown : PARTS.main;
}

/** The file's source without its extension: stems of different folders never meet. */
function bareName(file: ListedFile): string {
  return file.source.replace(/\.[^./]+$/, '');
}

function claimingStem(name: string, stems: ReadonlySet<string>): string | null {
  if (stems.has(name)) return name;
  for (let at = name.lastIndexOf('-'); at > 0; at = name.lastIndexOf('-', at - 1)) {
    const stem = name.slice(0, at);
    if (stems.has(stem)) return stem;
  }
  return null;
}
