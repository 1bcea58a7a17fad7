import type { FaultPatch, WorldDraft } from '../../model/world.ts';
import { WORLD_ONLY, type EpisodeChange } from '../episode-change.ts';
import { anyRequestOf } from './any-request-of.ts';
import type { CallTarget } from './call-target.ts';

/** Lets a call fail, before its effect unless said otherwise, and as many attempts at it as said; null: for good; 0: nothing changes. */
export function addFault(
  draft: WorldDraft,
  { operation, nth }: CallTarget,
  fault: FaultPatch['fault'],
  { times = 1, phase = 'before' }: { readonly times?: number | null; readonly phase?: FaultPatch['phase'] } = {},
): EpisodeChange {
  if (times !== 0) draft.add({ p: 'fault', match: anyRequestOf(operation), from: nth, count: times, phase, fault });
  return WORLD_ONLY;
}
