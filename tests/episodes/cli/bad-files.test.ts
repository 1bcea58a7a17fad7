import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeEpisodeSet } from '../../../src/store/set-store.ts';
import { RecordingStore } from '../../../src/store/recording.ts';
import { notesEpisode } from '../../support/notes-episode.ts';
import { NOTES_MODEL, NOTES_TOOLS } from '../../support/notes-model.ts';
import { HELPDESK, offscript } from '../../support/offscript.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cwd = temporaryFolder();
const facts = {
  model: NOTES_MODEL,
  tools: NOTES_TOOLS,
  seed: 7,
  recording: { name: 'notes', digest: 'd' },
  options: null,
};
await writeEpisodeSet(join(cwd, 'set.sqlite'), facts, [notesEpisode()], { overwrite: false });
RecordingStore.open(join(cwd, 'empty.sqlite'), { mode: 'append' }).close();
copyFileSync(HELPDESK, join(cwd, 'rec.sqlite'));
copyFileSync(HELPDESK, join(cwd, 'half.sqlite'));
truncateSync(join(cwd, 'half.sqlite'), 40_000);
writeFileSync(join(cwd, 'zero.sqlite'), '');
writeFileSync(join(cwd, 'text.txt'), 'no recording\n');
writeFileSync(join(cwd, 'notjson.json'), 'almost {json');
writeFileSync(join(cwd, 'braces.json'), '{}');
writeFileSync(join(cwd, 'broken.js'), 'export default async (episode) => {');
writeFileSync(join(cwd, 'nothing.mjs'), 'export const agent = 1;');
writeFileSync(
  join(cwd, 'cut.har'),
  '{"log":{"version":"1.2","entries":[{"startedDateTime":"2026-03-02T08:00:00Z","requ',
);
mkdirSync(join(cwd, 'folder'));
const before = contents();

it.each([
  [['inspect', 'nope.sqlite'], 3, 'OFFSCRIPT_MISSING'],
  [['inspect', 'folder'], 3, 'OFFSCRIPT_CANNOT_OPEN'],
  [['inspect', 'text.txt'], 2, 'OFFSCRIPT_NOT_A_DATABASE'],
  [['inspect', 'zero.sqlite'], 2, 'OFFSCRIPT_EMPTY_FILE'],
  [['inspect', 'half.sqlite'], 2, 'OFFSCRIPT_DAMAGED'],
  [['inspect', 'set.sqlite'], 2, 'OFFSCRIPT_WRONG_KIND'],
  [['inspect', 'empty.sqlite'], 2, 'OFFSCRIPT_EMPTY_RECORDING'],
  [['tasks', 'empty.sqlite'], 2, 'OFFSCRIPT_EMPTY_RECORDING'],
  [['serve', 'empty.sqlite'], 2, 'OFFSCRIPT_EMPTY_RECORDING'],
  [['serve', 'text.txt'], 2, 'OFFSCRIPT_NOT_A_DATABASE'],
  [['serve', 'nope.sqlite'], 3, 'OFFSCRIPT_MISSING'],
  [['fidelity', 'empty.sqlite'], 2, 'OFFSCRIPT_TOO_FEW_SESSIONS'],
  [['sessions', 'text.txt'], 2, 'OFFSCRIPT_NOT_A_DATABASE'],
  [['merge', 'rec.sqlite', 'nope.sqlite', '--out', 'm.sqlite'], 3, 'OFFSCRIPT_MISSING'],
  [['merge', 'rec.sqlite', './rec.sqlite', '--out', 'm.sqlite'], 2, 'OFFSCRIPT_USAGE'],
  [['mutate', 'empty.sqlite', '--out', 'y.sqlite'], 2, 'OFFSCRIPT_EMPTY_RECORDING'],
  [['mutate', 'set.sqlite', '--out', 'y.sqlite'], 2, 'OFFSCRIPT_WRONG_KIND'],
  [['mutate', 'rec.sqlite', '--out', 'set.sqlite'], 2, 'OFFSCRIPT_EXISTS'],
  [['mutate', 'rec.sqlite', '--out', 'text.txt'], 2, 'OFFSCRIPT_EXISTS'],
  [['mutate', 'rec.sqlite', '--out', 'rec.sqlite', '--overwrite'], 2, 'OFFSCRIPT_WRONG_KIND'],
  [['mutate', 'rec.sqlite', '--out', 'text.txt', '--overwrite'], 2, 'OFFSCRIPT_NOT_A_DATABASE'],
  [['mutate', 'rec.sqlite', '--out', 'nowhere/y.sqlite'], 3, 'OFFSCRIPT_NO_FOLDER'],
  [['mutate', 'rec.sqlite', '--out', 'text.txt/y.sqlite'], 3, 'OFFSCRIPT_NO_FOLDER'],
  [['mutate', 'rec.sqlite', '--out', '/proc/y.sqlite'], 3, 'OFFSCRIPT_'],
  [['mutate', 'rec.sqlite', '--out', 'folder', '--overwrite'], 3, 'OFFSCRIPT_CANNOT_OPEN'],
  [['merge', 'rec.sqlite', 'rec.sqlite', '--out', 'set.sqlite'], 2, 'OFFSCRIPT_EXISTS'],
  [['merge', 'rec.sqlite', 'rec.sqlite', '--out', 'set.sqlite', '--overwrite'], 2, 'OFFSCRIPT_WRONG_KIND'],
  [['audit', 'rec.sqlite'], 2, 'OFFSCRIPT_WRONG_KIND'],
  [['audit', 'nope.sqlite'], 3, 'OFFSCRIPT_MISSING'],
  [['replay', 'rec.sqlite', '--agent', 'nothing.mjs'], 2, 'OFFSCRIPT_WRONG_KIND'],
  [['replay', 'set.sqlite', '--agent', 'nope.mjs'], 3, 'OFFSCRIPT_NO_AGENT'],
  [['replay', 'set.sqlite', '--agent', 'broken.js'], 2, 'OFFSCRIPT_'],
  [['replay', 'set.sqlite', '--agent', 'nothing.mjs'], 2, 'OFFSCRIPT_'],
  [['replay', 'set.sqlite', '--agent', 'nothing.mjs', '--out', 'rec.sqlite'], 2, 'OFFSCRIPT_'],
  [['report', 'set.sqlite'], 2, 'OFFSCRIPT_WRONG_KIND'],
  [['score', 'rec.sqlite'], 2, 'OFFSCRIPT_WRONG_KIND'],
  [['show', 'text.txt', 'e1'], 2, 'OFFSCRIPT_NOT_A_DATABASE'],
  [['show', 'set.sqlite', 'nope'], 2, 'OFFSCRIPT_NO_EPISODE'],
  [['import', 'nope.har', '--out', 'x.sqlite'], 3, 'OFFSCRIPT_MISSING'],
  [['import', 'cut.har', '--out', 'x.sqlite'], 2, 'OFFSCRIPT_NOTHING_IMPORTED'],
  [['import', 'notjson.json', '--out', 'x.sqlite'], 2, 'OFFSCRIPT_NOTHING_IMPORTED'],
  [['import', 'braces.json', '--out', 'x.sqlite'], 2, 'OFFSCRIPT_NOTHING_IMPORTED'],
  [['import', 'text.txt', 'cut.har', '--out', 'x.sqlite'], 2, 'OFFSCRIPT_NOTHING_IMPORTED'],
  [['import', 'cut.har', '--out', 'set.sqlite'], 2, 'OFFSCRIPT_'],
  [['import', 'cut.har', '--out', 'x.sqlite', '--redact', 'nope.yaml'], 2, 'OFFSCRIPT_'],
  [['capture', '--to', 'http://127.0.0.1:9', '--out', 'text.txt'], 2, 'OFFSCRIPT_NOT_A_DATABASE'],
  [['capture', '--to', 'http://127.0.0.1:9', '--out', 'set.sqlite'], 2, 'OFFSCRIPT_WRONG_KIND'],
  [['capture', '--to', 'http://127.0.0.1:9', '--out', 'nowhere/c.sqlite'], 3, 'OFFSCRIPT_NO_FOLDER'],
  [['demo', '--keep', 'nowhere'], 3, 'OFFSCRIPT_NO_FOLDER'],
])('%j: exit code %i with %s, nothing written', (words, wanted, code) => {
  const { status, json, stderr } = offscript([...words, '--json'], {
    cwd,
    env: { XDG_CONFIG_HOME: join(cwd, 'folder') },
  });
  expect(json, stderr).toMatchObject({
    error: {
      code: expect.stringContaining(code),
      message: expect.stringMatching(/^[^\n]{5,300}$/),
      remedy: expect.stringMatching(/^[^\n]{5,300}$/),
    },
  });
  expect(status).toBe(wanted);
  expect(stderr).not.toMatch(/\n {4}at /);
  expect(contents()).toEqual(before);
});

