import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import { FAMILIES } from '../../src/model/plan.ts';

const ROOT = resolve(import.meta.dirname, '../../mutators');
const files = FAMILIES.flatMap((family) =>
  readdirSync(resolve(ROOT, family)).map((name) => `${family}/${name.replace(/\.ts$/, '')}`),
).sort();

describe('the catalogue', () => {
  it('lists every mutator in the folders, and nothing else', () => {
    expect(CATALOGUE.map(({ id }) => id).sort()).toEqual(files);
  });

  it.each(files)('has %s export its mutator only, under the name of its file', async (file) => {
    const exported = (await import(/* @vite-ignore */ resolve(ROOT, `${file}.ts`))) as Record<
      string,
      { readonly id: string }
    >;
    const name = (file.split('/')[1] ?? '').replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    expect(Object.keys(exported)).toEqual([name]);
    expect(exported[name]?.id).toBe(file);
  });

  it('has a test for each', () => {
    const tests = readdirSync(import.meta.dirname);
    expect(files.filter((file) => !tests.includes(`${file.split('/')[1]}.test.ts`))).toEqual([]);
  });

  it('has at least eight in every family', () => {
    for (const family of FAMILIES)
      expect(CATALOGUE.filter((mutator) => mutator.family === family).length, family).toBeGreaterThanOrEqual(8);
  });

  it('says of each in one sentence what happens, and of no two the same', () => {
    expect(new Set(CATALOGUE.map(({ summary }) => summary)).size).toBe(CATALOGUE.length);
  });

  it('has mostly implicit ones, and few that nobody can lose on', () => {
    expect(CATALOGUE.filter(({ visibility }) => visibility === 'implicit').length * 2).toBeGreaterThanOrEqual(
      CATALOGUE.length,
    );
    expect(CATALOGUE.filter(({ benign }) => benign).length / CATALOGUE.length).toBeLessThanOrEqual(0.15);
  });
});
