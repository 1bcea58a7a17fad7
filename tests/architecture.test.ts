import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Parts by folder or file, with their rank: a part imports itself and lower ranks, and stages never import each other. */
const RANK: Readonly<Record<string, number>> = {
  model: 0,
  errors: 0,
  capture: 1,
  store: 1,
  learn: 1,
  task: 1,
  world: 1,
  mutate: 1,
  prove: 1,
  reward: 1,
  replay: 1,
  report: 1,
  fidelity: 1,
  tools: 1,
  trainer: 1,
  export: 1,
  kit: 2,
  mutators: 3,
  pipeline: 4,
  index: 5,
  vitest: 5,
  agents: 6,
  commands: 7,
  cli: 8,
};

/** Packages that only some parts may import, and why. */
const PRIVATE_PACKAGES: readonly { readonly name: string; readonly parts: readonly string[]; readonly why: string }[] =
  [
    { name: 'better-sqlite3', parts: ['store'], why: 'all SQL lives in store/' },
    {
      name: 'nock',
      parts: ['capture', 'replay'],
      why: 'nock is an import format and the in-process interceptor, nothing else',
    },
    { name: 'yargs', parts: ['cli', 'commands'], why: 'the library takes options, not command lines' },
    { name: 'fast-check', parts: ['mutate', 'kit'], why: 'chance belongs to the mutation engine' },
    {
      name: 'json-schema-faker',
      parts: ['world', 'learn'],
      why: 'values are made up only where the model has never seen one',
    },
  ];

interface Import {
  readonly file: string;
  readonly part: string;
  readonly target: string;
}

const files = ['src', 'mutators']
  .flatMap((folder) =>
    readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
  .filter((name) => name.endsWith('.ts'))
  .sort();
const imports = files.flatMap((file) => importsOf(file));

it('knows every part of the house', () => {
  const unknown = [...new Set(files.map(partOf))].filter((part) => !(part in RANK));
  expect(unknown, 'a new part needs a rank in this test: say what it may import').toEqual([]);
});

it('lets parts import only what is below them', () => {
  const wrong = imports.flatMap(({ file, part, target }) => {
    const wanted = targetPart(file, target);
    if (wanted === null || wanted === part) return [];
    const allowed =
      part === 'mutators'
        ? wanted === 'kit'
        : part === 'agents'
          ? wanted === 'index' || wanted === 'model'
          : (RANK[wanted] ?? 99) < (RANK[part] ?? 0);
    return allowed
      ? []
      : [`${file} imports ${target}: "${part}" (rank ${RANK[part]}) may not import "${wanted}" (rank ${RANK[wanted]})`];
  });
  expect(wrong, 'data flows one way; only pipeline/ joins stages; mutators and agents use the public door').toEqual([]);
});

it('keeps packages in the parts they belong to', () => {
  const wrong = imports.flatMap(({ file, part, target }) => {
    const rule = PRIVATE_PACKAGES.find(({ name }) => target === name || target.startsWith(`${name}/`));
    return rule === undefined || rule.parts.includes(part) ? [] : [`${file} imports ${target}: ${rule.why}`];
  });
  expect(wrong).toEqual([]);
});

it('has no import cycles between files', () => {
  const edges = new Map<string, string[]>();
  for (const { file, target } of imports)
    if (target.startsWith('.'))
      edges.set(file, [...(edges.get(file) ?? []), relative(ROOT, resolve(ROOT, dirname(file), target))]);
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      return;
    }
    state.set(file, 'open');
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

it('reads no clock and throws no dice below the commands', () => {
  const wrong = files
    .filter((file) => !['cli', 'commands', 'capture', 'replay'].includes(partOf(file)))
    .filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(/.test(readFileSync(resolve(ROOT, file), 'utf8')),
    );
  expect(wrong, 'seed, clock and ids are arguments: the same input gives the same bytes').toEqual([]);
});

it('has no inner barrels', () => {
  const barrels = files.filter(
    (file) =>
      /(^|\/)index\.ts$/.test(file) && !['src/index.ts', 'mutators/index.ts', 'src/commands/index.ts'].includes(file),
  );
  expect(barrels).toEqual([]);
});

function partOf(file: string): string {
  const [top, second = ''] = file.split('/');
  return top === 'mutators' ? 'mutators' : second.replace(/\.ts$/, '');
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(resolve(ROOT, file), 'utf8');
  const found = text.matchAll(
    /^\s*(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map((match) => ({ file, part: partOf(file), target: match[1] ?? match[2] ?? match[3] ?? '' }));
}

function targetPart(file: string, target: string): string | null {
  if (target === 'offscript') return 'index';
  if (target === 'offscript/kit') return 'kit';
  if (!target.startsWith('.')) return null;
  return partOf(relative(ROOT, resolve(ROOT, dirname(file), target)));
}
