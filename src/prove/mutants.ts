import type { LearnedModel } from '../model/learned.ts';
import { indexModel } from '../model/model-index.ts';
import type { HandlerName, OracleProgram, OracleStep, Value } from '../model/oracle.ts';
import { withSlot } from './baselines.ts';
import type { OracleOptions } from './run-oracle.ts';

/** The oracle with one thing wrong. It has to lose, or else do exactly what the oracle does. */
export interface Mutant {
  readonly name: string;
  readonly change: Partial<OracleOptions>;
}

/** Every mutant of a program; `touched` are the handlers that its plan calls for. */
export function* mutantsOf(model: LearnedModel, program: OracleProgram, touched: readonly HandlerName[]): Generator<Mutant> {
  const writes = program.steps.flatMap((step, at) => (step.kind === 'write' ? [{ step, at }] : []));
  for (const { step, at } of writes) {
    yield { name: `drop ${step.as}`, change: { edit: only(at, () => []) } };
    yield { name: `duplicate ${step.as}`, change: { edit: only(at, (own) => [own, { ...own, as: `${step.as}_again`, confirm: null }]) } };
    const operation = indexModel(model).operation(step.operation);
    const target = operation?.target ?? null;
    const named = target === null ? undefined : step.slots.find(({ slot }) => JSON.stringify(slot) === JSON.stringify(target));
    const sibling = named === undefined || step.resource === null ? undefined : indexModel(model).entitiesOf(step.resource)[0]?.id;
    if (target !== null && sibling !== undefined) {
      yield { name: `sibling ${step.as}`, change: { edit: only(at, () => [{ ...step, confirm: null, slots: withSlot(step.slots, target, { v: 'constant', value: sibling }) }]) } };
    }
    for (const [slotAt, { slot, value }] of step.slots.entries()) {
      if (slot.in !== 'body') continue;
      if (value.v === 'input') yield { name: `without ${slot.path.join('.')}`, change: { edit: only(at, () => [{ ...step, confirm: null, slots: step.slots.filter((_, index) => index !== slotAt) }]) } };
      if (value.v === 'prose') {
        const other: Value = { v: 'prose', facts: [{ v: 'constant', value: 'another case altogether' }] };
        yield { name: `swapped fact in ${slot.path.join('.')}`, change: { edit: only(at, () => [{ ...step, confirm: null, slots: withSlot(step.slots, slot, other) }]) } };
      }
    }
  }
  const [first, second] = writes;
  if (first !== undefined && second !== undefined) {
    const steps = program.steps;
    yield { name: 'swap the first two writes', change: { edit: (step, at) => (at === first.at ? [steps[second.at] ?? step] : at === second.at ? [steps[first.at] ?? step] : [step]) } };
  }
  if (program.steps.some((step) => step.kind === 'find')) {
    yield { name: 'positional selector', change: { positional: true } };
    yield { name: 'last page skipped', change: { without: ['follow-pages'] } };
  }
  for (const handler of touched) yield { name: `without ${handler}`, change: { without: [handler] } };
  const answer = program.steps.findIndex((step) => step.kind === 'answer');
  if (answer >= 0) yield { name: 'wrong answer', change: { edit: only(answer, () => [{ kind: 'answer', value: { v: 'constant', value: 'not this' } }]) } };
}

function only<Kind extends OracleStep>(wanted: number, change: (step: Kind) => readonly OracleStep[]): OracleOptions['edit'] {
  return (step, at) => (at === wanted ? change(step as Kind) : [step]);
}
