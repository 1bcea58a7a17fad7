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
import type { HttpRequest } from '../model/http.ts';
import type { Interaction, RecordingFacts, Session } from '../model/recording.ts';
import { Interner } from './interner.ts';
import type { BodyWriter, LargeBody } from './large-bodies.ts';
import { metaOf, setMeta } from './meta-table.ts';
import { openDatabase, type OpenDatabase, type OpenOptions } from './open-database.ts';
import type { PartedBodies } from './recording-rows.ts';
import { noteRedaction, redactionOf } from './redaction-note.ts';
import {
  prepareStandIns,
  prepareStatements,
  readStandIns,
  SWEEP,
  type RecordingStatements,
} from './recording-statements.ts';
import { sessionBatches } from './session-batches.ts';
import { editSessions, type SessionChange, type SessionEdit } from './session-edit.ts';
import { countsOf, summariesOf, type SessionSummary } from './session-summaries.ts';
import { SessionTable, type NewSession } from './session-table.ts';
import { guarded, guardedEach, guardedOpening } from './sqlite-problems.ts';

export class RecordingStore {
  readonly path: string;
  /** True where a former writer died before its clean close: late redaction of its rows may be owed. */
  readonly afterCrash: boolean;
  readonly #file: OpenDatabase;
  readonly #db: Database.Database;
  readonly #rows: RecordingStatements;
  readonly #sessions: SessionTable;
  #standIns: Database.Statement<[Uint8Array]> | null = null;

  private constructor(file: OpenDatabase) {
    this.path = file.path;
    this.afterCrash = file.afterCrash;
    this.#file = file;
    this.#db = file.db;
    this.#rows = prepareStatements(file.db);
    this.#sessions = new SessionTable(file.path, this.#rows, new Interner(file.db));
  }

  /** @throws ContentError, EnvironmentError as {@link openDatabase} */
  static open(path: string, options: Pick<OpenOptions, 'mode'>): RecordingStore {
    const file = openDatabase(path, { kind: 'recording', mode: options.mode });
    try {
      return guardedOpening(path, () => new RecordingStore(file));
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** One transaction: all that `work` writes is committed when it returns; where it throws, none of it. */
  together(work: () => void): void {
    this.#write(work);
  }

  /** Committed when it returns. Returns the id it was given in this recording. */
  beginSession(session: NewSession): string {
    return this.#write(() => this.#sessions.insert(session).id);
  }

  /** Committed when it returns; `seq` must be new in the session. `recognised` as in {@link addRecognised}. */
  addInteraction(
    sessionId: string,
    interaction: Interaction,
    recognised: readonly Uint8Array[] = [],
    standIns: readonly Uint8Array[] = [],
    parted?: PartedBodies,
  ): void {
    this.#write(() => {
      this.#sessions.insertInteraction(this.#sessions.rowidOf(sessionId), interaction, parted);
      for (const sealed of recognised) this.#rows.addRecognised.run(sealed);
      this.addStandIns(standIns);
    });
  }

  /** A body that is written as it comes, before its interaction: {@link addInteraction} is told its id. */
  beginBody(): BodyWriter {
    this.#write(() => this.#oweSweep());
    return this.#sessions.bodyWriter((work) => this.#write(work));
  }

  /** Bodies too large to be loaded with their interactions. */
  largeBodies(): readonly LargeBody[] {
    return this.#read(() => this.#sessions.largeBodies());
  }

  /** Digests of the stand-ins in it, so that a search for secrets can tell them from real ones. */
  addStandIns(digests: readonly Uint8Array[]): void {
    if (digests.length === 0) return;
    this.#write(() => {
      this.#standIns ??= prepareStandIns(this.#db);
      for (const digest of digests) this.#standIns.run(digest);
    });
  }

  /** Null where the recording was made before they were kept. */
  standIns(): readonly Uint8Array[] | null {
    return this.#read(() => readStandIns(this.#db));
  }

  /** All sessions, some hundred to a transaction. Returns the ids they were given. */
  addSessions(sessions: Iterable<Session>): readonly string[] {
    const ids: string[] = [];
    for (const batch of sessionBatches(sessions))
      ids.push(...this.#write(() => batch.map((session) => this.#sessions.insertWhole(session))));
    return ids;
  }

  /** One by one, by start and then id: memory holds one session at a time. */
  sessions(): Iterable<Session> {
    return guardedEach(this.path, () => this.#sessions.all());
  }

  /**
   * Sessions of stretches spread evenly over the recording, with about `wanted` interactions in all: what was recorded
   * together stays together, since one session makes what the next one reads.
   */
  sample(wanted: number): Iterable<Session> {
    return guardedEach(this.path, () => this.#sessions.sample(wanted));
  }

  /** All requests there are, in no order: what tells one operation from another, and nothing read that is not asked for. */
  requests(): Iterable<HttpRequest> {
    return guardedEach(this.path, () => this.#sessions.requests());
  }

  session(id: string): Session {
    return this.#read(() => this.#sessions.load(this.#sessions.rowidOf(id)) as Session);
  }

  /** Sessions without their interactions, by start and then id. */
  summaries(): readonly SessionSummary[] {
    return this.#read(() => summariesOf(this.#rows));
  }

  facts(): RecordingFacts {
    return this.#read(() => ({ ...countsOf(this.#rows), ...redactionOf(this.#db) }));
  }

  /**
   * Says how what follows is redacted. A recording that took anything unredacted stays `off`.
   * @throws ContentError OFFSCRIPT_OTHER_KEY where its pseudonyms were made with another key: they would not join
   */
  setRedaction(mode: RecordingFacts['redaction'], keyFingerprint: string | null): void {
    this.#write(() => noteRedaction(this.#db, this.path, mode, keyFingerprint));
  }

  updateSession(id: string, change: SessionChange): void {
    this.#write(() => this.#sessions.update(id, change));
  }

  dropSession(id: string): void {
    this.#write(() => {
      this.#sessions.delete(id);
      this.#oweSweep();
    });
  }

  edit(edit: SessionEdit): void {
    editSessions(this, edit);
  }

  /** Makes one session of several, in order of request start; it keeps the first one's id and words. */
  mergeSessions(ids: readonly string[]): string {
    return this.#write(() => this.#sessions.merge(ids));
  }

  /**
   * Makes a session of its own of what comes from `seq` on. Returns its id.
   * @throws ContentError OFFSCRIPT_NO_SPLIT where one half would be empty
   */
  splitSession(id: string, seq: number): string {
    return this.#write(() => this.#sessions.split(id, seq));
  }

  /** Replaces the interaction with the same `seq`; what only the former version used is gone after the close. */
  rewriteInteraction(sessionId: string, interaction: Interaction): void {
    this.#write(() => {
      this.#sessions.rewriteInteraction(sessionId, interaction);
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

  /** Inside a transaction already: part of it. */
  #write<T>(work: () => T): T {
    if (this.#db.inTransaction) return guarded(this.path, work);
    try {
      return guarded(this.path, this.#db.transaction(work).immediate);
    } catch (error) {
      this.#sessions.forget();
      this.#standIns = null;
      throw error;
    }
  }

  #read<T>(work: () => T): T {
    return guarded(this.path, work);
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
    this.#sessions.forget();
  }
}
