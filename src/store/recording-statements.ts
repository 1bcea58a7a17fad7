/** Every statement a recording is read and written with. */
import type Database from 'better-sqlite3';
import type { InteractionRow, RequestRow, SessionRow } from './recording-rows.ts';

/** Removes what no row uses any more. */
export const SWEEP = `
  DELETE FROM body WHERE id NOT IN (
    SELECT request_body FROM interaction WHERE request_body IS NOT NULL
    UNION SELECT response_body FROM interaction WHERE response_body IS NOT NULL);
  DELETE FROM header_list WHERE id NOT IN (
    SELECT request_headers FROM interaction
    UNION SELECT response_headers FROM interaction WHERE response_headers IS NOT NULL
    UNION SELECT trailers FROM interaction WHERE trailers IS NOT NULL);
`;

export interface RecordingStatements {
  readonly addSession: Database.Statement<
    [string, string, number, string | null, string, string | null, string | null]
  >;
  readonly addInteraction: Database.Statement<InteractionRow>;
  readonly deleteInteraction: Database.Statement<[number, number]>;
  readonly deleteInteractions: Database.Statement<[number]>;
  readonly setStart: Database.Statement<[number, number]>;
  readonly deleteSession: Database.Statement<[number]>;
  readonly updateSession: Database.Statement<[string | null, string, string | null, string | null, number]>;
  readonly sessionById: Database.Statement<[string], SessionRow>;
  readonly sessionByRow: Database.Statement<[number], SessionRow>;
  readonly sessionOrder: Database.Statement<[], { readonly rowid: number }>;
  readonly interactions: Database.Statement<[number], InteractionRow>;
  readonly interaction: Database.Statement<[number, number], InteractionRow>;
  readonly useOfBody: Database.Statement<[number, number], InteractionRow & { readonly id: string }>;
  readonly someInteractions: Database.Statement<[number, number], InteractionRow>;
  readonly requests: Database.Statement<[], RequestRow>;
  readonly counted: Database.Statement<[], SessionRow & { readonly interactions: number }>;
  readonly origins: Database.Statement<[], { readonly session: number; readonly origin: string }>;
  readonly allOrigins: Database.Statement<[], string>;
  readonly countSessions: Database.Statement<[], number>;
  readonly countInteractions: Database.Statement<[], number>;
  readonly someIds: Database.Statement<[], string>;
  readonly addRecognised: Database.Statement<[Uint8Array]>;
  readonly clearRecognised: Database.Statement<[]>;
  readonly recognised: Database.Statement<[], Uint8Array>;
}

export function prepareStatements(db: Database.Database): RecordingStatements {
  return {
    addSession: db.prepare(
      'INSERT INTO session (id, source, started_at, label, use, workflow, task) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    addInteraction: db.prepare(`INSERT INTO interaction VALUES (
      @session, @seq, @method, @origin, @target, @request_headers, @request_body, @status, @response_headers, @response_body, @trailers,
      @error_kind, @error_message, @request_at, @first_byte_after, @last_byte_after, @chunks, @incomplete)`),
    deleteInteraction: db.prepare('DELETE FROM interaction WHERE session = ? AND seq = ?'),
    deleteInteractions: db.prepare('DELETE FROM interaction WHERE session = ?'),
    setStart: db.prepare('UPDATE session SET started_at = ? WHERE rowid = ?'),
    deleteSession: db.prepare('DELETE FROM session WHERE rowid = ?'),
    updateSession: db.prepare('UPDATE session SET label = ?, use = ?, workflow = ?, task = ? WHERE rowid = ?'),
    sessionById: db.prepare('SELECT * FROM session WHERE id = ?'),
    sessionByRow: db.prepare('SELECT * FROM session WHERE rowid = ?'),
    sessionOrder: db.prepare('SELECT rowid FROM session ORDER BY started_at, id'),
    interactions: db.prepare('SELECT * FROM interaction WHERE session = ? ORDER BY seq'),
    interaction: db.prepare('SELECT * FROM interaction WHERE session = ? AND seq = ?'),
    useOfBody: db.prepare(
      'SELECT interaction.*, session.id FROM interaction JOIN session ON session.rowid = session WHERE request_body = ? OR response_body = ? LIMIT 1',
    ),
    someInteractions: db.prepare('SELECT * FROM interaction WHERE session = ? ORDER BY seq LIMIT ?'),
    requests: db.prepare('SELECT method, origin, target, request_headers, request_body FROM interaction'),
    counted: db.prepare(
      'SELECT session.*, (SELECT count(*) FROM interaction WHERE session = session.rowid) AS interactions FROM session ORDER BY started_at, id',
    ),
    origins: db.prepare('SELECT session, origin FROM interaction GROUP BY session, origin ORDER BY session, min(seq)'),
    allOrigins: db.prepare<[], string>('SELECT DISTINCT origin FROM interaction ORDER BY origin').pluck(),
    countSessions: db.prepare<[], number>('SELECT count(*) FROM session').pluck(),
    countInteractions: db.prepare<[], number>('SELECT count(*) FROM interaction').pluck(),
    someIds: db.prepare<[], string>('SELECT id FROM session ORDER BY started_at, id LIMIT 5').pluck(),
    addRecognised: db.prepare('INSERT OR IGNORE INTO recognised (sealed) VALUES (?)'),
    clearRecognised: db.prepare('DELETE FROM recognised'),
    recognised: db.prepare<[], Uint8Array>('SELECT sealed FROM recognised').pluck(),
  };
}

/** A table of its own, made when the first one comes: recordings without it stay as they are. */
export function prepareStandIns(db: Database.Database): Database.Statement<[Uint8Array]> {
  db.exec('CREATE TABLE IF NOT EXISTS stand_in (digest BLOB PRIMARY KEY) STRICT, WITHOUT ROWID');
  return db.prepare('INSERT OR IGNORE INTO stand_in (digest) VALUES (?)');
}

export function readStandIns(db: Database.Database): readonly Uint8Array[] | null {
  const there = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'stand_in'").get();
  return there === undefined ? null : db.prepare<[], Uint8Array>('SELECT digest FROM stand_in').pluck().all();
}
