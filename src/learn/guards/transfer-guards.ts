/**
 * Rules an API was seen to enforce in one place, carried to the places where it would be strange not to: the same field
 * of the same resource, other references that must exist, other parents that must be childless, other writes on finished records.
 * Never invents a rule: each has a donor that was recorded, and no served request speaks against it.
 */
import { fieldRulesOf } from '../../model/field-rule.ts';
import { isWriteKind, type Operation } from '../../model/operation.ts';
import type { Donor, TransferInput } from './donor.ts';
import { transferFields, transferReferences } from './transfer-fields.ts';
import { transferChildren, transferStates } from './transfer-states.ts';
import { withRule } from './with-rule.ts';

export function transferGuards(operations: readonly Operation[], input: TransferInput): readonly Operation[] {
  const donors = operations.flatMap((operation) =>
    operation.branches
      .filter(({ success }) => !success)
      .flatMap((branch) => fieldRulesOf(branch).map((rule) => ({ operation, ...rule }))),
  );
  return operations.map((operation) => {
    if (!isWriteKind(operation.kind)) return operation;
    let result = operation;
    for (const wanted of wantedFor(operation, donors, input)) result = withRule(result, wanted);
    return result;
  });
}

function* wantedFor(operation: Operation, donors: readonly Donor[], input: TransferInput): Generator<Donor> {
  const served = input.served.get(operation.id) ?? [];
  const near = donors.filter(
    (donor) => donor.operation.origin === operation.origin && donor.operation.id !== operation.id,
  );
  yield* transferFields(operation, near, served);
  yield* transferReferences(operation, near, served, input);
  yield* transferChildren(operation, near, served, input);
  yield* transferStates(operation, near, served);
}
