import type { Family } from '../model/plan.ts';
import { Z95, type Rate } from './rate.ts';

/** Which family stands for what a recording counts. */
const FAMILY_OF: Readonly<Record<string, Family>> = {
  'status:429': 'system',
  'status:401': 'system',
  'status:5xx': 'system',
  network: 'system',
  timeout: 'system',
  'status:404': 'data',
  'status:409': 'data',
  'missing-field': 'data',
  schema: 'drift',
  slow: 'latency',
};

export interface ExpectedRate extends Rate {
  /** Each family's share of traffic like the recorded. */
  readonly weights: Readonly<Record<string, number>>;
}

/**
 * The pass rate in traffic like the recorded: each family weighted by how often its kind of trouble was seen, the rest of
 * the traffic neutral. Families that were never seen, or never played, have no weight.
 */
export function expectedRate(
  byFamily: Readonly<Partial<Record<Family | 'neutral', Rate>>>,
  recordedRates: Readonly<Record<string, number>>,
): ExpectedRate {
  const weights = new Map<Family | 'neutral', number>();
  for (const [key, rate] of Object.entries(recordedRates)) {
    const family = FAMILY_OF[key];
    if (family !== undefined && byFamily[family] !== undefined) weights.set(family, (weights.get(family) ?? 0) + rate);
  }
  const troubled = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (byFamily.neutral !== undefined) weights.set('neutral', Math.max(0, 1 - troubled));
  const strata = [...weights].flatMap(([family, weight]) => {
    const rate = byFamily[family];
    return rate === undefined || rate.rate === null || weight === 0 ? [] : [{ weight, rate: rate.rate, n: rate.n }];
  });
  const total = strata.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return { rate: null, low: null, high: null, n: 0, weights: {} };
  const rate = strata.reduce((sum, stratum) => sum + (stratum.weight / total) * stratum.rate, 0);
  const half =
    Z95 *
    Math.sqrt(
      strata.reduce((sum, { weight, rate: share, n }) => sum + (weight / total) ** 2 * cautiousVariance(share, n), 0),
    );
  return {
    rate,
    low: Math.max(0, rate - half),
    high: Math.min(1, rate + half),
    n: strata.reduce((sum, { n }) => sum + n, 0),
    weights: Object.fromEntries([...weights].map(([family, weight]) => [family, weight / total])),
  };
}

/** Two successes and two failures added, so that 5 of 5 is not taken for certainty. */
function cautiousVariance(share: number, n: number): number {
  const adjusted = (share * n + 2) / (n + 4);
  return (adjusted * (1 - adjusted)) / (n + 4);
}
