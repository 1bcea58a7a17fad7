import { failed, notApplicable, passed, type Check } from '../case.ts';

/** A record that somebody else changed was read again before it was written. */
export const fresh: Check = {
  name: 'fresh',
  hard: true,
  judge: (subject) => {
    let judged = 0;
    for (const { at, change } of subject.trajectory.foreign) {
      const write = subject.calls.find((call) => call.at > at && call.changes.some(({ key }) => key === change.key));
      if (write === undefined) continue;
      judged += 1;
      const readAgain = subject.calls.some(
        (call) => call.at > at && call.index < write.index && call.reads.includes(change.key),
      );
      const racing = !subject.calls.some((call) => call.at > at && call.index < write.index);
      if (!readAgain && !racing)
        return failed(`${change.key} was written without reading it again after somebody else changed it`, [
          write.index,
        ]);
    }
    return judged === 0 ? notApplicable('nobody else changed what was written') : passed('read again before writing');
  },
};
