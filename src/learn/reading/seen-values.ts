import { isArray, isObject, type Json } from '../../model/json.ts';
import type { Exchange } from './exchange.ts';
import { KIND_NAMES } from '../lexicon.ts';

const MOST_VALUES = 20_000;
const MOST_SESSIONS = 3000;
const SESSIONS_LET_GO = 1000;
/** Bytes of answers that were met and not yet looked into. */
const MOST_PENDING = 64 * 1024 * 1024;

/** Values that the answers of one session have shown so far; answers are looked into when first asked. */
export class SeenValues {
  readonly #values = new Set<string>();
  #pending: Exchange[] = [];

  add(exchange: Exchange): void {
    this.#pending.push(exchange);
  }

  has(value: string): boolean {
    for (const { answer } of this.#pending) rememberValues(this.#values, answer);
    if (this.#pending.length > 0) this.#pending = [];
    return this.#values.has(value);
  }
}

/** What the sessions under way have seen; those not begun lately are let go. */
export class SeenBySession {
  readonly #sessions = new Map<number, SeenValues>();
  #pending = 0;

  of(session: number): SeenValues {
    let seen = this.#sessions.get(session);
    if (seen !== undefined) return seen;
    seen = new SeenValues();
    this.#sessions.set(session, seen);
    if (this.#sessions.size > MOST_SESSIONS) this.#letGo(SESSIONS_LET_GO);
    return seen;
  }

  add(session: number, exchange: Exchange): void {
    this.of(session).add(exchange);
    this.#pending += exchange.answerBytes.length;
    if (this.#pending < MOST_PENDING) return;
    this.#letGo(this.#sessions.size - 1);
    this.#pending = 0;
  }

  #letGo(count: number): void {
    for (const session of [...this.#sessions.keys()].slice(0, count)) this.#sessions.delete(session);
  }
}

/** Strings and numbers an answer shows, names of kinds left out. */
function rememberValues(seen: Set<string>, value: Json | undefined, key = '', depth = 0): void {
  if (value === undefined || depth > 8 || seen.size > MOST_VALUES) return;
  if (isArray(value)) for (const item of value) rememberValues(seen, item, key, depth + 1);
  else if (isObject(value))
    for (const [name, item] of Object.entries(value)) rememberValues(seen, item, name, depth + 1);
  else if (!KIND_NAMES.has(key) && (typeof value === 'string' || typeof value === 'number')) seen.add(String(value));
}
