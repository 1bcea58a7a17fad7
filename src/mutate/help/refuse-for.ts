import type { FaultPatch, WorldDraft } from '../../model/world.ts';
import type { EpisodeChange } from '../episode-change.ts';
import { anyRequestOf } from './any-request-of.ts';
import type { CallTarget } from './call-target.ts';

type Limit = Extract<FaultPatch['fault'], { f: 'rate-limit' }>;

/** Refuses a call, and every further one until so many seconds have passed; 0: nothing changes. */
export function refuseFor(
  draft: WorldDraft,
  { operation, nth }: CallTarget,
  seconds: number,
  status: Limit['status'],
  as: Limit['retryAfter']['as'],
): EpisodeChange {
  if (seconds > 0)
    draft.add({
      p: 'fault',
      match: anyRequestOf(operation),
      from: nth,
      count: 1,
      phase: 'before',
      fault: { f: 'rate-limit', status, retryAfter: { seconds, as } },
    });
  return {};
}
