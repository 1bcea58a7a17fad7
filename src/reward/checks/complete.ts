import { failed, notApplicable, passed, type Check } from '../case.ts';

/** Whoever says that something is not there has looked: at least one list or search of the API answered. */
export const complete: Check = {
  name: 'complete',
  hard: true,
  judge: (subject) => {
    const { end } = subject.trajectory;
    if (end.kind !== 'reported' || end.reason !== 'not_found') return notApplicable('nothing was said to be missing');
    const looked = subject.calls.filter(
      (call) =>
        call.outcome.kind === 'response' &&
        call.outcome.response.status < 500 &&
        ['list', 'read'].includes(subject.index.operation(call.operation ?? '')?.kind ?? ''),
    );
    return looked.length > 0
      ? passed('looked before saying so')
      : failed('said to be missing without looking', [subject.trajectory.steps.length - 1]);
  },
};
