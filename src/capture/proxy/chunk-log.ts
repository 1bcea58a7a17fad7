import type { Timing } from '../../model/recording.ts';

type Chunk = NonNullable<Timing['chunks']>[number];

/** Past this many chunks the last entry grows instead: an endless stream must not fill the memory. */
const MOST_CHUNKS = 50_000;

/** When each piece of a streamed answer came. */
export class ChunkLog {
  readonly #chunks: { bytes: number; after: number }[] = [];

  add(bytes: number, after: number): void {
    const last = this.#chunks.at(-1);
    if (last !== undefined && this.#chunks.length >= MOST_CHUNKS) last.bytes += bytes;
    else this.#chunks.push({ bytes, after });
  }

  /** Null where there was nothing to time: a single piece that is no event stream. */
  entries(isEventStream: boolean): readonly Chunk[] | null {
    return this.#chunks.length > 1 || (isEventStream && this.#chunks.length > 0) ? this.#chunks : null;
  }
}
