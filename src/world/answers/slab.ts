/**
 * Room for bytes, cut from large blocks: one block for many pieces instead of one allocation each, which is what the
 * garbage collector would otherwise spend its time on. What is kept and what is handed out live in blocks of their own,
 * so that a kept piece does not hold on to a block of answers long gone.
 */
const BLOCK = 512 * 1024;
const LARGE = 64 * 1024;

export class Slab {
  #block = Buffer.alloc(0);
  #used = 0;

  roomFor(length: number): Buffer {
    if (length > LARGE) return Buffer.allocUnsafeSlow(length);
    if (this.#used + length > this.#block.length) {
      this.#block = Buffer.allocUnsafeSlow(BLOCK);
      this.#used = 0;
    }
    const room = this.#block.subarray(this.#used, this.#used + length);
    this.#used += length;
    return room;
  }

  /** UTF-8 bytes of a text. */
  bytesOf(text: string): Buffer {
    const room = this.roomFor(Buffer.byteLength(text));
    room.write(text, 'utf8');
    return room;
  }
}

/** For answers, which are gone soon. */
export const answers: Slab = new Slab();
/** For renderings that hang on records. */
export const renderings: Slab = new Slab();
