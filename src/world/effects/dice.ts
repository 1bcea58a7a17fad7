/**
 * All chance below the world: numbers from a seed and a purpose, so that the same request at the same step
 * always falls the same way, and one more draw somewhere never shifts the others.
 *
 * @example
 * const dice = createDice(7, 'latency', 12);
 * dice.unit();  // 0 <= x < 1, the same on every machine
 */
export interface Dice {
  unit(): number;
  /** Whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  text(alphabet: string, length: number): string;
}

export function createDice(seed: number, ...purpose: readonly (string | number)[]): Dice {
  let hash = 0x811c9dc5 ^ (seed | 0) ^ Math.imul(Math.floor(seed / 4_294_967_296) | 0, 0x85ebca6b);
  for (const part of purpose) hash = mixed(hash, part);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return new SeededDice(hash ^ (hash >>> 16));
}

/** FNV over a text, or over the halves of a number. */
function mixed(hash: number, part: string | number): number {
  if (typeof part === 'number' && Number.isSafeInteger(part)) {
    return Math.imul(
      Math.imul(hash ^ (part | 0) ^ 0x5bd1e995, 0x01000193) ^ Math.floor(part / 4_294_967_296),
      0x01000193,
    );
  }
  const text = String(part);
  let result = hash;
  for (let at = 0; at < text.length; at++) result = Math.imul(result ^ text.charCodeAt(at), 0x01000193);
  return Math.imul(result ^ 1, 0x01000193);
}

const HEX = '0123456789abcdef';

class SeededDice implements Dice {
  #state: number;

  constructor(state: number) {
    this.#state = state;
  }

  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let z = this.#state ^ (this.#state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }

  unit(): number {
    return (this.#next() * 2_097_152 + (this.#next() >>> 11)) / 9_007_199_254_740_992;
  }

  below(end: number): number {
    return end <= 0 ? 0 : Math.floor(this.unit() * end);
  }

  text(alphabet: string, length: number): string {
    let text = '';
    if (alphabet === HEX) {
      while (text.length < length) text += this.#next().toString(16).padStart(8, '0');
      return text.slice(0, length);
    }
    for (let at = 0; at < length; at++) {
      text += alphabet[Math.floor((this.#next() / 4_294_967_296) * alphabet.length)] ?? '';
    }
    return text;
  }
}
