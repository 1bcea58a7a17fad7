/** The table `meta`, which every kind of offscript file has. */
import type Database from 'better-sqlite3';

/** A value of the table `meta`, null where it has none. */
export function metaOf(db: Database.Database, key: string): string | null {
  const value = db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key);
  return typeof value === 'string' ? value : null;
}

export function setMeta(db: Database.Database, key: string, value: string | null): void {
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
    key,
    value,
  );
}
