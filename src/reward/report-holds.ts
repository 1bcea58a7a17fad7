import type { CallStep, Trajectory } from '../model/rollout.ts';
import type { Episode } from '../model/episode.ts';
import type { GoalAtom } from '../model/task.ts';
import { showed } from './observations.ts';

/** Ids beyond those asked for that a report may name. */
const SPARE_EVIDENCE = 3;

/** The report names the right reason and records, all of them seen; what only trying can show was tried. */
export function reportHolds(
  atom: Extract<GoalAtom, { kind: 'report' }>,
  trajectory: Trajectory,
  episode: Episode,
): boolean {
  const { end } = trajectory;
  if (end.kind !== 'reported' || end.reason !== atom.reason) return false;
  if (
    end.evidence.length > atom.evidence.length + SPARE_EVIDENCE ||
    !atom.evidence.every((id) => end.evidence.includes(id))
  )
    return false;
  const calls = trajectory.steps.filter((step): step is CallStep => step.kind === 'call');
  return end.evidence.every((id) => calls.some((call) => showed(call, id))) && wasTried(atom, calls, episode);
}

function wasTried(
  { reason }: Extract<GoalAtom, { kind: 'report' }>,
  calls: readonly CallStep[],
  episode: Episode,
): boolean {
  const own = new Set<string | null>(
    episode.oracle.steps.flatMap((step) => ('operation' in step ? [step.operation] : [])),
  );
  const refusedWith = (holds: (status: number) => boolean): boolean =>
    own.size === 0 ||
    calls.some(
      (call) => own.has(call.operation) && holds(call.outcome.kind === 'response' ? call.outcome.response.status : 0),
    );
  if (reason === 'unavailable') return refusedWith((status) => status === 0 || status >= 500 || status === 429);
  if (reason === 'not_allowed') return refusedWith((status) => status >= 400 && status < 500);
  return true;
}
