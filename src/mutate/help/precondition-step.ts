import type { OracleStep } from '../../model/oracle.ts';
import type { MutatorContext } from '../mutator-context.ts';
import type { Precondition } from './preconditions.ts';

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
    slots: [
      { slot: operation.target, value: { v: 'from', step: found.step.as, path: resource.idPath } },
      { slot: { in: 'body', path: slot }, value: { v: 'constant', value } },
    ],
    confirm: null,
  };
}
