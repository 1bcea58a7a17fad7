/** Bodies and header lists kept once, found again by the hash of their content. */
import { hash as hashOf } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type Database from 'better-sqlite3';
import { NO_BODY, type HeaderList } from '../model/http.ts';
import { IN_PARTS, LargeBodies } from './large-bodies.ts';
import { BrokenRow } from './sqlite-problems.ts';

const PACK_FROM_BYTES = 256;
const PACK_UP_TO_BYTES = 4 * 1024 * 1024;
const MAX_REMEMBERED = 50_000;

export class Interner {
  readonly large: LargeBodies;
  readonly #findBody: Database.Statement<[Buffer], number>;
  readonly #addBody: Database.Statement<[Buffer, number, number, Uint8Array]>;
  readonly #getBody: Database.Statement<[number], { size: number; packed: number; bytes: Buffer }>;
  readonly #findHeaders: Database.Statement<[Buffer], number>;
  readonly #addHeaders: Database.Statement<[Buffer, string]>;
  readonly #getHeaders: Database.Statement<[number], string>;
  /** By the bytes themselves: a redactor hands out equal bodies as the same bytes. */
  readonly #bodyIds = new WeakMap<Uint8Array, { readonly id: number; readonly era: number }>();
  readonly #listIds = new WeakMap<HeaderList, { readonly id: number; readonly era: number }>();
  readonly #headerIds = new Map<string, number>();
  readonly #headerLists = new Map<number, HeaderList>();
  #era = 0;

  constructor(db: Database.Database) {
    this.large = new LargeBodies(db);
    this.#findBody = db.prepare<[Buffer], number>('SELECT id FROM body WHERE sha256 = ?').pluck();
    this.#addBody = db.prepare('INSERT INTO body (sha256, size, packed, bytes) VALUES (?, ?, ?, ?)');
    this.#getBody = db.prepare('SELECT size, packed, bytes FROM body WHERE id = ?');
    this.#findHeaders = db.prepare<[Buffer], number>('SELECT id FROM header_list WHERE sha256 = ?').pluck();
    this.#addHeaders = db.prepare('INSERT INTO header_list (sha256, pairs) VALUES (?, ?)');
    this.#getHeaders = db.prepare<[number], string>('SELECT pairs FROM header_list WHERE id = ?').pluck();
  }

  /** Null for no bytes. */
  bodyId(body: Uint8Array): number | null {
    if (body.length === 0) return null;
    const remembered = this.#bodyIds.get(body);
    if (remembered?.era === this.#era) return remembered.id;
    const hash = hashOf('sha256', body, 'buffer');
    const id = this.#findBody.get(hash) ?? this.#add(hash, body);
    this.#bodyIds.set(body, { id, era: this.#era });
    return id;
  }

  #add(hash: Buffer, body: Uint8Array): number {
    const packed = pack(body);
    return Number(this.#addBody.run(hash, body.length, packed === null ? 0 : 1, packed ?? body).lastInsertRowid);
  }

  /** No bytes also for what is too large to be loaded: see {@link LargeBodies.unloadedSize}. */
  body(id: number | null): Uint8Array {
    if (id === null || this.large.unloadedSize(id) !== null) return NO_BODY;
    const row = this.#getBody.get(id);
    if (row === undefined) throw new BrokenRow(`body ${id} is missing`);
    if (row.packed === IN_PARTS) return this.large.whole(id, row.size);
    return row.packed === 1 ? inflateRawSync(row.bytes) : row.bytes;
  }

  headersId(headers: HeaderList): number {
    const same = this.#listIds.get(headers);
    if (same?.era === this.#era) return same.id;
    const id = this.#headersId(headers);
    this.#listIds.set(headers, { id, era: this.#era });
    return id;
  }

  #headersId(headers: HeaderList): number {
    const pairs = JSON.stringify(headers);
    const remembered = this.#headerIds.get(pairs);
    if (remembered !== undefined) return remembered;
    const hash = hashOf('sha256', pairs, 'buffer');
    const id = this.#findHeaders.get(hash) ?? Number(this.#addHeaders.run(hash, pairs).lastInsertRowid);
    remember(this.#headerIds, pairs, id);
    return id;
  }

  headers(id: number): HeaderList {
    const remembered = this.#headerLists.get(id);
    if (remembered !== undefined) return remembered;
    const pairs = this.#getHeaders.get(id);
    if (pairs === undefined) throw new BrokenRow(`header list ${id} is missing`);
    const headers = JSON.parse(pairs) as HeaderList;
    remember(this.#headerLists, id, headers);
    return headers;
  }

  /** Ids are remembered across transactions: call this after a rollback or when rows were removed. */
  forget(): void {
    this.#era++;
    this.#headerIds.clear();
    this.#headerLists.clear();
  }
}

/** Deflated where that saves a tenth or more; null where it is not worth it. */
function pack(body: Uint8Array): Uint8Array | null {
  if (body.length < PACK_FROM_BYTES || body.length > PACK_UP_TO_BYTES) return null;
  const packed = deflateRawSync(body, { level: 1 });
  return packed.length < body.length * 0.9 ? packed : null;
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (map.size >= MAX_REMEMBERED) map.clear();
  map.set(key, value);
}
