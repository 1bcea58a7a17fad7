/** A small deterministic generator (mulberry32): reference APIs may use no other source of chance. */
export interface Random {
  /** 0 <= n < 1 */
  next(): number;
  /** low <= n <= high, whole */
  between(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): readonly T[];
  /** n characters of the given alphabet */
  text(length: number, alphabet?: string): string;
  uuid(): string;
}

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';

export function createRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error('pick from an empty list');
    return items[between(0, items.length - 1)] as T;
  };
  const text = (length: number, alphabet = ALNUM): string =>
    Array.from({ length }, () => alphabet[between(0, alphabet.length - 1)]).join('');
  return {
    next,
    between,
    pick,
    text,
    chance: (share) => next() < share,
    shuffle: (items) => {
      const copy = [...items];
      for (let at = copy.length - 1; at > 0; at--) {
        const other = between(0, at);
        [copy[at], copy[other]] = [copy[other] as (typeof copy)[number], copy[at] as (typeof copy)[number]];
      }
      return copy;
    },
    uuid: () =>
      [text(8, HEX), text(4, HEX), `4${text(3, HEX)}`, `${text(1, '89ab')}${text(3, HEX)}`, text(12, HEX)].join('-'),
  };
}
