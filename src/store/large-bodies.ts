/**
 * Bodies too large to be held in memory: kept in parts, written as they come and read one part at a time. A table of
 * its own, made when the first one comes: recordings without large bodies stay as they are.
 */
import { createHash, randomBytes, type Hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type Database from 'better-sqlite3';
import type { HeaderList } from '../model/http.ts';
import { BrokenRow } from './sqlite-problems.ts';

/** In the column `packed` of a body: its bytes are in parts. */
export const IN_PARTS = 2;
const PART_BYTES = 1024 * 1024;
/** A larger one is not read as a whole. */
export const MOST_LOADED_BYTES = 32 * 1024 * 1024;

export interface StoredBody {
  readonly id: number;
  readonly size: number;
}

/** One that is not loaded, and the first message that has it. */
export interface LargeBody extends StoredBody {
  readonly parts: () => Iterable<Uint8Array>;
  readonly used: {
    readonly session: string;
    readonly seq: number;
    readonly target: string;
    readonly headers: HeaderList;
  } | null;
}

export interface BodyWriter {
  add(bytes: Uint8Array): void;
  /** The whole body is in the file when it returns. */
  end(): StoredBody;
  abort(): void;
}

export class LargeBodies {
  readonly #db: Database.Database;
  /** Sizes of those that are not loaded. */
  readonly #unloaded = new Map<number, number>();

  constructor(db: Database.Database) {
    this.#db = db;
    if (!this.#hasTable()) return;
    const rows = db
      .prepare<[number], StoredBody>(
        'SELECT id, size FROM body WHERE id IN (SELECT DISTINCT body FROM body_part) AND size > ?',
      )
      .all(MOST_LOADED_BYTES);
    for (const { id, size } of rows) this.#unloaded.set(id, size);
  }

  /** Bytes of a body that is too large to be loaded; null for all others. */
  unloadedSize(id: number | null): number | null {
    return id === null ? null : (this.#unloaded.get(id) ?? null);
  }

  unloaded(): readonly StoredBody[] {
    return [...this.#unloaded].map(([id, size]) => ({ id, size }));
  }

  *parts(id: number): Generator<Uint8Array> {
    const rows = this.#db
      .prepare<[number], { packed: number; bytes: Buffer }>(
        'SELECT packed, bytes FROM body_part WHERE body = ? ORDER BY n',
      )
      .iterate(id);
    for (const { packed, bytes } of rows) yield packed === 1 ? inflateRawSync(bytes) : bytes;
  }

  whole(id: number, size: number): Uint8Array {
    const bytes = Buffer.concat([...this.parts(id)]);
    if (bytes.length !== size) throw new BrokenRow(`body ${id} lacks a part`);
    return bytes;
  }

  /** `write` runs each step as a transaction of its own. */
  writer(write: (work: () => void) => void): BodyWriter {
    write(() => this.#makeTable());
    return new PartWriter(this.#db, write, ({ id, size }) => {
      if (size > MOST_LOADED_BYTES) this.#unloaded.set(id, size);
    });
  }

  #hasTable(): boolean {
    return (
      this.#db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'body_part'").get() !== undefined
    );
  }

  #makeTable(): void {
    this.#db.exec(`CREATE TABLE IF NOT EXISTS body_part (
      body   INTEGER NOT NULL REFERENCES body (id) ON DELETE CASCADE,
      n      INTEGER NOT NULL,
      packed INTEGER NOT NULL,              -- 0: bytes as captured, 1: raw deflate of them
      bytes  BLOB NOT NULL,
      PRIMARY KEY (body, n)
    ) STRICT`);
  }
}

class PartWriter implements BodyWriter {
  readonly #db: Database.Database;
  readonly #write: (work: () => void) => void;
  readonly #onEnd: (body: StoredBody) => void;
  readonly #hash: Hash = createHash('sha256');
  readonly #addPart: Database.Statement<[number, number, number, Uint8Array]>;
  #id = 0;
  #size = 0;
  #parts = 0;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;

  constructor(db: Database.Database, write: (work: () => void) => void, onEnd: (body: StoredBody) => void) {
    this.#db = db;
    this.#write = write;
    this.#onEnd = onEnd;
    this.#addPart = db.prepare('INSERT INTO body_part (body, n, packed, bytes) VALUES (?, ?, ?, ?)');
    // Until its end is known it has a name of chance; a crash before that leaves it to the sweep.
    write(() => {
      this.#id = Number(
        db
          .prepare(`INSERT INTO body (sha256, size, packed, bytes) VALUES (?, 0, ${IN_PARTS}, x'')`)
          .run(randomBytes(32)).lastInsertRowid,
      );
    });
  }

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#hash.update(bytes);
    this.#size += bytes.length;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes >= PART_BYTES) this.#flush();
  }

  end(): StoredBody {
    this.#flush();
    const sha256 = this.#hash.digest();
    let body = { id: this.#id, size: this.#size };
    this.#write(() => {
      const same = this.#db.prepare<[Buffer], number>('SELECT id FROM body WHERE sha256 = ?').pluck().get(sha256);
      if (same === undefined)
        this.#db.prepare('UPDATE body SET sha256 = ?, size = ? WHERE id = ?').run(sha256, this.#size, this.#id);
      else {
        this.#db.prepare('DELETE FROM body WHERE id = ?').run(this.#id);
        body = { ...body, id: same };
      }
    });
    this.#onEnd(body);
    return body;
  }

  abort(): void {
    this.#pending = [];
    this.#write(() => this.#db.prepare('DELETE FROM body WHERE id = ?').run(this.#id));
  }

  #flush(): void {
    if (this.#pendingBytes === 0) return;
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    const packed = deflateRawSync(bytes, { level: 1 });
    const isSmaller = packed.length < bytes.length * 0.9;
    this.#write(() => this.#addPart.run(this.#id, this.#parts++, isSmaller ? 1 : 0, isSmaller ? packed : bytes));
  }
}
