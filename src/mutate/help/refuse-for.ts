import type { FaultPatch, WorldDraft } from '../../model/world.ts';
import type { EpisodeChange } from '../episode-change.ts';
import { addFault } from './add-fault.ts';
import type { CallTarget } from './call-target.ts';

type Limit = Extract<FaultPatch['fault'], { f: 'rate-limit' }>;

/** Refuses a call, and every further one until so many seconds have passed; 0: nothing changes. */
export function refuseFor(
  draft: WorldDraft,
  target: CallTarget,
  seconds: number,
  status: Limit['status'],
  as: Limit['retryAfter']['as'],
): EpisodeChange {
  const fault: Limit = { f: 'rate-limit', status, retryAfter: { seconds, as } };
  return addFault(draft, target, fault, { times: seconds > 0 ? 1 : 0 });
}
