import type { WorldPatch } from '../model/world.ts';

/** What a right agent has to sit out in a world, whatever it does. */
export interface FaultLoad {
  /** Calls that have to be made again. */
  readonly failures: number;
  /** Seconds of waiting that the API asks for. */
  readonly seconds: number;
}

/** More than this in one episode is an outage: nobody would go on, and nothing is learned from going on. */
export const FAULT_BUDGET: FaultLoad = { failures: 6, seconds: 420 };

export function faultLoadOf(patches: readonly WorldPatch[]): FaultLoad {
  let failures = 0;
  let seconds = 0;
  for (const patch of patches) {
    if (patch.p === 'later') {
      failures += patch.fails;
      seconds += (patch.afterMs / 1000) * (1 + patch.fails);
    }
    // What fails for good is not gone through again: it is reported, or another way is taken.
    if (patch.p !== 'fault' || patch.count === null) continue;
    failures += patch.count;
    if (patch.fault.f === 'rate-limit') seconds += patch.fault.retryAfter.seconds;
    if (patch.fault.f === 'status') seconds += askedWait(patch.fault.headers) * patch.count;
  }
  return { failures, seconds };
}

export function isWithinBudget({ failures, seconds }: FaultLoad): boolean {
  return failures <= FAULT_BUDGET.failures && seconds <= FAULT_BUDGET.seconds;
}

function askedWait(headers: readonly (readonly [string, string])[]): number {
  const value = Number(headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1]);
  return Number.isFinite(value) ? value : 0;
}
