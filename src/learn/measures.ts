/** Latency quantiles, and how often things go wrong. */
import type { OperationId } from '../model/names.ts';
import type { Resource } from '../model/resource.ts';
import type { Facts } from './reading/facts.ts';
import type { Survey } from './reading/survey.ts';

export function latencyQuantiles(facts: Facts): Readonly<Record<OperationId, readonly number[]>> {
  return Object.fromEntries(
    [...facts.operations.values()].flatMap(({ id, latencies }) => {
      if (latencies.length === 0) return [];
      const sorted = [...latencies].sort((a, b) => a - b);
      const quantiles = Array.from(
        { length: 11 },
        (_, index) => sorted[Math.min(sorted.length - 1, Math.round((index / 10) * (sorted.length - 1)))] ?? 0,
      );
      return [[id, quantiles] as const];
    }),
  );
}

export function ratesOf(survey: Survey, resources: readonly Resource[]): Readonly<Record<string, number>> {
  const rates = new Map<string, number>();
  const total = Math.max(1, survey.calls);
  for (const [kind, n] of [...survey.counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    rates.set(kind, n / total);
    if (/^status:5/.test(kind)) rates.set('status:5xx', (rates.get('status:5xx') ?? 0) + n / total);
  }
  const optional = resources.flatMap(({ fields }) => fields.filter(({ path }) => path.length === 1));
  if (optional.length > 0)
    rates.set(
      'missing-field',
      optional.reduce((sum, { presence, nullShare }) => sum + (1 - presence * (1 - nullShare)), 0) / optional.length,
    );
  return Object.fromEntries(rates);
}
