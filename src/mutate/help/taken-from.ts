import type { JsonPath } from '../../model/json.ts';
import type { OracleStep, Value } from '../../model/oracle.ts';
import type { MutatorContext } from '../mutator-context.ts';

/** Every field that the program takes out of what one of its steps got. */
export function takenFrom({ task }: MutatorContext, step: string): readonly JsonPath[] {
  return task.oracle.steps.flatMap(valuesIn).flatMap((value) => pathsIn(value, step));
}

function valuesIn(step: OracleStep): readonly Value[] {
  switch (step.kind) {
    case 'find':
      return [...step.slots.map(({ value }) => value), ...step.where.map(({ equals }) => equals)];
    case 'read':
      return step.slots.map(({ value }) => value);
    case 'write': {
      const { confirm } = step;
      const looked = confirm === null ? [] : confirm.slots.map(({ value }) => value);
      return [...step.slots.map(({ value }) => value), ...looked];
    }
    case 'report':
      return step.evidence;
    case 'answer':
      return [step.value];
    default:
      return step satisfies never;
  }
}

function pathsIn(value: Value, step: string): readonly JsonPath[] {
  switch (value.v) {
    case 'from':
      return value.step === step ? [value.path] : [];
    case 'prose':
      return value.facts.flatMap((fact) => pathsIn(fact, step));
    case 'list':
      return value.items.flatMap((item) => pathsIn(item, step));
    default:
      return [];
  }
}
