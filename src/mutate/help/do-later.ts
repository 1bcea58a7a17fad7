import type { OperationId } from '../../model/names.ts';
import type { WorldDraft } from '../../model/world.ts';
import { WORLD_ONLY, type EpisodeChange } from '../episode-change.ts';
import { anyRequestOf } from './any-request-of.ts';

/** More writes than any right agent makes. */
const ALL = 20;

/** Has writes taken at once and done so many seconds later; the first `fails` jobs come to nothing. 0 seconds: nothing changes. */
export function doLater(
  draft: WorldDraft,
  { operation }: { readonly operation: OperationId },
  seconds: number,
  fails = 0,
): EpisodeChange {
  if (seconds > 0) draft.add({ p: 'later', match: anyRequestOf(operation), jobs: ALL, fails, afterMs: seconds * 1000 });
  return WORLD_ONLY;
}
