import { sha256 } from '../../model/digest.ts';
import type { CallStep, Trajectory } from '../../model/rollout.ts';

/** What a rollout comes to, in the terms a proof compares. */

export function callStepsOf(trajectory: Trajectory): readonly CallStep[] {
  return trajectory.steps.filter((step): step is CallStep => step.kind === 'call');
}

/** Calls that changed something. */
export function effectiveWritesOf(trajectory: Trajectory): number {
  return callStepsOf(trajectory).filter(({ changes }) => changes.length > 0).length;
}

/** Bytes of answers the agent saw. */
export function bytesOf(trajectory: Trajectory): number {
  return callStepsOf(trajectory).reduce(
    (sum, { outcome }) => sum + (outcome.kind === 'response' ? outcome.response.body.length : 0),
    0,
  );
}

/** A digest of everything the agent saw and did. */
export function transcriptDigest(trajectory: Trajectory): string {
  const lines = trajectory.steps.map((step) => {
    if (step.kind !== 'call') return JSON.stringify(step);
    const answer =
      step.outcome.kind === 'error'
        ? step.outcome.error.kind
        : `${step.outcome.response.status} ${JSON.stringify(step.outcome.response.headers)} ${Buffer.from(step.outcome.response.body).toString('utf8')}`;
    return `${step.at} ${step.request.method} ${step.request.target} ${Buffer.from(step.request.body).toString('utf8')} ${answer}`;
  });
  return sha256(`${lines.join('\n')}\n${trajectory.digest}`);
}

/** The requests that changed something, in order: two runs that sent the same have done the same, at other times. */
export function effectOf(trajectory: Trajectory): string {
  return callStepsOf(trajectory)
    .filter(({ changes }) => changes.length > 0)
    .map(
      ({ request }) =>
        `${request.method} ${request.origin}${request.target} ${Buffer.from(request.body).toString('utf8')}`,
    )
    .join('\n');
}

/** The same claim; evidence in any order. */
export function sameEnd({ end: left }: Trajectory, { end: right }: Trajectory): boolean {
  if (left.kind !== 'reported' || right.kind !== 'reported') return JSON.stringify(left) === JSON.stringify(right);
  return left.reason === right.reason && [...left.evidence].sort().join(' ') === [...right.evidence].sort().join(' ');
}
