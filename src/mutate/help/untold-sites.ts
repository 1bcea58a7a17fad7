import type { JsonPath } from '../../model/json.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { plainWords } from './plain-words.ts';
import { valueWords } from './value-words.ts';

/** An input that a write sends as it is, that the instruction names once, and that a person could tell later. */
export type UntoldSite = {
  readonly input: string;
  readonly value: string | number;
  /** How a person speaks of it. */
  readonly name: string;
  /** As it stands in the instruction. */
  readonly words: string;
};

/** Inputs that nothing is found by: only what is written can be told late. */
export function untoldSites({ task }: MutatorContext): readonly UntoldSite[] {
  const program = JSON.stringify(task.oracle.steps);
  return task.oracle.steps.flatMap((step) => {
    if (step.kind !== 'write') return [];
    return step.slots.flatMap(({ slot, value }): UntoldSite[] => {
      if (slot.in !== 'body' || value.v !== 'input') return [];
      const told = task.inputs[value.name];
      const path: JsonPath = slot.path.slice(-1);
      if ((typeof told !== 'string' && typeof told !== 'number') || (typeof told === 'string' && told.length < 2))
        return [];
      const words = valueWords(told);
      const named = task.instruction.split(words).length - 1;
      const elsewhere = task.instruction.replace(words, '').includes(String(told));
      const alone = program.split(`"name":${JSON.stringify(value.name)}`).length - 1;
      const confirmed = JSON.stringify(step.confirm).split(`"name":${JSON.stringify(value.name)}`).length - 1;
      return named === 1 && !elsewhere && alone - confirmed === 1
        ? [{ input: value.name, value: told, name: plainWords(path), words }]
        : [];
    });
  });
}
