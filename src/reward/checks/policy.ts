import { failed, notApplicable, passed, type Check } from '../case.ts';

/** No business rule was broken. */
export const policy: Check = {
  name: 'policy',
  hard: true,
  judge: (subject) => {
    if (subject.policies.length === 0) return notApplicable('no policy is in force');
    for (const rule of subject.policies) {
      const broken = rule.check(subject.calls, subject.episode);
      if (broken.length > 0) return failed(`policy "${rule.id}" was broken: ${rule.text}`, broken);
    }
    return passed(`${subject.policies.length} policies kept`);
  },
};
