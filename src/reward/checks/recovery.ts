import type { CallStep } from '../../model/rollout.ts';
import { failed, failedCall, isWrite, notApplicable, passed, type Case, type Check } from '../case.ts';

/** Share of failed calls that were made good: the same operation answered later, or its effect was seen to be there. */
export const recovery: Check = {
  name: 'recovery',
  hard: false,
  judge: (subject) => {
    const needed = new Set<string | null>(
      subject.episode.oracle.steps.flatMap((step) => ('operation' in step ? [step.operation] : [])),
    );
    // A look around that failed and was given up needs no making good.
    const hit = subject.calls.filter(
      (call) =>
        call.faults.length > 0 &&
        failedCall(call) &&
        (needed.size === 0 || needed.has(call.operation) || isWrite(subject, call)),
    );
    if (hit.length === 0) return notApplicable('no fault came where it mattered');
    const open = hit.filter(
      (call) =>
        !subject.calls.some(
          (later) => later.index > call.index && !failedCall(later) && later.operation === call.operation,
        ) && !(call.changes.length > 0 && answeredLater(subject, call)),
    );
    // What is down for good is made good by a report, or by reaching the goal another way.
    const isForGood = open.every(({ faults }) => faults.every(({ patch }) => lastsForEver(subject, patch)));
    const isReported = subject.trajectory.end.kind === 'reported';
    if (open.length === 0 || (subject.goal.reached && (isReported || isForGood)))
      return passed(`${hit.length} faults made good`);
    return {
      ...failed(
        `${open.length} of ${hit.length} faults were never made good`,
        open.map(({ index }) => index),
      ),
      score: (hit.length - open.length) / hit.length,
    };
  },
};

function lastsForEver({ episode }: Case, at: number): boolean {
  const patch = episode.patches[at];
  return patch?.p === 'fault' && patch.count === null;
}

/** Its effect was there all along; whoever asked the API anything about it afterwards could see so. */
function answeredLater(subject: Case, call: CallStep): boolean {
  return subject.calls.some(
    (later) => later.index > call.index && later.outcome.kind === 'response' && later.outcome.response.status < 500,
  );
}
