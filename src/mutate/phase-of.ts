import type { WorldPatch } from '../model/world.ts';

/**
 * The order in which edits of a world build on each other: records, how they are shown, what requests do to them, time, faults.
 * Of several faults on one request: dropped connection before quota before error status before body faults before latency.
 */
const PHASES: Readonly<Record<WorldPatch['p'], number>> = {
  put: 0,
  set: 1,
  remove: 2,
  view: 3,
  moved: 3,
  list: 4,
  stale: 4,
  require: 5,
  'require-field': 5,
  'used-key': 5,
  later: 5,
  'ignore-field': 5,
  'apply-twice': 5,
  actor: 6,
  quota: 6,
  'token-life': 7,
  fault: 8,
  latency: 9,
};

export function phaseOf(patch: WorldPatch): number {
  if (patch.p !== 'fault') return PHASES[patch.p];
  const within = { network: 0, hang: 0, 'rate-limit': 0.1, status: 0.2, truncate: 0.3, 'empty-body': 0.3 } as const;
  return PHASES.fault + within[patch.fault.f];
}