it('imports the good files beside a broken one, and names that', () => {
  const good = JSON.stringify([
    { scope: 'https://api.example:443', method: 'GET', path: '/v1/things/1', status: 200, response: { id: 1 } },
  ]);
  writeFileSync(join(cwd, 'good.json'), good);
  const { status, json } = offscript(
    ['import', 'good.json', 'cut.har', '--out', 'good.sqlite', '--redact', 'off', '--json'],
    { cwd },
  );
  expect(status).toBe(0);
  expect(json).toMatchObject({ sessions: 1, interactions: 1, skipped: [{ file: 'cut.har' }] });
});

it('records a body that is not JSON, learns from it and serves it', () => {
  const entry = (body: string, type: string): object => ({
    scope: 'https://api.example:443',
    method: 'GET',
    path: '/v1/page',
    status: 200,
    response: body,
    rawHeaders: ['Content-Type', type],
  });
  writeFileSync(
    join(cwd, 'odd.json'),
    JSON.stringify([entry('<html>no JSON', 'text/html'), entry('{"cut":', 'application/json')]),
  );
  expect(offscript(['import', 'odd.json', '--out', 'odd.sqlite', '--redact', 'off', '--json'], { cwd })).toMatchObject({
    status: 0,
    json: { interactions: 2 },
  });
  expect(offscript(['inspect', 'odd.sqlite', '--json'], { cwd })).toMatchObject({
    status: 0,
    json: { interactions: 2 },
  });
});

it('says in one sentence that nothing could be made, with exit code 1', () => {
  const { status, json, stdout } = offscript(['mutate', 'odd.sqlite', '--out', 'none.sqlite', '--json'], { cwd });
  expect(status).toBe(1);
  expect(json).toMatchObject({ episodes: 0 });
  expect(stdout).not.toMatch(/NaN|Infinity/);
});

/** Every file with its bytes, so that a test can tell that nothing was touched. */
function contents(): Readonly<Record<string, string>> {
  const files = readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(cwd, name)).isFile(),
  );
  return Object.fromEntries(
    files.sort().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(cwd, name)))
        .digest('hex'),
    ]),
  );
}
