/** The n-th call to SQLite fails, for n = 1, 2, … until none does: what was acknowledged before is there, and nothing by half. */
import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OffscriptError } from '../../src/errors.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { interaction, textOf } from '../support/interactions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
let files = 0;

/** What one whole capture is told to keep, in order; each entry is acknowledged or not. */
interface Kept {
  readonly session: string;
  readonly target: string;
}

const LARGE = Array.from({ length: 20_000 }, (_, at) => (at * 7919) % 10_007).join();

/** Begins, records alone and together, changes, rewrites, drops; returns what came back as done. */
function work(store: RecordingStore, done: Kept[]): void {
  const keep = (session: string, seq: number, target: string, body: string): Kept => {
    store.addInteraction(session, { ...interaction({ target }, { body }), seq }, [], [Buffer.from(target)]);
    return { session, target };
  };
  store.setRedaction('default', 'f'.repeat(16));
  const first = store.beginSession({ id: 'first', source: 'test', startedAt: 1 });
  done.push(keep(first, 0, '/a', 'small'));
  done.push(keep(first, 1, '/b', LARGE));
  const together: Kept[] = [];
  store.together(() => {
    const second = store.beginSession({ id: 'second', source: 'test', startedAt: 2 });
    together.push(keep(second, 0, '/c', `${LARGE}c`), keep(second, 1, '/d', 'small'), keep(first, 2, '/e', 'other'));
  });
  done.push(...together);
  store.updateSession(first, { label: 'good' });
  store.rewriteInteraction(first, { ...interaction({ target: '/b' }, { body: 'rewritten' }), seq: 1 });
  const third = store.beginSession({ id: 'third', source: 'test', startedAt: 3 });
  keep(third, 0, '/dropped', 'gone');
  store.dropSession(third);
}

const TOGETHER = ['/c', '/d', '/e'];

/** The file as it is now: sound, all that was acknowledged in it, and what goes together all there or not at all. */
function expectSound(path: string, done: readonly Kept[]): void {
  if (!existsSync(path)) return expect(done).toEqual([]);
  const raw = new Database(path);
  expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(raw.pragma('foreign_key_check')).toEqual([]);
  const isMade = raw.prepare(`SELECT count(*) FROM sqlite_master WHERE name = 'interaction'`).pluck().get();
  raw.close();
  if (isMade === 0) return expect(done).toEqual([]);
  using store = RecordingStore.open(path, { mode: 'append' });
  const kept = [...store.sessions()].flatMap(({ id, interactions }) =>
    interactions.map(({ request, outcome }) => {
      if (outcome.kind === 'response') expect(textOf(outcome.response.body).length).toBeGreaterThan(0);
      return { session: id, target: request.target };
    }),
  );
  expect(kept).toEqual(expect.arrayContaining([...done]));
  expect([0, TOGETHER.length]).toContain(kept.filter(({ target }) => TOGETHER.includes(target)).length);
  // And it goes on.
  const id = store.beginSession({ id: 'afterwards', source: 'test', startedAt: 9 });
  store.addInteraction(id, interaction({ target: '/afterwards' }));
  expect(store.session(id).interactions.length).toBe(1);
}

const CODES = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_BUSY'];

describe('a recording', () => {
  const statement = Object.getPrototypeOf(new Database(':memory:').prepare('SELECT 1')) as Record<string, unknown>;
  const database = Database.prototype as unknown as Record<string, unknown>;
  const places = [
    ...['run', 'get', 'all'].map((name) => ({ on: statement, name })),
    ...['exec', 'pragma'].map((name) => ({ on: database, name })),
  ].map((place) => ({ ...place, original: place.on[place.name] as (...args: unknown[]) => unknown }));
  let left = Infinity;
  let code = '';

  beforeEach(() => {
    for (const { on, name, original } of places)
      on[name] = function (this: unknown, ...args: unknown[]): unknown {
        if (--left === 0) throw new Database.SqliteError('made to fail', code);
        return original.apply(this, args);
      };
  });
  afterEach(() => {
    for (const { on, name, original } of places) on[name] = original;
  });

  it('keeps what was acknowledged, whichever call fails', { timeout: 120_000 }, () => {
    let failures = 0;
    for (let n = 1; ; n++) {
      const path = join(folder, `n-${++files}.sqlite`);
      const done: Kept[] = [];
      left = n;
      code = CODES[n % CODES.length] ?? '';
      let problem: unknown = null;
      let store: RecordingStore | null = null;
      try {
        store = RecordingStore.open(path, { mode: 'append' });
        work(store, done);
      } catch (error) {
        problem = error;
      }
      try {
        store?.close();
      } catch (error) {
        problem ??= error;
      }
      const fell = left <= 0;
      left = Infinity;
      if (problem !== null) {
        failures++;
        expect(problem, `call ${n}`).toBeInstanceOf(OffscriptError);
        expect((problem as OffscriptError).remedy.length).toBeGreaterThan(10);
      }
      expectSound(path, done);
      if (!fell) break;
    }
    expect(failures).toBeGreaterThan(30);
  });
});

it(
  'a recording that may not grow any more keeps what was acknowledged, wherever that happens',
  { timeout: 60_000 },
  () => {
    let smallest = 0;
    for (let pages = 20; smallest === 0; pages += 1) {
      const path = join(folder, `pages-${pages}.sqlite`);
      RecordingStore.open(path, { mode: 'append' }).close();
      const original = Database.prototype.prepare;
      const limited = new WeakSet<object>();
      Database.prototype.prepare = function (this: Database.Database, ...args: [string]) {
        if (!limited.has(this) && !this.readonly) {
          limited.add(this);
          this.pragma(`max_page_count = ${pages}`);
        }
        return original.apply(this, args);
      } as typeof original;
      const done: Kept[] = [];
      let problem: unknown = null;
      try {
        using store = RecordingStore.open(path, { mode: 'append' });
        work(store, done);
        smallest = pages;
      } catch (error) {
        problem = error;
      } finally {
        Database.prototype.prepare = original;
      }
      if (problem !== null) expect(problem).toMatchObject({ code: 'OFFSCRIPT_DISK_FULL' });
      expectSound(path, done);
    }
    expect(smallest).toBeGreaterThan(22);
  },
);
