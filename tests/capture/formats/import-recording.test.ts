import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importRecording, type ImportRecordingOptions } from '../../../src/pipeline/import-recording.ts';
import { RecordingStore } from '../../../src/store/recording.ts';
import { textOf, responseOf } from '../../support/interactions.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const env = { HOME: join(folder, 'home') };
let files = 0;
const file = (content: unknown): string => {
  const path = join(folder, `in-${++files}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const out = (): string => join(folder, `out-${++files}.sqlite`);
const run = (options: Partial<ImportRecordingOptions> & Pick<ImportRecordingOptions, 'files' | 'out'>) =>
  importRecording({ format: 'auto', join: true, key: null, redact: 'default', env, ...options });
const nock = (path: string, response: unknown): object => ({
  scope: 'https://x.test',
  method: 'GET',
  path,
  status: 200,
  response,
  rawHeaders: { 'Content-Type': 'application/json' },
});
const bodiesOf = (path: string): readonly string[] => {
  using store = RecordingStore.open(path, { mode: 'read' });
  return [...store.sessions()].flatMap(({ interactions }) => interactions.map((item) => textOf(responseOf(item).body)));
};

describe('importing into a recording', () => {
  it('counts what came in and appends the next time', () => {
    const path = out();
    expect(run({ files: [file([nock('/a', { id: 1 }), nock('/b', { id: 2 })])], out: path })).toEqual({
      recording: path,
      files: 1,
      empty: 0,
      skipped: [],
      sessions: 1,
      interactions: 2,
      redacted: 0,
    });
    run({ files: [file([nock('/c', { id: 3 })])], out: path });
    expect([...bodiesOf(path)].sort()).toEqual(['{"id":1}', '{"id":2}', '{"id":3}']);
  });

  it('makes the key once, for its owner only, and stores its fingerprint', () => {
    const [first, second] = [out(), out()];
    for (const path of [first, second]) run({ files: [file([nock('/a', { email: 'jane@acme.com' })])], out: path });
    const key = join(env.HOME, '.config/offscript/project.key');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(bodiesOf(first)).toEqual(bodiesOf(second));
    using store = RecordingStore.open(first, { mode: 'read' });
    expect(store.facts()).toMatchObject({
      redaction: 'default',
      keyFingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(readFileSync(first).includes(readFileSync(key, 'utf8').trim())).toBe(false);
  });

  it('refuses another key, and a missing one, for what has pseudonyms already', () => {
    const path = out();
    const input = [file([nock('/a', { email: 'jane@acme.com' })])];
    run({ files: input, out: path });
    const before = bodiesOf(path);
    expect(() => run({ files: input, out: path, key: file('another key, long enough to be one') })).toThrow(
      expect.objectContaining({ code: 'OFFSCRIPT_OTHER_KEY', exitCode: 2 }),
    );
    expect(() => run({ files: input, out: path, env: { HOME: join(folder, 'elsewhere') } })).toThrow(
      expect.objectContaining({ code: 'OFFSCRIPT_NO_KEY', exitCode: 2, remedy: expect.stringContaining('--key') }),
    );
    expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
    expect(bodiesOf(path)).toEqual(before);
  });

  it('keeps everything as it is with --redact off, and needs no key', () => {
    const path = out();
    run({
      files: [file([nock('/a', { email: 'jane@acme.com' })])],
      out: path,
      redact: 'off',
      env: { HOME: join(folder, 'nobody') },
    });
    expect(bodiesOf(path)).toEqual(['{"email":"jane@acme.com"}']);
    expect(existsSync(join(folder, 'nobody'))).toBe(false);
  });

  it('rewrites earlier rows where a name is recognised late', () => {
    const path = out();
    const early = [nock('/tickets/1', { text: 'Call Wilhelmina Quackenbush about token 9f8e7d6c5b4a3210 today' })];
    const late = [
      nock('/users/1', { name: 'Wilhelmina Quackenbush', email: 'w.q@acme.com', api_key: '9f8e7d6c5b4a3210' }),
    ];
    const result = run({ files: [file(early), file(late)], out: path });
    expect(result.redacted).toBeGreaterThanOrEqual(5);
    const bytes = readFileSync(path);
    for (const secret of ['Quackenbush', 'Wilhelmina', '9f8e7d6c5b4a3210', 'w.q@acme.com'])
      expect(bytes.includes(secret), secret).toBe(false);
    const [text, user] = bodiesOf(path).map((body) => JSON.parse(body) as Record<string, string>);
    expect(text?.['text']).toBe(`Call ${user?.['name']} about token ${user?.['api_key']} today`);
  });
});

describe('when nothing can be imported', () => {
  it('fails with the reason and makes no file', () => {
    const path = out();
    expect(() => run({ files: [file('{"a":'), file('{}')], out: path })).toThrow(
      expect.objectContaining({
        code: 'OFFSCRIPT_NOTHING_IMPORTED',
        exitCode: 2,
        message: expect.stringMatching(/\(and 1 more\): not JSON: it is cut off/),
      }),
    );
    expect(existsSync(path)).toBe(false);
  });

  it('makes an empty recording of empty files', () => {
    const path = out();
    expect(run({ files: [file([])], out: path })).toMatchObject({ empty: 1, sessions: 0, interactions: 0 });
    expect(bodiesOf(path)).toEqual([]);
  });

  it('leaves an output alone that is no recording', () => {
    const path = file('precious');
    expect(() => run({ files: [file([nock('/a', {})])], out: path })).toThrow(
      expect.objectContaining({ code: 'OFFSCRIPT_NOT_A_DATABASE' }),
    );
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });
});
