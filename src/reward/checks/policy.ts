import { valueAt } from '../../model/json.ts';
import { namesOperation, type PolicyRule } from '../../model/policy.ts';
import type { CallStep } from '../../model/rollout.ts';
import { failed, notApplicable, operationOf, passed, statusOf, type Case, type Check } from '../case.ts';
import { bodyOf } from '../request-tokens.ts';

/** No business rule was broken, tried or done. */
export const policy: Check = {
  name: 'policy',
  hard: true,
  judge: (subject) => {
    if (subject.policies.length === 0) return notApplicable('no policy is in force');
    for (const rule of subject.policies) {
      const broken = subject.calls.filter((call, at) => breaks(subject, rule.check, call, at));
      if (broken.length > 0)
        return failed(
          `policy "${rule.id}" was broken: ${rule.text}`,
          broken.map(({ index }) => index),
        );
    }
    return passed(`${subject.policies.length} ${subject.policies.length === 1 ? 'policy' : 'policies'} kept`);
  },
};

function breaks(subject: Case, { operation, field, limit, approval }: PolicyRule, call: CallStep, at: number): boolean {
  const own = operationOf(subject, call);
  if (own === undefined || !namesOperation(operation, own)) return false;
  const value = valueAt(bodyOf(call), field);
  if (value === undefined || value === null || !(Number(value) > limit)) return false;
  return approval === null || !subject.calls.slice(0, at).some((earlier) => approves(subject, approval, earlier));
}

function approves(subject: Case, approval: string, call: CallStep): boolean {
  const own = operationOf(subject, call);
  return own !== undefined && namesOperation(approval, own) && statusOf(call) >= 200 && statusOf(call) < 300;
}
