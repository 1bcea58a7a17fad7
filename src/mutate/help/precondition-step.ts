import type { OracleStep } from '../../model/oracle.ts';
import type { MutatorContext } from '../mutator-context.ts';
import type { Precondition } from './preconditions.ts';
import { updateSlots } from './update-slots.ts';

/** The step that brings a record into the state; it knows the record by the step that found it. */
export function preconditionStep(context: MutatorContext, { key, by, slot, value }: Precondition): OracleStep | null {
  const found = context.found.findLast((candidate) => candidate.key === key);
  const operation = context.operation(by);
  const resource = context.resource(key.split('/')[0] ?? '');
  if (found === undefined || operation?.target === null || operation === null || resource === null) return null;
  return {
    kind: 'write',
    as: `before_${found.step.as}`,
    resource: resource.name,
    operation: by,
    slots: updateSlots(context, operation, found.step.as, slot, { v: 'constant', value }),
    confirm: null,
  };
}
