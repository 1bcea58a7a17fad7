/**
 * One writer per file, decided by the operating system: a reserved lock on a small database beside the file.
 * The lock dies with its process, also by kill -9, so there is no stale lock file to clear by hand.
 */
import { statSync, unlinkSync } from 'node:fs';
import Database from 'better-sqlite3';
import { explainProblem, locked, readOnly } from './sqlite-problems.ts';

export class WriteLock {
  readonly #lockPath: string;
  readonly #db: Database.Database;

  private constructor(lockPath: string, db: Database.Database) {
    this.#lockPath = lockPath;
    this.#db = db;
  }

  /** @throws EnvironmentError OFFSCRIPT_LOCKED where another writer, in this process or another, has `path`. */
  static take(path: string): WriteLock {
    const lockPath = `${path}-lock`;
    for (;;) {
      const db = openLock(path, lockPath);
      const inode = inodeOf(lockPath);
      try {
        db.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER)');
        db.prepare('DELETE FROM holder').run();
        db.prepare('INSERT INTO holder VALUES (?)').run(process.pid);
        db.exec('BEGIN IMMEDIATE');
      } catch (error) {
        const owner = holderOf(db);
        db.close();
        throw isBusy(error) ? locked(path, owner) : (explainProblem(path, error) ?? error);
      }
      // The former holder removes its lock file: what we hold counts only while it is still the one at the path.
      if (inode !== null && inode === inodeOf(lockPath)) return new WriteLock(lockPath, db);
      db.close();
    }
  }

  release(): void {
    try {
      unlinkSync(this.#lockPath);
    } catch {
      // A lock file that stays behind is harmless: only the lock on it counts.
    }
    this.#db.close();
  }
}

function openLock(path: string, lockPath: string): Database.Database {
  try {
    return new Database(lockPath, { timeout: 0 });
  } catch (error) {
    throw (error as { code?: string }).code === 'SQLITE_CANTOPEN' ? readOnly(path) : error;
  }
}

function holderOf(db: Database.Database): string | null {
  try {
    const pid = db.prepare('SELECT pid FROM holder').pluck().get();
    return typeof pid === 'number' ? `process ${pid}` : null;
  } catch {
    return null;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function inodeOf(path: string): bigint | null {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}
