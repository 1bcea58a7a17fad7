import { failed, failedCall, notApplicable, passed, type Check } from '../case.ts';

const MOST_IN_A_ROW = 2;
const MOST_WITH_WAITS = 7;

/** The same failing request was not hammered: at most two in a row without a wait, and seven with. */
export const thrash: Check = {
  name: 'thrash',
  hard: true,
  judge: (subject) => {
    let last = '';
    let run: number[] = [];
    let waited = 0;
    let failures = 0;
    for (const step of subject.trajectory.steps) {
      if (step.kind === 'wait') waited += step.seconds > 0 ? 1 : 0;
      if (step.kind !== 'call') continue;
      const id = `${step.request.method} ${step.request.origin}${step.request.target} ${Buffer.from(step.request.body).toString('base64')}`;
      if (!failedCall(step)) {
        last = '';
        continue;
      }
      failures += 1;
      run = id === last ? [...run, step.index] : [step.index];
      if (id !== last) waited = 0;
      last = id;
      const allowed = Math.min(MOST_WITH_WAITS, MOST_IN_A_ROW + waited);
      if (run.length > allowed)
        return failed(`the same failing request was sent ${run.length} times with ${waited} waits between`, run);
    }
    return failures === 0 ? notApplicable('nothing failed') : passed('failing requests were not hammered');
  },
};
