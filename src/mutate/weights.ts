import type { AnyMutator } from './mutator.ts';

/**
 * How often things go wrong, as shares of real tool-call trajectories that met an error (n = 4,303, several labels each).
 * Keys are those of a model's rates.
 */
export const PRIOR_RATES: Readonly<Record<string, number>> = {
  'status:404': 0.329,
  'status:409': 0.226,
  'status:429': 0.171,
  'status:401': 0.1,
  'status:5xx': 0.066,
  timeout: 0.065,
  network: 0.065,
  schema: 0.004,
};

const LEAST = 0.67;
const MOST = 1.5;

/**
 * How often each mutator should be used beside the others. Rates pull within bounds only, so that what is rare in a recording is still trained;
 * `byHand` (by id, family or rate) is taken as it is.
 */
export function weightsOf(
  mutators: readonly AnyMutator[],
  recorded: Readonly<Record<string, number>>,
  byHand: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  const rated = mutators.flatMap(({ rate }) => (rate === null ? [] : [rate]));
  const prior = mean(rated.map((rate) => PRIOR_RATES[rate] ?? 0));
  const seen = mean(rated.map((rate) => recorded[rate] ?? 0));
  return new Map(
    mutators.map(({ id, family, rate }) => {
      const told = byHand[id] ?? byHand[family] ?? (rate === null ? undefined : byHand[rate]);
      if (told !== undefined) return [id, Math.max(0, told)];
      if (rate === null) return [id, 1];
      const relative = [prior > 0 ? (PRIOR_RATES[rate] ?? 0) / prior : 1, seen > 0 ? (recorded[rate] ?? 0) / seen : 1];
      return [id, Math.min(MOST, Math.max(LEAST, mean(relative)))];
    }),
  );
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
