import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import { catalogueWith, obeyTheLaws } from '../../src/pipeline/load-mutators.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const EXAMPLE = join(import.meta.dirname, '../examples/third-party-mutator/closed-for-lunch.js');
const FOLDER = temporaryFolder();
let files = 0;
const written = (text: string): string => {
  const file = join(FOLDER, `mutator-${(files += 1)}.mjs`);
  writeFileSync(file, text);
  return file;
};

describe('catalogueWith', () => {
  it('adds the mutators of a module, which obey the laws and are proven', async () => {
    const catalogue = await catalogueWith([EXAMPLE]);
    const [theirs] = catalogue.filter((mutator) => !CATALOGUE.includes(mutator));
    expect(theirs?.id).toBe('system/closed-for-lunch');
    obeyTheLaws(catalogue, DESK_FIXTURE);
    expect(theirs && loserOf(theirs, UPDATE_TASK)).toBe('oracle without retry-after');
  });

  it('says what a module exports instead', async () => {
    await expect(catalogueWith([written('export const wrong = 1')])).rejects.toThrow(
      /exports no mutator: wrong is not/,
    );
    await expect(catalogueWith([written('')])).rejects.toThrow(/exports nothing/);
    await expect(catalogueWith(['nowhere.js'])).rejects.toThrow(/no mutator module nowhere\.js/);
  });

  it('refuses an id twice', async () => {
    await expect(catalogueWith([EXAMPLE, EXAMPLE])).rejects.toThrow(/"system\/closed-for-lunch", and that id is taken/);
  });

  it('names the law that one breaks', async () => {
    const lawless = written(
      "const none = () => []; export const bad = { id: 'data/bad', family: 'data', targets: () => [undefined], footprint: none, apply: none, explain: none }",
    );
    const catalogue = await catalogueWith([lawless]);
    expect(() => obeyTheLaws(catalogue, DESK_FIXTURE)).toThrow(/"data\/bad" breaks a law: its targets are plain JSON/);
  });
});
