import { problemsOf, withProblems } from '../../model/field-rule.ts';
import type { Branch } from '../../model/branch.ts';
import type { Guard } from '../../model/guard.ts';
import type { Operation } from '../../model/operation.ts';
import type { Donor } from './donor.ts';

/** Into the list of problems where the operation has one like the donor's; else as a branch of its own, after those that find records missing. */
export function withRule(operation: Operation, donor: Donor): Operation {
  const { entry } = donor;
  if (entry !== null) {
    const added = { when: donor.guard, key: entry.key, value: entry.value };
    const at = operation.branches.findIndex(
      (branch) => !branch.success && branch.status === donor.branch.status && problemsOf(branch.body) !== null,
    );
    const branch = operation.branches[at];
    if (branch !== undefined) {
      const guard: Guard = {
        g: 'or',
        any: [...(branch.guard.g === 'or' ? branch.guard.any : [branch.guard]), donor.guard],
      };
      const body = withProblems(branch.body, (known) => [...known, added]);
      return {
        ...operation,
        branches: operation.branches.map((one, index) => (index === at ? { ...branch, guard, body } : one)),
      };
    }
    const body = withProblems(donor.branch.body, () => [added]);
    return inserted(operation, { ...donor.branch, guard: donor.guard, body, seen: 0 });
  }
  return inserted(operation, { ...donor.branch, guard: donor.guard, seen: 0 });
}

function inserted(operation: Operation, branch: Branch): Operation {
  const rank = (one: Branch): number =>
    one.success
      ? 9
      : one.guard.g === 'unknown-entity' || one.guard.g === 'gone'
        ? 1
        : one.status === 404 || one.status === 410
          ? 1
          : one.status === 403
            ? 2
            : one.status === 409
              ? 5
              : 4;
  const at = operation.branches.findIndex((one) => one.success || rank(one) > rank(branch));
  const index = at < 0 ? operation.branches.length : at;
  return {
    ...operation,
    branches: [...operation.branches.slice(0, index), branch, ...operation.branches.slice(index)],
  };
}
