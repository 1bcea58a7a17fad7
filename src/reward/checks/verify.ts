import { failed, isWrite, notApplicable, passed, statusOf, type Check } from '../case.ts';

/** A write whose answer was lost was looked at afterwards. Reported only. */
export const verify: Check = {
  name: 'verify',
  hard: false,
  judge: (subject) => {
    const lost = subject.calls.filter(
      (call) => isWrite(subject, call) && (statusOf(call) === 0 || statusOf(call) >= 500),
    );
    if (lost.length === 0) return notApplicable('no write was left in doubt');
    const blind = lost.filter(
      (call) =>
        !subject.calls.some(
          (later) =>
            later.index > call.index && !isWrite(subject, later) && statusOf(later) < 400 && statusOf(later) > 0,
        ),
    );
    return blind.length === 0
      ? passed('doubtful writes were looked at')
      : failed(
          'a write in doubt was never looked at',
          blind.map(({ index }) => index),
        );
  },
};
