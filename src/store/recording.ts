/**
 * A recording: one SQLite file of captured sessions. Each interaction is its own transaction while capturing, so that
 * what a client saw is in the file, also after kill -9; imports and merges go in batches.
 *
 * @example
 * using store = RecordingStore.open('recording.sqlite', { mode: 'append' });
 * const id = store.beginSession({ id: 'checkout', source: 'capture', startedAt });
 * store.addInteraction(id, interaction);
 */
import type Database from 'better-sqlite3';
import { ContentError } from '../errors.ts';
import type { Interaction, RecordingFacts, Session, SessionHeader, SessionUse } from '../model/recording.ts';
import { Interner } from './interner.ts';
import { metaOf, openDatabase, setMeta, type OpenDatabase, type OpenOptions } from './open-database.ts';
import { interactionToRow, rowToHeader, rowToInteraction, type InteractionRow, type SessionRow } from './recording-rows.ts';
import { guarded } from './sqlite-problems.ts';

/** A session to begin: what is not known yet may be left out. A taken `id` gets a number appended. */
export type NewSession = Pick<SessionHeader, 'id' | 'source' | 'startedAt'> & Partial<SessionHeader>;

export type SessionChange = Partial<Pick<SessionHeader, 'label' | 'use' | 'workflow' | 'task'>>;

export interface SessionSummary extends SessionHeader {
  readonly interactions: number;
  readonly hosts: readonly string[];
}

export type RedactionMode = RecordingFacts['redaction'];

const BATCH = 200;

export class RecordingStore {
  readonly path: string;
  /** True where a former writer died before its clean close: late redaction of its rows may be owed. */
  readonly afterCrash: boolean;
  readonly #file: OpenDatabase;
  readonly #db: Database.Database;
  readonly #interner: Interner;
  readonly #rows: ReturnType<typeof prepare>;

  private constructor(file: OpenDatabase) {
    this.path = file.path;
    this.afterCrash = file.afterCrash;
    this.#file = file;
    this.#db = file.db;
    this.#interner = new Interner(file.db);
    this.#rows = prepare(file.db);
  }

  /** @throws ContentError, EnvironmentError as {@link openDatabase} */
  static open(path: string, options: Pick<OpenOptions, 'mode'>): RecordingStore {
    const file = openDatabase(path, { kind: 'recording', mode: options.mode });
    try {
      return guarded(path, () => new RecordingStore(file));
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Committed when it returns. Returns the id it was given in this recording. */
  beginSession(session: NewSession): string {
    return this.#write(() => this.#insertSession(session).id);
  }

  /** Committed when it returns; `seq` must be new in the session. `recognised` as in {@link addRecognised}. */
  addInteraction(sessionId: string, interaction: Interaction, recognised: readonly Uint8Array[] = []): void {
    this.#write(() => {
      this.#insertInteraction(this.#rowidOf(sessionId), interaction);
      for (const sealed of recognised) this.#rows.addRecognised.run(sealed);
    });
  }

