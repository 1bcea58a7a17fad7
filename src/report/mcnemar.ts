/** Two agents on the same episodes: only those count that one passed and the other failed. */
export interface PairedComparison {
  readonly pairs: number;
  /** Passed before, failed now. */
  readonly lost: number;
  /** Failed before, passed now. */
  readonly won: number;
  /** Chance of at least so many losses where both are equally good (exact, one-sided). */
  readonly p: number;
  /** True at p < 0.05. */
  readonly worse: boolean;
}

export function comparePaired(pairs: readonly { readonly before: boolean; readonly now: boolean }[]): PairedComparison {
  const lost = pairs.filter(({ before, now }) => before && !now).length;
  const won = pairs.filter(({ before, now }) => !before && now).length;
  const p = upperTail(lost, lost + won);
  return { pairs: pairs.length, lost, won, p, worse: lost > won && p < 0.05 };
}

/** P(X >= k) of n fair coins; in logarithms, since C(1000, 500) is beyond a double. */
function upperTail(k: number, n: number): number {
  let sum = 0;
  let logChoose = 0;
  for (let heads = 0; heads <= n; heads++) {
    if (heads > 0) logChoose += Math.log(n - heads + 1) - Math.log(heads);
    if (heads >= k) sum += Math.exp(logChoose - n * Math.LN2);
  }
  return Math.min(1, sum);
}
