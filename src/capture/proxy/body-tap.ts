import { NO_BODY } from '../../model/http.ts';
import type { BodySink, KeptBody } from '../sessions/recorder.ts';

/** Bytes kept by all bodies under way; shared by every exchange of a proxy. */
export interface BodyBudget {
  left: number;
}

export interface BodyTapOptions {
  /** Bytes of a body that are kept. */
  readonly limit: number;
  /** Bytes of it that are held in memory. */
  readonly held: number;
  readonly budget: BodyBudget;
  /** Where a body goes that memory does not hold; null where there is no such place. */
  readonly spill: () => BodySink | null;
}

/**
 * Keeps a copy of a body that streams by: in memory, or, where it is too large for that, in the recording. A body over
 * the limit is let go of whole: half a document can be neither learned from nor redacted safely (a cut gzip stream
 * hides what is in it).
 */
export class BodyTap {
  readonly #options: BodyTapOptions;
  #chunks: Uint8Array[] = [];
  #kept = 0;
  #seen = 0;
  #sink: BodySink | null = null;
  #overflowed: string | null = null;

  constructor(options: BodyTapOptions) {
    this.#options = options;
  }

  add(chunk: Uint8Array): void {
    this.#seen += chunk.length;
    if (this.#overflowed !== null) return;
    const { limit, held, budget } = this.#options;
    if (this.#seen > limit) return this.#overflow(`over the limit of ${limit} bytes (--max-body)`);
    if (this.#sink !== null) return void this.#sink.input.write(chunk);
    const isTooMuch = chunk.length > budget.left;
    if (isTooMuch || this.#kept + chunk.length > held) {
      const sink = this.#options.spill();
      if (sink !== null) return this.#spill(sink, chunk);
      if (isTooMuch) return this.#overflow('too much for the memory that all bodies under way share');
    }
    budget.left -= chunk.length;
    this.#kept += chunk.length;
    this.#chunks.push(chunk);
  }

  /** True where more should wait until `resume` is called: the recording is slower than the wire. */
  isFull(resume: () => void): boolean {
    const input = this.#sink?.input;
    if (input === undefined || input.destroyed || !input.writableNeedDrain) return false;
    input.once('drain', resume).once('close', resume);
    return true;
  }

  get seen(): number {
    return this.#seen;
  }

  /** Why the bytes are not here; null when they are. */
  get missing(): string | null {
    return this.#overflowed === null ? null : `body of ${this.#seen} bytes not kept: ${this.#overflowed}`;
  }

  /** None where they are in the recording already. */
  bytes(): Uint8Array {
    const [only] = this.#chunks;
    if (only === undefined) return NO_BODY;
    return this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks, this.#kept);
  }

  /** What became of a body that went into the recording; null for all others. `isWhole`: nothing of it is to come. */
  finish(isWhole: boolean): Promise<KeptBody> | null {
    if (this.#sink === null) return null;
    if (isWhole) this.#sink.input.end();
    else this.#sink.input.destroy();
    return this.#sink.kept;
  }

  /** Gives the memory back to the budget. Call once, when the exchange is over. */
  release(): void {
    this.#options.budget.left += this.#kept;
    this.#kept = 0;
    this.#chunks = [];
  }

  #spill(sink: BodySink, chunk: Uint8Array): void {
    this.#sink = sink;
    sink.input.on('error', () => {});
    for (const held of this.#chunks) sink.input.write(held);
    sink.input.write(chunk);
    this.release();
  }

  #overflow(why: string): void {
    this.#overflowed = why;
    this.#sink?.input.destroy();
    this.release();
  }
}