  /** All sessions, some hundred to a transaction. Returns the ids they were given. */
  addSessions(sessions: Iterable<Session>): readonly string[] {
    const ids: string[] = [];
    let batch: Session[] = [];
    let weight = 0;
    const flush = (): void => {
      if (batch.length > 0) ids.push(...this.#write(() => batch.map((session) => this.#insertWhole(session))));
      batch = [];
      weight = 0;
    };
    for (const session of sessions) {
      batch.push(session);
      weight += 1 + session.interactions.length;
      if (weight >= BATCH) flush();
    }
    flush();
    return ids;
  }

  /** One by one, by start and then id: memory holds one session at a time. */
  *sessions(): Generator<Session> {
    for (const { rowid } of this.#read(() => this.#rows.sessionOrder.all())) {
      const session = this.#read(() => this.#load(rowid));
      if (session !== null) yield session;
    }
  }

  session(id: string): Session {
    return this.#read(() => this.#load(this.#rowidOf(id)) as Session);
  }

  /** Sessions without their interactions, by start and then id. */
  summaries(): readonly SessionSummary[] {
    return this.#read(() => {
      const hosts = new Map<number, string[]>();
      for (const { session, origin } of this.#rows.origins.all()) {
        const host = URL.canParse(origin) ? new URL(origin).host : origin;
        const known = hosts.get(session);
        if (known === undefined) hosts.set(session, [host]);
        else if (!known.includes(host)) known.push(host);
      }
      return this.#rows.counted.all().map((row) => ({ ...rowToHeader(row), interactions: row.interactions, hosts: hosts.get(row.rowid) ?? [] }));
    });
  }

  facts(): RecordingFacts {
    return this.#read(() => ({
      sessions: this.#rows.countSessions.get() ?? 0,
      interactions: this.#rows.countInteractions.get() ?? 0,
      origins: this.#rows.allOrigins.all(),
      keyFingerprint: metaOf(this.#db, 'key_fingerprint'),
      redaction: (metaOf(this.#db, 'redaction') as RedactionMode | null) ?? 'default',
    }));
  }

  /**
   * Says how what follows is redacted. A recording that took anything unredacted stays `off`.
   * @throws ContentError OFFSCRIPT_OTHER_KEY where its pseudonyms were made with another key: they would not join
   */
  setRedaction(mode: RedactionMode, keyFingerprint: string | null): void {
    this.#write(() => {
      const former = metaOf(this.#db, 'key_fingerprint');
      if (former !== null && keyFingerprint !== null && former !== keyFingerprint) throw otherKey(this.path, former, keyFingerprint);
      const formerMode = metaOf(this.#db, 'redaction') as RedactionMode | null;
      if (keyFingerprint !== null) setMeta(this.#db, 'key_fingerprint', keyFingerprint);
      if (formerMode !== 'off') setMeta(this.#db, 'redaction', formerMode === 'rules' && mode === 'default' ? 'rules' : mode);
    });
  }

  updateSession(id: string, change: SessionChange): void {
    this.#write(() => {
      const row = this.#rows.sessionById.get(id);
      if (row === undefined) throw noSession(this.path, id, this.#someIds());
      const next = { ...rowToHeader(row), ...change };
      this.#rows.updateSession.run(next.label, next.use, next.workflow, next.task, row.rowid);
    });
  }

  dropSession(id: string): void {
    this.#write(() => {
      this.#rows.deleteSession.run(this.#rowidOf(id));
      this.#oweSweep();
    });
  }

  /** Replaces the interaction with the same `seq`; what only the former version used is gone after the close. */
  rewriteInteraction(sessionId: string, interaction: Interaction): void {
    this.#write(() => {
      const session = this.#rowidOf(sessionId);
      this.#rows.deleteInteraction.run(session, interaction.seq);
      this.#insertInteraction(session, interaction);
      this.#oweSweep();
    });
  }

  /** Values recognised as secret or personal, encrypted: for the run after a crash to find what this one could not. */
  addRecognised(sealed: readonly Uint8Array[]): void {
    if (sealed.length > 0) this.#write(() => sealed.forEach((value) => this.#rows.addRecognised.run(value)));
  }

  recognised(): readonly Uint8Array[] {
    return this.#read(() => this.#rows.recognised.all());
  }

  /** To be called when every row has been rewritten. */
  clearRecognised(): void {
    this.#write(() => this.#rows.clearRecognised.run());
  }

  close(): void {
    guarded(this.path, () => {
      if (!this.#db.open) return;
      try {
        if (!this.#db.readonly) this.#sweep();
      } finally {
        this.#file.close();
      }
    });
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #write<T>(work: () => T): T {
    try {
      return guarded(this.path, this.#db.transaction(work).immediate);
    } catch (error) {
      this.#interner.forget();
      throw error;
    }
  }

  #read<T>(work: () => T): T {
    return guarded(this.path, work);
  }

  #insertSession(session: NewSession): { readonly rowid: number; readonly id: string } {
    const id = this.#freeId(session.id);
    const { source, startedAt, label = null, use = 'yes', workflow = null, task = null } = session;
    const { lastInsertRowid } = this.#rows.addSession.run(id, source, startedAt, label, use satisfies SessionUse, workflow, task);
    return { rowid: Number(lastInsertRowid), id };
  }

  #insertWhole(session: Session): string {
    const { rowid, id } = this.#insertSession(session);
    for (const interaction of session.interactions) this.#insertInteraction(rowid, interaction);
    return id;
  }

  #insertInteraction(session: number, interaction: Interaction): void {
    this.#rows.addInteraction.run(interactionToRow(session, interaction, this.#interner));
  }

  #freeId(wanted: string): string {
    if (this.#rows.sessionById.get(wanted) === undefined) return wanted;
    for (let number = 2; ; number++) {
      const id = `${wanted}~${number}`;
      if (this.#rows.sessionById.get(id) === undefined) return id;
    }
  }

  #rowidOf(id: string): number {
    const row = this.#rows.sessionById.get(id);
    if (row === undefined) throw noSession(this.path, id, this.#someIds());
    return row.rowid;
  }

  #someIds(): readonly string[] {
    return this.#rows.someIds.all();
  }

  #load(rowid: number): Session | null {
    const row = this.#rows.sessionByRow.get(rowid);
    if (row === undefined) return null;
    const interactions = this.#rows.interactions.all(rowid).map((item) => rowToInteraction(item, this.#interner));
    return { ...rowToHeader(row), interactions };
  }

  /** Kept in the file, so that a crash between a rewrite and the sweep does not keep what was to go. */
  #oweSweep(): void {
    setMeta(this.#db, 'sweep', '1');
  }

  #sweep(): void {
    if (metaOf(this.#db, 'sweep') !== '1') return;
    this.#write(() => {
      this.#db.exec(SWEEP);
      setMeta(this.#db, 'sweep', '0');
    });
    this.#interner.forget();
  }
}

