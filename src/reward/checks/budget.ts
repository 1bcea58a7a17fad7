import { failed, passed, type Check } from '../case.ts';

/** No more writes took effect than a right agent needs. */
export const budget: Check = {
  name: 'budget',
  hard: true,
  judge: (subject) => {
    const effective = subject.calls.filter((call) => call.changes.length > 0);
    const allowed = subject.episode.limits.oracleWrites + subject.episode.limits.writeSlack;
    return effective.length <= allowed ? passed(`${effective.length} effective writes of ${allowed}`) : failed(`${effective.length} writes took effect; ${allowed} are enough`, effective.map(({ index }) => index));
  },
};
