/**
 * Chooses the expression behind a value by evidence: the cheapest one that holds for (nearly) all witnesses,
 * else one per value of some discrete key (what was asked for, the state before), else none.
 */
import { stepOf } from './learn-step.ts';
import type { LearnOptions, Learned, Sample } from './value-sample.ts';
import { best } from './best-candidate.ts';
import { rateTable } from './rate-table.ts';
import { splitByEmptiness, splitByNull, splitByPresence } from './split-by-presence.ts';
import { splitByKey } from './split-by-key.ts';

export function learnValue(samples: readonly Sample[], options: LearnOptions): Learned | null {
  const present = samples.filter(({ value }) => value !== undefined);
  if (present.length === 0) return null;
  const single = best(present, options);
  if (single !== null) return single;
  if (options.split === false || present.length < 3) return null;
  return (
    rateTable(present, options) ??
    cheapest([
      splitByEmptiness(present, options),
      splitByPresence(present, options),
      splitByNull(present, options),
      splitByKey(present, options),
    ]) ??
    stepOf(present, options)
  );
}

function cheapest(found: readonly (Learned | null)[]): Learned | null {
  return found.filter((one) => one !== null).sort((a, b) => a.cost - b.cost)[0] ?? null;
}
