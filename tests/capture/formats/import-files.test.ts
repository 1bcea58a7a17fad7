import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFiles, type ImportSummary } from '../../../src/capture/formats/import-files.ts';
import type { Session } from '../../../src/model/recording.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = temporaryFolder();
let folders = 0;

/** A folder with these files; a list is the paths of the calls in a nock file. */
function folderWith(files: Readonly<Record<string, readonly string[] | string>>): string {
  const folder = join(root, `traffic-${++folders}`);
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      typeof content === 'string'
        ? content
        : JSON.stringify(
            content.map((target) => ({ scope: 'https://x.test', path: target, status: 200, response: '' })),
          ),
    );
  }
  return folder;
}

function imported(
  paths: string | readonly string[],
  join = true,
): { readonly sessions: readonly Session[]; readonly summary: ImportSummary } {
  const found = importFiles(typeof paths === 'string' ? [paths] : paths, { format: 'auto', join });
  return { sessions: [...found.sessions], summary: found.summary };
}

const calls = (sessions: readonly Session[]) =>
  sessions.map(({ id, interactions }) => [
    id.replace(/^traffic-\d+\//, ''),
    ...interactions.map(({ request }) => request.target),
  ]);

describe('joining files', () => {
  const parts = {
    'T.a-setup.json': ['/setup'],
    'T.a-main.json': ['/main'],
    'T.a.json': ['/bare'],
    'T.a-tearDown.json': ['/down'],
    'T.b-main.json': ['/alone'],
    'T.ab-main.json': ['/other'],
  };

  it('puts set-up, test and tear-down into one session, in that order', () => {
    expect(calls(imported(folderWith(parts)).sessions)).toEqual([
      ['T.a', '/setup', '/main', '/bare', '/down'],
      ['T.ab-main', '/other'],
      ['T.b-main', '/alone'],
    ]);
  });

  it('leaves every file its own session where joining is off', () => {
    expect(imported(folderWith(parts), false).sessions).toHaveLength(6);
  });

  it('joins within a folder only, and a test to its longest stem', () => {
    const folder = folderWith({
      'one/a-setup.json': ['/1'],
      'two/a.json': ['/2'],
      'two/b-setup.json': ['/3'],
      'two/b-c-setup.json': ['/4'],
      'two/b-c-x.json': ['/5'],
    });
    expect(calls(imported(folder).sessions)).toEqual([
      ['one/a', '/1'],
      ['two/a', '/2'],
      ['two/b-c', '/4', '/5'],
      ['two/b', '/3'],
    ]);
  });
});

describe('walking folders', () => {
  it('goes in a fixed order and passes by what is no traffic, hidden or linked', () => {
    const folder = folderWith({
      'b.json': ['/b'],
      'a/z.json': ['/z'],
      'README.md': 'hello',
      '.git/x.json': ['/hidden'],
      'node_modules/y.json': ['/module'],
    });
    symlinkSync(folder, join(folder, 'loop'));
    const { sessions, summary } = imported(folder);
    expect(calls(sessions)).toEqual([
      ['a/z', '/z'],
      ['b', '/b'],
    ]);
    expect(summary).toEqual({ files: 2, empty: 0, skipped: [] });
  });

  it('names a broken file and keeps the others', () => {
    const folder = folderWith({ 'a.json': '{"log":', 'b.json': ['/b'], 'c.har': '', 'd.yaml': '- x', 'e.json': [] });
    const { sessions, summary } = imported(folder);
    expect(calls(sessions)).toEqual([['b', '/b']]);
    expect(summary).toEqual({
      files: 5,
      empty: 1,
      skipped: [
        { file: join(folder, 'a.json'), reason: 'not JSON: it is cut off' },
        { file: join(folder, 'c.har'), reason: 'the file is empty' },
        { file: join(folder, 'd.yaml'), reason: expect.stringContaining('known format') },
      ],
    });
  });

  it('reads a named file whatever it is called', () => {
    const folder = folderWith({ 'cassette.txt': ['/x'] });
    expect(calls(imported(join(folder, 'cassette.txt')).sessions)).toEqual([['cassette', '/x']]);
  });

  it('says at once that a named path does not exist', () => {
    expect(() => importFiles([join(root, 'nowhere')], { format: 'auto', join: true })).toThrow(
      expect.objectContaining({ code: 'OFFSCRIPT_MISSING', exitCode: 3 }),
    );
  });
});

describe('times', () => {
  const har = (...times: readonly (string | null)[]): string =>
    JSON.stringify({
      log: {
        entries: times.map((time, index) => ({
          ...(time !== null && { startedDateTime: `2024-05-01T${time}Z` }),
          request: { method: 'GET', url: `https://x.test/${index}` },
          response: { status: 200, headers: [{ name: 'Date', value: 'Wed, 01 May 2024 10:30:00 GMT' }] },
        })),
      },
    });
  const timesOf = (sessions: readonly Session[]) =>
    sessions.map(({ interactions }) =>
      interactions.map(({ timing }) => new Date(timing.requestAt).toISOString().slice(5, 23)),
    );

  it('are the recorded ones, never running backwards', () => {
    expect(timesOf(imported(folderWith({ 'a.har': har('10:00:00', '10:00:00', '10:00:01') })).sessions)).toEqual([
      ['05-01T10:00:00.000', '05-01T10:00:00.001', '05-01T10:00:01.000'],
    ]);
  });

  it('come from the Date of the answer where the file has none', () => {
    expect(timesOf(imported(folderWith({ 'a.har': har(null, null) })).sessions)).toEqual([
      ['05-01T10:30:00.000', '05-01T10:30:00.001'],
    ]);
  });

  it('are made up the same way every time where nothing tells them', () => {
    const folder = folderWith({ 'a.json': ['/1', '/2'], 'b.json': ['/3'] });
    expect(timesOf(imported(folder).sessions)).toEqual([
      ['01-01T00:00:00.000', '01-01T00:00:01.000'],
      ['01-01T01:00:00.000'],
    ]);
    expect(imported(folder).sessions).toEqual(imported(folder).sessions);
  });
});

it('makes a session of each page of a HAR', () => {
  const entry = (pageref: string) => ({
    pageref,
    request: { method: 'GET', url: `https://x.test/${pageref}` },
    response: { status: 200 },
  });
  const folder = folderWith({ 'a.har': JSON.stringify({ log: { entries: [entry('p1'), entry('p2'), entry('p1')] } }) });
  expect(calls(imported(folder).sessions)).toEqual([
    ['a#p1', '/p1', '/p1'],
    ['a#p2', '/p2'],
  ]);
});
