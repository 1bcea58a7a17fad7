import { copyFileSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../src/model/recording.ts';
import { joinRecordings } from '../../src/store/join-recordings.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { anySession, plainSession } from '../support/any-session.ts';
import { interaction, responseOf, textOf } from '../support/interactions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
let files = 0;
const newPath = (): string => join(folder, `recording-${++files}.sqlite`);
const append = (path: string): RecordingStore => RecordingStore.open(path, { mode: 'append' });
const read = (path: string): RecordingStore => RecordingStore.open(path, { mode: 'read' });
const header = (id: string, startedAt = 0) => ({ id, source: 'test', startedAt });

const byStart = (a: Session, b: Session): number =>
  a.startedAt - b.startedAt || Number(a.id > b.id) - Number(a.id < b.id);
const uniqueIds = (sessions: readonly Session[]): readonly Session[] =>
  sessions.map((session, index) => ({ ...session, id: `${index} ${session.id}` }));

describe('what goes in comes out', () => {
  it('keeps any sessions, whether in batches or one interaction at a time', () => {
    fc.assert(
      fc.property(fc.array(anySession(), { maxLength: 4 }).map(uniqueIds), fc.boolean(), (sessions, batched) => {
        const path = newPath();
        {
          using store = append(path);
          if (batched) store.addSessions(sessions);
          else {
            for (const session of sessions) {
              const id = store.beginSession(session);
              for (const item of session.interactions) store.addInteraction(id, item);
            }
          }
        }
        using store = read(path);
        expect([...store.sessions()].map(plainSession)).toEqual([...sessions].sort(byStart).map(plainSession));
        expect(store.facts()).toMatchObject({
          sessions: sessions.length,
          interactions: sessions.reduce((sum, session) => sum + session.interactions.length, 0),
        });
      }),
      { numRuns: 60 },
    );
  });

  it('is one file after the close, with no log beside it', () => {
    const path = newPath();
    append(path).close();
    expect(readdirSync(folder).filter((name) => name.startsWith(path.slice(folder.length + 1)))).toEqual([
      path.slice(folder.length + 1),
    ]);
  });

  it('keeps a body that recurs once', () => {
    const path = newPath();
    using store = append(path);
    const id = store.beginSession(header('a'));
    const body = Buffer.from('{"same":true}'.repeat(40));
    for (let seq = 0; seq < 20; seq++) store.addInteraction(id, { ...interaction({ body }, { body }), seq });
    const db = new Database(path, { readonly: true });
    expect(db.prepare('SELECT count(*) FROM body').pluck().get()).toBe(1);
    db.close();
  });

  it('gives a taken session id a number', () => {
    using store = append(newPath());
    expect([store.beginSession(header('a')), store.beginSession(header('a')), store.beginSession(header('a'))]).toEqual(
      ['a', 'a~2', 'a~3'],
    );
  });
});

describe('while it is being written', () => {
  it('shows a reader every committed interaction at once', () => {
    const path = newPath();
    using writer = append(path);
    const id = writer.beginSession(header('a'));
    writer.addInteraction(id, interaction({ target: '/one' }));
    using reader = read(path);
    writer.addInteraction(id, { ...interaction({ target: '/two' }), seq: 1 });
    expect(reader.session('a').interactions.map(({ request }) => request.target)).toEqual(['/one', '/two']);
  });

  it('holds everything committed when the process is gone before the close', () => {
    const path = newPath();
    const store = append(path);
    const id = store.beginSession(header('a'));
    for (let seq = 0; seq < 30; seq++) store.addInteraction(id, { ...interaction({ target: `/${seq}` }), seq });
    store.addRecognised([Buffer.from('sealed')]);
    const survivor = newPath();
    for (const suffix of ['', '-wal']) copyFileSync(`${path}${suffix}`, `${survivor}${suffix}`);
    store.close();
    using after = append(survivor);
    expect(after.afterCrash).toBe(true);
    expect(after.facts().interactions).toBe(30);
    expect(after.recognised().map(textOf)).toEqual(['sealed']);
  });

  it('tells a clean close from a crash', () => {
    const path = newPath();
    append(path).close();
    using store = append(path);
    expect(store.afterCrash).toBe(false);
  });

  it('keeps all of what is written together, or none of it', () => {
    const path = newPath();
    using store = append(path);
    const id = store.beginSession(header('s'));
    expect(() =>
      store.together(() => {
        const other = store.beginSession(header('other'));
        store.addInteraction(other, interaction({}, { body: { lost: true } }));
        store.addInteraction(id, interaction({}, { body: { lost: true } }));
        throw new Error('broken off');
      }),
    ).toThrow('broken off');
    expect(store.facts()).toMatchObject({ sessions: 1, interactions: 0 });
    store.together(() => {
      const other = store.beginSession(header('other'));
      store.addInteraction(other, interaction({}, { body: { lost: true } }));
      store.addInteraction(id, interaction({}, { body: { lost: true } }));
    });
    expect(
      [...store.sessions()].map((session) => session.interactions.map((item) => textOf(responseOf(item).body))),
    ).toEqual([['{"lost":true}'], ['{"lost":true}']]);
  });

  it('leaves nothing of an interaction that could not be stored, and goes on', () => {
    using store = append(newPath());
    const id = store.beginSession(header('a'));
    const first = interaction({ target: '/first', body: 'first body', headers: [['X-First', '1']] });
    store.addInteraction(id, first);
    expect(() =>
      store.addInteraction(id, interaction({ target: '/again', body: 'second body', headers: [['X-Second', '2']] })),
    ).toThrow(/UNIQUE/);
    store.addInteraction(id, { ...interaction({ body: 'second body', headers: [['X-Second', '2']] }), seq: 1 });
    expect(store.session('a').interactions.map(({ request }) => [textOf(request.body), request.headers])).toEqual([
      ['first body', [['X-First', '1']]],
      ['second body', [['X-Second', '2']]],
    ]);
  });
});

describe('changing sessions', () => {
  const three = (path: string): RecordingStore => {
    const store = append(path);
    for (const name of ['b', 'a', 'c']) {
      const id = store.beginSession(header(name, name === 'c' ? 1 : 2));
      store.addInteraction(id, interaction({ target: `/${name}` }));
    }
    return store;
  };

  it('lists them by start and then id, with their hosts', () => {
    using store = three(newPath());
    expect(store.summaries().map(({ id, interactions, hosts }) => [id, interactions, hosts])).toEqual([
      ['c', 1, ['api.example.com']],
      ['a', 1, ['api.example.com']],
      ['b', 1, ['api.example.com']],
    ]);
  });

  it('labels, judges and drops them', () => {
    using store = three(newPath());
    store.updateSession('a', { label: 'bad', use: 'no' });
    store.updateSession('b', { task: 'Refund the order' });
    store.dropSession('c');
    expect(store.summaries().map(({ id, label, use, task }) => ({ id, label, use, task }))).toEqual([
      { id: 'a', label: 'bad', use: 'no', task: null },
      { id: 'b', label: null, use: 'yes', task: 'Refund the order' },
    ]);
  });

  it('splits a session and merges the parts back into the same one', () => {
    fc.assert(
      fc.property(
        anySession().filter(({ interactions }) => interactions.length >= 2),
        fc.nat(),
        (session, where) => {
          const ordered = {
            ...session,
            interactions: session.interactions.map((item, at) => ({
              ...item,
              timing: { ...item.timing, requestAt: 1_000 + at },
            })),
            startedAt: 1_000,
          };
          const at = 1 + (where % (ordered.interactions.length - 1));
          using store = append(newPath());
          store.addSessions([ordered]);
          const part = store.splitSession(ordered.id, at);
          expect(store.session(ordered.id).interactions).toHaveLength(at);
          expect(store.session(part)).toMatchObject({ startedAt: 1_000 + at, use: ordered.use, task: ordered.task });
          expect(store.session(part).interactions.map(({ seq }) => seq)).toEqual(
            ordered.interactions.slice(at).map((_, index) => index),
          );
          store.mergeSessions([ordered.id, part]);
          expect([...store.sessions()].map(plainSession)).toEqual([plainSession(ordered)]);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('refuses a split that leaves one half empty', () => {
    using store = three(newPath());
    for (const at of [0, 1, 7])
      expect(() => store.splitSession('a', at)).toThrow(
        expect.objectContaining({ code: 'OFFSCRIPT_NO_SPLIT', exitCode: 2 }),
      );
    expect(store.facts()).toMatchObject({ sessions: 3, interactions: 3 });
  });

  it('does all of an edit or nothing', () => {
    using store = three(newPath());
    expect(() => store.edit({ kind: 'drop', ids: ['a', 'nobody'] })).toThrow(/nobody/);
    expect(store.facts().sessions).toBe(3);
    store.edit({ kind: 'drop', ids: ['a', 'b'] });
    expect(store.summaries().map(({ id }) => id)).toEqual(['c']);
  });

  it('names the sessions there are where one is not', () => {
    using store = three(newPath());
    expect(() => store.updateSession('x', { label: 'bad' })).toThrow(
      expect.objectContaining({
        code: 'OFFSCRIPT_NO_SESSION',
        exitCode: 2,
        remedy: expect.stringContaining('c, a, b'),
      }),
    );
  });

  it('leaves no byte of what was rewritten or dropped in the file', () => {
    const path = newPath();
    {
      using store = append(path);
      const secret = 'Wilhelmina Quackenbush';
      const kept = store.beginSession(header('kept'));
      store.addInteraction(
        kept,
        interaction(
          { body: { text: secret }, headers: [['X-Name', secret]] },
          { body: { text: `${secret} `.repeat(3) } },
        ),
      );
      const dropped = store.beginSession(header('dropped'));
      store.addInteraction(dropped, interaction({ target: '/Quackenbush' }, { body: { other: secret } }));
      store.rewriteInteraction(
        kept,
        interaction({ body: { text: 'A B' }, headers: [['X-Name', 'A B']] }, { body: { text: 'A B' } }),
      );
      store.dropSession(dropped);
    }
    expect(readFileSync(path).includes('Quackenbush')).toBe(false);
    using store = read(path);
    const [item] = store.session('kept').interactions;
    expect(item && textOf(responseOf(item).body)).toBe('{"text":"A B"}');
  });
});

describe('the project key', () => {
  it('is told apart by its fingerprint', () => {
    const path = newPath();
    {
      using store = append(path);
      store.setRedaction('default', 'aaaaaaaaaaaaaaaa');
    }
    using store = append(path);
    store.setRedaction('rules', 'aaaaaaaaaaaaaaaa');
    expect(() => store.setRedaction('default', 'bbbbbbbbbbbbbbbb')).toThrow(
      expect.objectContaining({
        code: 'OFFSCRIPT_OTHER_KEY',
        exitCode: 2,
        remedy: expect.stringContaining('--key FILE'),
      }),
    );
    expect(store.facts()).toMatchObject({ keyFingerprint: 'aaaaaaaaaaaaaaaa', redaction: 'rules' });
  });

  it('stays off once anything came in unredacted', () => {
    using store = append(newPath());
    store.setRedaction('off', null);
    store.setRedaction('default', 'aaaaaaaaaaaaaaaa');
    expect(store.facts().redaction).toBe('off');
  });
});

describe('joining recordings', () => {
  const part = (fingerprint: string | null, ...ids: readonly string[]): string => {
    const path = newPath();
    using store = append(path);
    store.setRedaction(fingerprint === null ? 'off' : 'default', fingerprint);
    for (const [at, id] of ids.entries())
      store.addInteraction(store.beginSession(header(id, at)), interaction({ target: `/${id}` }));
    return path;
  };

  it('keeps every session, by start, ids made unique', () => {
    const joined = joinRecordings([part('a'.repeat(16), 'x', 'y'), part('a'.repeat(16), 'x')], newPath());
    expect(joined.map(({ id, interactions }) => [id, interactions])).toEqual([
      ['x', 1],
      ['x~2', 1],
      ['y', 1],
    ]);
  });

  it('refuses what was redacted with another key', () => {
    expect(() => joinRecordings([part('a'.repeat(16), 'x'), part('b'.repeat(16), 'y')], newPath())).toThrow(
      expect.objectContaining({ code: 'OFFSCRIPT_OTHER_KEY', exitCode: 2 }),
    );
  });

  it('stays off where a part was', () => {
    const path = newPath();
    joinRecordings([part('a'.repeat(16), 'x'), part(null, 'y')], path);
    using store = read(path);
    expect(store.facts()).toMatchObject({ redaction: 'off', keyFingerprint: 'a'.repeat(16), sessions: 2 });
  });
});
