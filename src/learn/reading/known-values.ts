import { hash32 } from '../../model/digest.ts';

/**
 * Which short scalars a recording has shown so far: millions of them in a few bytes each, by a hash of 32 bits.
 * Two values with one hash count as one, so that about one new value in a thousand looks known among four million.
 */
export class KnownValues {
  #slots = new Uint32Array(1 << 12);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(value: string): boolean {
    return this.#slots[this.#slotOf(hashOf(value))] !== 0;
  }

  add(value: string): void {
    const hash = hashOf(value);
    const slot = this.#slotOf(hash);
    if (this.#slots[slot] !== 0) return;
    this.#slots[slot] = hash;
    this.#size += 1;
    if (this.#size * 2 > this.#slots.length) this.#grow();
  }

  /** Where the hash is, or would be. */
  #slotOf(hash: number): number {
    const last = this.#slots.length - 1;
    let slot = Math.imul(hash, 0x9e3779b1) >>> (32 - Math.log2(last + 1));
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== hash) slot = (slot + 1) & last;
    return slot;
  }

  #grow(): void {
    const former = this.#slots;
    this.#slots = new Uint32Array(former.length * 2);
    for (const hash of former) if (hash !== 0) this.#slots[this.#slotOf(hash)] = hash;
  }
}

/** Zero stands for an empty slot. */
function hashOf(value: string): number {
  return hash32(value) || 1;
}
