import { bytesOf, roomFor } from './slab.ts';

/** Collects the pieces of a body, so that kept renderings are copied once and never parsed or encoded again. */
export class Sink {
  #pieces: Buffer[] = [];
  #length = 0;

  bytes(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  text(piece: string): void {
    this.bytes(bytesOf(piece));
  }

  /** Where the next piece goes, to take back what came after. */
  mark(): number {
    return this.#pieces.length;
  }

  cut(mark: number): void {
    while (this.#pieces.length > mark) this.#length -= this.#pieces.pop()?.length ?? 0;
  }

  done(): Buffer {
    const [only] = this.#pieces;
    if (this.#pieces.length === 1 && only !== undefined) return only;
    const whole = roomFor(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}
