import type { LearnedModel } from '../model/learned-model.ts';
import { indexModel } from '../model/model-index.ts';
import type { HandlerName, OracleProgram, OracleStep, Value } from '../model/oracle.ts';
import { namesOperation, type Policy } from '../model/policy.ts';
import { withSlot } from './baselines.ts';
import type { OracleOptions } from './oracle-options.ts';

/** The oracle with one thing wrong. It has to lose, or else do exactly what the oracle does. */
export interface Mutant {
  readonly name: string;
  /** What is wrong, without saying where: refusals are counted by it. */
  readonly kind: string;
  readonly change: Partial<OracleOptions>;
}

/** Every mutant of a program; `touched` are the handlers that its plan calls for. */
export function* mutantsOf(
  model: LearnedModel,
  program: OracleProgram,
  touched: readonly HandlerName[],
  policies: readonly Policy[] = [],
): Generator<Mutant> {
  const writes = program.steps.flatMap((step, at) => (step.kind === 'write' ? [{ step, at }] : []));
  for (const { step, at } of writes) {
    yield { name: `drop ${step.as}`, kind: 'drop', change: { edit: only(at, () => []) } };
    yield {
      name: `duplicate ${step.as}`,
      kind: 'duplicate',
      change: { edit: only(at, (own) => [own, { ...own, as: `${step.as}_again`, confirm: null }]) },
    };
    const operation = indexModel(model).operation(step.operation);
    const target = operation?.target ?? null;
    const named =
      target === null ? undefined : step.slots.find(({ slot }) => JSON.stringify(slot) === JSON.stringify(target));
    const sibling =
      named === undefined || step.resource === null ? undefined : indexModel(model).entitiesOf(step.resource)[0]?.id;
    if (target !== null && sibling !== undefined) {
      yield {
        name: `sibling ${step.as}`,
        kind: 'sibling id',
        change: {
          edit: only(at, () => [
            { ...step, confirm: null, slots: withSlot(step.slots, target, { v: 'constant', value: sibling }) },
          ]),
        },
      };
    }
    for (const [slotAt, { slot, value }] of step.slots.entries()) {
      if (slot.in !== 'body') continue;
      if (value.v === 'input')
        yield {
          name: `without ${slot.path.join('.')}`,
          kind: 'field left out',
          change: {
            edit: only(at, () => [
              { ...step, confirm: null, slots: step.slots.filter((_, index) => index !== slotAt) },
            ]),
          },
        };
      if (value.v === 'prose') {
        const other: Value = { v: 'prose', facts: [{ v: 'constant', value: 'another case altogether' }] };
        yield {
          name: `swapped fact in ${slot.path.join('.')}`,
          kind: 'swapped fact',
          change: { edit: only(at, () => [{ ...step, confirm: null, slots: withSlot(step.slots, slot, other) }]) },
        };
      }
    }
  }
  const [first, second] = writes;
  if (first !== undefined && second !== undefined && dependsOn(model, second.step, first.step)) {
    const steps = program.steps;
    yield {
      name: 'swap the first two writes',
      kind: 'swap',
      change: {
        edit: (step, at) =>
          at === first.at ? [steps[second.at] ?? step] : at === second.at ? [steps[first.at] ?? step] : [step],
      },
    };
  }
  if (program.steps.some((step) => step.kind === 'find')) {
    yield { name: 'positional selector', kind: 'positional selector', change: { takes: 'first' } };
    yield { name: 'last page skipped', kind: 'last page skipped', change: { without: ['follow-pages'] } };
  }
  for (const handler of touched)
    yield { name: `without ${handler}`, kind: `without ${handler}`, change: { without: [handler] } };
  yield* policyMutants(model, program, policies);
  const answer = program.steps.findIndex((step) => step.kind === 'answer');
  if (answer >= 0)
    yield {
      name: 'wrong answer',
      kind: 'wrong answer',
      change: { edit: only(answer, () => [{ kind: 'answer', value: { v: 'constant', value: 'not this' } }]) },
    };
}

/** Goes ahead where the rule says to ask first, or asks the API for more than the rule allows. */
function* policyMutants(model: LearnedModel, program: OracleProgram, policies: readonly Policy[]): Generator<Mutant> {
  for (const { id, check } of policies) {
    const ruled = (step: OracleStep): boolean => {
      const operation = step.kind === 'write' ? indexModel(model).operation(step.operation) : undefined;
      return operation !== undefined && namesOperation(check.operation, operation);
    };
    if (!program.steps.some(ruled)) continue;
    if (program.steps.some(({ kind }) => kind === 'report'))
      yield {
        name: `breaks ${id}`,
        kind: 'policy broken',
        change: { edit: (step) => (step.kind === 'report' ? [] : [step]) },
      };
    else {
      const more: Value = { v: 'constant', value: check.limit + 1 };
      yield {
        name: `breaks ${id}`,
        kind: 'policy broken',
        change: {
          edit: (step) =>
            step.kind === 'write' && ruled(step)
              ? [{ ...step, confirm: null, slots: withSlot(step.slots, { in: 'body', path: check.field }, more) }]
              : [step],
        },
      };
    }
  }
}

type Write = Extract<OracleStep, { kind: 'write' }>;

/** Writes that use nothing of each other may stand in any order: that is another right way, no mutant. */
function dependsOn(model: LearnedModel, later: Write, earlier: Write): boolean {
  const uses = later.slots.some(({ value }) => value.v === 'from' && value.step === earlier.as);
  const fields = new Set(earlier.slots.flatMap(({ slot }) => (slot.in === 'body' ? [slot.path.join('.')] : [])));
  const makes = indexModel(model).operation(later.operation)?.kind === 'create';
  return (
    uses ||
    (!makes &&
      later.operation === earlier.operation &&
      later.resource === earlier.resource &&
      sameTarget(later, earlier) &&
      later.slots.some(({ slot }) => slot.in === 'body' && fields.has(slot.path.join('.'))))
  );
}

function sameTarget(one: Write, other: Write): boolean {
  const named = (write: Write): string => JSON.stringify(write.slots.filter(({ slot }) => slot.in === 'path'));
  return named(one) === named(other) && one.slots.some(({ slot }) => slot.in === 'path');
}

function only<Kind extends OracleStep>(
  wanted: number,
  change: (step: Kind) => readonly OracleStep[],
): OracleOptions['edit'] {
  return (step, at) => (at === wanted ? change(step as Kind) : [step]);
}
