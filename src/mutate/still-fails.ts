/** Chance of a wrong decision either way. */
const ERROR = 0.05;
const ENOUGH = Math.log((1 - ERROR) / ERROR);

/** How often an agent failed. */
export interface Tally {
  readonly failed: number;
  readonly played: number;
}

/** Whether two tallies can be told apart at all; else no smaller plan can be judged. */
export function areApart(mutated: Tally, neutral: Tally): boolean {
  return rate(mutated) > rate(neutral) + 0.1;
}

/**
 * Sequential probability ratio test (Wald 1945): whether an agent fails as often as with the whole plan, or as rarely as without any
 * mutation. Null while it cannot be told and trials are left; after the last trial the likelier one.
 */
export function stillFails(seen: Tally, mutated: Tally, neutral: Tally, mostTrials: number): boolean | null {
  const high = rate(mutated);
  const low = Math.min(rate(neutral), high - 0.01);
  const passed = seen.played - seen.failed;
  const evidence = seen.failed * Math.log(high / low) + passed * Math.log((1 - high) / (1 - low));
  if (Math.abs(evidence) >= ENOUGH || seen.played >= mostTrials) return evidence > 0;
  return null;
}

/** Never quite 0 or 1: a few trials say no more. */
function rate({ failed, played }: Tally): number {
  return Math.min(0.98, Math.max(0.02, (failed + 0.5) / (played + 1)));
}
