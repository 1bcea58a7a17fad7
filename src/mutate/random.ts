import { Random } from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** The only source of chance: the same seed gives the same numbers on every machine. */
export function randomFrom(seed: number): Random {
  return new Random(xoroshiro128plus(seed | 0));
}
