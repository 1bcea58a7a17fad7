/** A share with its 95 % interval: what every rate of a report is. */
export interface Rate {
  /** Null where nothing was counted. */
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** Two-sided 95 % of the normal distribution. */
export const Z95 = 1.959963984540054;

/**
 * Wilson's score interval: holds its promise also for few trials and for rates near 0 and 1.
 *
 * @example
 * wilson(8, 10)   =>   { rate: 0.8, low: 0.49, high: 0.943, n: 10 }
 */
export function wilson(successes: number, n: number): Rate {
  if (n === 0) return { rate: null, low: null, high: null, n };
  const share = successes / n;
  const z2 = Z95 * Z95;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return {
    rate: share,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === n ? 1 : Math.min(1, centre + half),
    n,
  };
}
