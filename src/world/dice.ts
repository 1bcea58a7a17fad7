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
  let state = hash32(purpose.join('\u0001'), seed);
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  const unit = (): number => (next() * 2_097_152 + (next() >>> 11)) / 9_007_199_254_740_992;
  const below = (end: number): number => (end <= 0 ? 0 : Math.floor(unit() * end));
  return {
    unit,
    below,
    text: (alphabet, length) => {
      let text = '';
      for (let at = 0; at < length; at++)
        text += alphabet[Math.floor((next() / 4_294_967_296) * alphabet.length)] ?? '';
      return text;
    },
  };
}

/** Two rounds of FNV with a murmur finish; the seed may be any number. */
function hash32(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ (seed | 0) ^ Math.imul(Math.floor(seed / 4_294_967_296) | 0, 0x85ebca6b);
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
