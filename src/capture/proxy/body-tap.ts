import { NO_BODY } from '../../model/http.ts';

/** Bytes kept by all bodies under way; shared by every exchange of a proxy. */
export interface BodyBudget {
  left: number;
}

/**
 * Keeps a copy of a body that streams by. A body over the limit is let go of whole: half a document can be
 * neither learned from nor redacted safely (a cut gzip stream hides what is in it).
 */
export class BodyTap {
  readonly #limit: number;
  readonly #budget: BodyBudget;
  #chunks: Uint8Array[] = [];
  #kept = 0;
  #seen = 0;
  #overflowed: string | null = null;

  constructor(limit: number, budget: BodyBudget) {
    this.#limit = limit;
    this.#budget = budget;
  }

  add(chunk: Uint8Array): void {
    this.#seen += chunk.length;
    if (this.#overflowed !== null) return;
    if (this.#seen > this.#limit) return this.#overflow(`over the limit of ${this.#limit} bytes (--max-body)`);
    if (chunk.length > this.#budget.left)
      return this.#overflow('too much for the memory that all bodies under way share');
    this.#budget.left -= chunk.length;
    this.#kept += chunk.length;
    this.#chunks.push(chunk);
  }

  get seen(): number {
    return this.#seen;
  }

  /** Why the bytes are not here; null when they are. */
  get missing(): string | null {
    return this.#overflowed === null ? null : `body of ${this.#seen} bytes not kept: ${this.#overflowed}`;
  }

  bytes(): Uint8Array {
    const [only] = this.#chunks;
    if (only === undefined) return NO_BODY;
    return this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks, this.#kept);
  }

  /** Gives the memory back to the budget. Call once, when the exchange is over. */
  release(): void {
    this.#budget.left += this.#kept;
    this.#kept = 0;
    this.#chunks = [];
  }

  #overflow(why: string): void {
    this.#overflowed = why;
    this.release();
  }
}
