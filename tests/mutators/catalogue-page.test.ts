import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cataloguePage } from '../../mutators/catalogue-page.ts';
import { exampleIn } from '../../mutators/example-in.ts';
import { CATALOGUE } from '../../mutators/index.ts';

const ROOT = join(import.meta.dirname, '../../mutators');
const exampleOf = (id: string): string => exampleIn(readFileSync(join(ROOT, `${id}.ts`), 'utf8'));

describe('the catalogue page', () => {
  it('is up to date: npm run catalogue', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toBe(cataloguePage(CATALOGUE, exampleOf));
  });

  it.each(CATALOGUE.map(({ id }) => id))('has an example of %s, before and after', (id) => {
    expect(exampleOf(id)).toMatch(/\S {3}-> {3}\S/);
  });
});
