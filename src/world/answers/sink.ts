import { answers } from './slab.ts';

/** Collects the pieces of a body: kept renderings are copied once and never parsed again, texts are encoded once. */
export class Sink {
  #pieces: (Buffer | string)[] = [];

  bytes(piece: Buffer): void {
    this.#pieces.push(piece);
  }

  text(piece: string): void {
    this.#pieces.push(piece);
  }

  /** Where the next piece goes, to take back what came after. */
  mark(): number {
    return this.#pieces.length;
  }

  cut(mark: number): void {
    if (this.#pieces.length > mark) this.#pieces.length = mark;
  }

  done(): Buffer {
    const pieces = this.#pieces;
    const [only] = pieces;
    if (pieces.length === 1 && typeof only === 'object') return only;
    let length = 0;
    for (const piece of pieces) length += typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length;
    const whole = answers.roomFor(length);
    let at = 0;
    for (const piece of pieces) {
      if (typeof piece === 'string') at += whole.write(piece, at, 'utf8');
      else {
        whole.set(piece, at);
        at += piece.length;
      }
    }
    return whole;
  }
}
