/** Trials of one episode: how many, and how many passed. */
export interface Trials {
  readonly n: number;
  readonly passed: number;
}

/**
 * The chance that k trials of an episode all pass, averaged over episodes: `C(c,k)/C(n,k)`, unbiased for n >= k trials.
 * Null where no episode has k trials.
 */
export function passHatK(episodes: readonly Trials[], k: number): number | null {
  const usable = episodes.filter(({ n }) => n >= k);
  if (usable.length === 0) return null;
  return usable.reduce((sum, { n, passed }) => sum + chanceAll(n, passed, k), 0) / usable.length;
}

/** `C(c,k)/C(n,k)` as a product, which never overflows. */
function chanceAll(n: number, passed: number, k: number): number {
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn++) chance *= Math.max(0, passed - drawn) / (n - drawn);
  return chance;
}
