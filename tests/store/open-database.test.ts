import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OffscriptError } from '../../src/errors.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { writeAside } from '../../src/store/write-aside.ts';
import { interaction } from '../support/interactions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
let files = 0;
const newPath = (): string => join(folder, `file-${++files}.sqlite`);

function recordingAt(path: string, interactions = 1): string {
  using store = RecordingStore.open(path, { mode: 'append' });
  const id = store.beginSession({ id: 'a', source: 'test', startedAt: 0 });
  for (let seq = 0; seq < interactions; seq++)
    store.addInteraction(id, { ...interaction({ body: `${seq}`.repeat(1_000) }), seq });
  return path;
}

function problemOf(work: () => unknown): Pick<OffscriptError, 'code' | 'exitCode'> & { readonly remedy: string } {
  try {
    work();
  } catch (error) {
    const { code, exitCode, remedy } = error as OffscriptError;
    return { code, exitCode, remedy };
  }
  throw new Error('it was accepted');
}

function withPragma(pragma: string): string {
  const path = recordingAt(newPath());
  const db = new Database(path);
  db.pragma(pragma);
  db.close();
  return path;
}

function written(content: string | Uint8Array): string {
  const path = newPath();
  writeFileSync(path, content);
  return path;
}

describe('what is no recording', () => {
  it.each([
    ['a missing file', () => join(folder, 'nowhere.sqlite'), 'OFFSCRIPT_MISSING', 3],
    ['a folder', () => folder, 'OFFSCRIPT_CANNOT_OPEN', 3],
    ['an empty file', () => written(''), 'OFFSCRIPT_EMPTY_FILE', 2],
    ['a text', () => written('{"log":{}}'), 'OFFSCRIPT_NOT_A_DATABASE', 2],
    [
      'noise with the right first bytes',
      () => written(Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(2_000, 7)])),
      'OFFSCRIPT_DAMAGED',
      2,
    ],
    ['a foreign database', () => withPragma('application_id = 0'), 'OFFSCRIPT_NOT_OURS', 2],
    ['a newer version', () => withPragma('user_version = 9999'), 'OFFSCRIPT_NEWER_VERSION', 2],
    [
      'a run',
      () => {
        const path = newPath();
        openDatabase(path, { kind: 'run', mode: 'create' }).close();
        return path;
      },
      'OFFSCRIPT_WRONG_KIND',
      2,
    ],
    [
      'half a file',
      () => {
        const path = recordingAt(newPath(), 20);
        truncateSync(path, Math.floor(readFileSync(path).length / 2));
        return path;
      },
      'OFFSCRIPT_DAMAGED',
      2,
    ],
  ] as const)('%s is refused for reading and appending, and stays as it is', (_, make, code, exitCode) => {
    const path = make();
    const before = existsSync(path) && path !== folder ? readFileSync(path) : null;
    const modes = code === 'OFFSCRIPT_MISSING' ? (['read'] as const) : (['read', 'append'] as const);
    for (const mode of modes)
      expect(
        problemOf(() => RecordingStore.open(path, { mode })),
        mode,
      ).toMatchObject({ code, exitCode, remedy: expect.stringMatching(/\S/) });
    if (before !== null) expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('a recording with flipped bytes is refused or read, never misread as a bug of ours', () => {
    const whole = readFileSync(recordingAt(newPath(), 5));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const path = join(folder, 'flipped.sqlite');
        writeFileSync(path, damaged);
        let code = 'read';
        try {
          const store = RecordingStore.open(path, { mode: 'read' });
          try {
            for (const _ of store.sessions());
          } finally {
            store.close();
          }
        } catch (error) {
          code = (error as { code?: string }).code ?? String(error);
        }
        expect(code).toMatch(/^(?:read|OFFSCRIPT_\w+)$/);
      }),
      { numRuns: 150 },
    );
  });
});

describe('where it cannot be written', () => {
  it('asks for the folder', () => {
    expect(
      problemOf(() => RecordingStore.open(join(folder, 'no', 'such', 'r.sqlite'), { mode: 'append' })),
    ).toMatchObject({ code: 'OFFSCRIPT_NO_FOLDER', exitCode: 3 });
  });

  it('refuses to create what is there', () => {
    const path = recordingAt(newPath());
    expect(problemOf(() => openDatabase(path, { kind: 'recording', mode: 'create' }))).toMatchObject({
      code: 'OFFSCRIPT_EXISTS',
      exitCode: 2,
    });
  });

  it.skipIf(process.getuid?.() === 0)(
    'says that a folder is read-only (root may write anywhere: skipped for root)',
    () => {
      const closed = join(folder, 'closed');
      mkdirSync(closed);
      const path = recordingAt(join(closed, 'r.sqlite'));
      chmodSync(closed, 0o500);
      try {
        expect(problemOf(() => RecordingStore.open(path, { mode: 'append' })).exitCode).toBe(3);
        RecordingStore.open(path, { mode: 'read' }).close();
      } finally {
        chmodSync(closed, 0o700);
      }
    },
  );

  it('reads paths with blanks and letters of all kinds', () => {
    const path = join(folder, 'Ünï çödé 漢字 %20?.sqlite');
    recordingAt(path);
    using store = RecordingStore.open(path, { mode: 'read' });
    expect(store.facts().interactions).toBe(1);
  });
});

describe('one writer at a time', () => {
  it('refuses a second one in the same process, and takes it after the first', () => {
    const path = recordingAt(newPath());
    const first = RecordingStore.open(path, { mode: 'append' });
    expect(problemOf(() => RecordingStore.open(path, { mode: 'append' }))).toMatchObject({
      code: 'OFFSCRIPT_LOCKED',
      exitCode: 3,
    });
    RecordingStore.open(path, { mode: 'read' }).close();
    first.close();
    RecordingStore.open(path, { mode: 'append' }).close();
  });

  it('refuses another process, and lets it in when the holder was killed', () => {
    const path = recordingAt(newPath());
    const script = `
      const Database = require(${JSON.stringify(join(import.meta.dirname, '../../node_modules/better-sqlite3'))});
      const db = new Database(${JSON.stringify(`${path}-lock`)}, { timeout: 0 });
      try { db.exec('BEGIN IMMEDIATE'); console.log('free'); } catch (error) { console.log(error.code); }
      process.kill(process.pid, 'SIGKILL');`;
    const other = (): string => spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout.trim();
    const first = RecordingStore.open(path, { mode: 'append' });
    expect(other()).toBe('SQLITE_BUSY');
    first.close();
    expect(other()).toBe('free');
    RecordingStore.open(path, { mode: 'append' }).close();
    expect(readdirSync(folder).filter((name) => name.endsWith('-lock') || name.includes('-new-'))).toEqual([]);
  });
});

describe('writeAside', () => {
  it('puts the file there only when it is whole', async () => {
    const path = written('old');
    await expect(writeAside(path, () => 1, { overwrite: false })).rejects.toMatchObject({
      code: 'OFFSCRIPT_EXISTS',
      exitCode: 2,
    });
    const failing = writeAside(
      path,
      (draft) => {
        writeFileSync(draft, 'half');
        throw new Error('stopped');
      },
      { overwrite: true },
    );
    await expect(failing).rejects.toThrow('stopped');
    expect(readFileSync(path, 'utf8')).toBe('old');
    await expect(
      writeAside(path, async (draft) => (writeFileSync(draft, 'new'), 7), { overwrite: true }),
    ).resolves.toBe(7);
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder).filter((name) => name.includes('-new-'))).toEqual([]);
  });
});