const SWEEP = `
  DELETE FROM body WHERE id NOT IN (
    SELECT request_body FROM interaction WHERE request_body IS NOT NULL
    UNION SELECT response_body FROM interaction WHERE response_body IS NOT NULL);
  DELETE FROM header_list WHERE id NOT IN (
    SELECT request_headers FROM interaction
    UNION SELECT response_headers FROM interaction WHERE response_headers IS NOT NULL
    UNION SELECT trailers FROM interaction WHERE trailers IS NOT NULL);
`;

function prepare(db: Database.Database) {
  return {
    addSession: db.prepare<[string, string, number, string | null, string, string | null, string | null]>(
      'INSERT INTO session (id, source, started_at, label, use, workflow, task) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    addInteraction: db.prepare<InteractionRow>(`INSERT INTO interaction VALUES (
      @session, @seq, @method, @origin, @target, @request_headers, @request_body, @status, @response_headers, @response_body, @trailers,
      @error_kind, @error_message, @request_at, @first_byte_after, @last_byte_after, @chunks, @incomplete)`),
    deleteInteraction: db.prepare<[number, number]>('DELETE FROM interaction WHERE session = ? AND seq = ?'),
    deleteSession: db.prepare<[number]>('DELETE FROM session WHERE rowid = ?'),
    updateSession: db.prepare<[string | null, string, string | null, string | null, number]>(
      'UPDATE session SET label = ?, use = ?, workflow = ?, task = ? WHERE rowid = ?',
    ),
    sessionById: db.prepare<[string], SessionRow>('SELECT * FROM session WHERE id = ?'),
    sessionByRow: db.prepare<[number], SessionRow>('SELECT * FROM session WHERE rowid = ?'),
    sessionOrder: db.prepare<[], { readonly rowid: number }>('SELECT rowid FROM session ORDER BY started_at, id'),
    interactions: db.prepare<[number], InteractionRow>('SELECT * FROM interaction WHERE session = ? ORDER BY seq'),
    counted: db.prepare<[], SessionRow & { readonly interactions: number }>(
      'SELECT session.*, (SELECT count(*) FROM interaction WHERE session = session.rowid) AS interactions FROM session ORDER BY started_at, id',
    ),
    origins: db.prepare<[], { readonly session: number; readonly origin: string }>('SELECT session, origin FROM interaction GROUP BY session, origin ORDER BY session, min(seq)'),
    allOrigins: db.prepare<[], string>('SELECT DISTINCT origin FROM interaction ORDER BY origin').pluck(),
    countSessions: db.prepare<[], number>('SELECT count(*) FROM session').pluck(),
    countInteractions: db.prepare<[], number>('SELECT count(*) FROM interaction').pluck(),
    someIds: db.prepare<[], string>('SELECT id FROM session ORDER BY started_at, id LIMIT 5').pluck(),
    addRecognised: db.prepare<[Uint8Array]>('INSERT OR IGNORE INTO recognised (sealed) VALUES (?)'),
    clearRecognised: db.prepare<[]>('DELETE FROM recognised'),
    recognised: db.prepare<[], Uint8Array>('SELECT sealed FROM recognised').pluck(),
  };
}

function noSession(path: string, id: string, known: readonly string[]): ContentError {
  const remedy = known.length === 0 ? 'The recording has no sessions.' : `It has, among others: ${known.join(', ')}. List all: offscript sessions ${path}`;
  return new ContentError('OFFSCRIPT_NO_SESSION', `No session named "${id}" in ${path}.`, remedy);
}

function otherKey(path: string, former: string, present: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_OTHER_KEY',
    `${path} was redacted with project key ${former}; the present key is ${present}. Its pseudonyms would not match.`,
    'Name the key it was made with (--key FILE), or write to another file.',
  );
}
