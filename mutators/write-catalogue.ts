/** `npm run catalogue`: writes mutators/README.md from the catalogue and the examples in its files. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cataloguePage } from './catalogue-page.ts';
import { exampleIn } from './example-in.ts';
import { CATALOGUE } from './index.ts';

writeFileSync(
  'mutators/README.md',
  cataloguePage(CATALOGUE, (id) => exampleIn(readFileSync(`mutators/${id}.ts`, 'utf8'))),
);
