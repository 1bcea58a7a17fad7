/** The one door to SQLite files: what every kind of offscript file has in common. */
import { existsSync, linkSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { ContentError, EnvironmentError } from '../errors.ts';
import { checkHeader, checkIsFile } from './check-file.ts';
import { APPLICATION_ID, FILE_KINDS, type FileKind } from './file-kind.ts';
import { metaOf, setMeta } from './meta-table.ts';
import { guarded, guardedOpening } from './sqlite-problems.ts';
import { WriteLock } from './write-lock.ts';

export interface OpenOptions {
  readonly kind: FileKind;
  /** `read`: never written. `append`: made where missing, one writer at a time. `create`: refuses an existing file. */
  readonly mode: 'read' | 'append' | 'create';
}

export interface OpenDatabase {
  readonly path: string;
  readonly db: Database.Database;
  /** True in mode `append` where a former writer of this file died before its clean close. */
  readonly afterCrash: boolean;
  /** Writers: folds the write-ahead log into the file, so that the file alone is the whole, readable from a read-only folder. */
  close(): void;
}

const BUSY_TIMEOUT_MS = 5_000;

/**
 * @throws ContentError where the file is something else (no database, another kind, a newer version, damaged)
 * @throws EnvironmentError where it cannot be opened, is locked or is read-only
 */
export function openDatabase(path: string, { kind, mode }: OpenOptions): OpenDatabase {
  return guardedOpening(path, () => (mode === 'read' ? openForReading(path, kind) : openForWriting(path, kind, mode)));
}

function openForReading(path: string, kind: FileKind): OpenDatabase {
  checkIsFile(path, kind);
  const db = connect(path, { readonly: true });
  try {
    if (checkHeader(db, path, kind) < currentVersion(kind)) {
      db.close();
      openForWriting(path, kind, 'append').close();
      return openForReading(path, kind);
    }
  } catch (error) {
    db.close();
    throw error;
  }
  return { path, db, afterCrash: false, close: () => void db.close() };
}

function openForWriting(path: string, kind: FileKind, mode: 'append' | 'create'): OpenDatabase {
  checkFolder(path);
  const exists = existsSync(path);
  if (exists && mode === 'create') throw alreadyThere(path);
  if (exists) checkIsFile(path, kind);
  // One lock for a file, also where two names lead to it.
  const lock = WriteLock.take(exists ? realpathSync(path) : path);
  let db: Database.Database | null = null;
  try {
    if (!exists) makeFile(path, kind);
    db = connect(path, {});
    checkHeader(db, path, kind);
    return writer(path, db, kind, lock);
  } catch (error) {
    db?.close();
    lock.release();
    throw error;
  }
}

function writer(path: string, db: Database.Database, kind: FileKind, lock: WriteLock): OpenDatabase {
  db.pragma('journal_mode = WAL');
  // A commit is in the operating system's hands when it returns, which is what surviving kill -9 takes. FULL would
  // add a disk flush per interaction for power cuts, at a third of the speed; even then the file stays consistent.
  db.pragma('synchronous = NORMAL');
  // Each checkpoint is a disk flush: one for 16 MB of log, not for 4.
  db.pragma('wal_autocheckpoint = 4000');
  db.pragma('foreign_keys = ON');
  db.pragma('secure_delete = ON');
  migrate(db, kind);
  const afterCrash = metaOf(db, 'open') === '1';
  setMeta(db, 'open', '1');
  let closed = false;
  return {
    path,
    db,
    afterCrash,
    close: () => {
      if (closed) return;
      closed = true;
      guarded(path, () => {
        try {
          setMeta(db, 'open', '0');
          foldLog(db);
        } finally {
          db.close();
          lock.release();
        }
      });
    },
  };
}

/** The user's error for an output that is there already. */
export function alreadyThere(path: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_EXISTS',
    `${path} is there already.`,
    'Name another file, or add --overwrite to replace it.',
  );
}

function connect(path: string, options: { readonly?: boolean }): Database.Database {
  const db = new Database(path, { ...options, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  return db;
}

/** Made whole beside its place and then put there, so that a crash leaves no half-made file under the name. */
function makeFile(path: string, kind: FileKind): void {
  const draft = `${path}-new-${process.pid}`;
  rmSync(draft, { force: true });
  const db = new Database(draft);
  try {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.exec('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID');
    setMeta(db, 'kind', kind);
    migrate(db, kind);
    db.close();
    putInPlace(draft, path);
  } finally {
    db.close();
    for (const left of [draft, `${draft}-journal`]) rmSync(left, { force: true });
  }
}

function putInPlace(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw alreadyThere(path);
    renameSync(draft, path);
  }
}

function migrate(db: Database.Database, kind: FileKind): void {
  const steps = FILE_KINDS[kind].migrations;
  const from = Number(db.pragma('user_version', { simple: true }));
  if (from === steps.length) return;
  db.transaction(() => {
    for (const step of steps.slice(from)) db.exec(step);
    db.pragma(`user_version = ${steps.length}`);
  }).immediate();
}

function currentVersion(kind: FileKind): number {
  return FILE_KINDS[kind].migrations.length;
}

/** @throws EnvironmentError OFFSCRIPT_NO_FOLDER */
export function checkFolder(path: string): void {
  const folder = dirname(resolve(path));
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isDirectory()) {
    throw new EnvironmentError(
      'OFFSCRIPT_NO_FOLDER',
      `There is no folder ${folder}.`,
      `Make it first: mkdir -p ${folder}`,
    );
  }
}

function foldLog(db: Database.Database): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  try {
    db.pragma('journal_mode = DELETE');
  } catch {
    // A reader has the file open: the empty log stays beside it until the next writer closes.
  }
}
