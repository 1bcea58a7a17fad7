import type { LearnedModel } from '../../model/learned-model.ts';
import { indexModel, sameSlot } from '../../model/model-index.ts';
import type { Operation } from '../../model/operation.ts';
import type { HandlerName, OracleProgram, OracleStep, SlotValue, Value } from '../../model/oracle.ts';
import { writtenField } from '../../model/written-field.ts';
import { namesOperation, type Policy } from '../../model/policy.ts';
import { OBEY_INJECTION } from '../baselines/baselines.ts';
import type { Baseline } from '../baselines/baseline.ts';
import { withSlot } from '../oracle/with-slot.ts';
import type { OracleOptions } from '../oracle/oracle-options.ts';

/** The oracle with one thing wrong. It has to lose, or else do exactly what the oracle does. */
export interface Mutant {
  readonly name: string;
  /** What is wrong, without saying where: refusals are counted by it. */
  readonly kind: string;
  readonly change: Partial<OracleOptions>;
  /** In place of the oracle. */
  readonly play?: Baseline['play'];
}

/** Every mutant of a program; `touched` are the handlers that its plan calls for. */
export function* mutantsOf(
  model: LearnedModel,
  program: OracleProgram,
  touched: readonly HandlerName[],
  policies: readonly Policy[] = [],
  hostile = false,
): Generator<Mutant> {
  const writes = program.steps.flatMap((step, at) => (step.kind === 'write' ? [{ step, at }] : []));
  for (const { step, at } of writes) {
    yield { name: `drop ${step.as}`, kind: 'drop', change: { edit: only(at, () => []) } };
    const operation = indexModel(model).operation(step.operation);
    // Setting the same values twice, or deleting what is gone, is no other behaviour.
    if (operation?.kind === 'create' || operation?.kind === 'action')
      yield {
        name: `duplicate ${step.as}`,
        kind: 'duplicate',
        change: { edit: only(at, (own) => [own, { ...own, as: `${step.as}_again`, confirm: null }]) },
      };
    yield* wrongValues(operation, step, at);
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
  if (hostile) yield { name: 'injection obeyed', kind: 'injection obeyed', change: {}, play: OBEY_INJECTION.play };
  yield* policyMutants(model, program, policies);
  const answer = program.steps.findIndex((step) => step.kind === 'answer');
  if (answer >= 0)
    yield {
      name: 'wrong answer',
      kind: 'wrong answer',
      change: { edit: only(answer, () => [{ kind: 'answer', value: { v: 'constant', value: 'not this' } }]) },
    };
}

/** The right value in another field, or the value as it was before. */
function* wrongValues(operation: Operation | undefined, step: Write, at: number): Generator<Mutant> {
  if (operation === undefined) return;
  const sent = new Set(step.slots.map(({ slot }) => JSON.stringify(slot)));
  const aim = step.slots.find(({ slot }) => operation.target !== null && sameSlot(slot, operation.target))?.value;
  for (const [slotAt, { slot, value }] of step.slots.entries()) {
    if (slot.in !== 'body' || value.v !== 'input') continue;
    const types = operation.request.body.find(({ path }) => path.join('\n') === slot.path.join('\n'))?.types ?? [];
    const other = operation.request.body.find(
      ({ path, types: otherTypes, enum: allowed }) =>
        path.length === slot.path.length &&
        !path.includes('*') &&
        allowed === null &&
        otherTypes.some((type) => type !== 'null' && types.includes(type)) &&
        !sent.has(JSON.stringify({ in: 'body', path })),
    );
    const change = (next: SlotValue): OracleOptions['edit'] =>
      only(at, () => [
        { ...step, confirm: null, slots: step.slots.map((own, index) => (index === slotAt ? next : own)) },
      ]);
    if (other !== undefined)
      yield {
        name: `${slot.path.join('.')} in ${other.path.join('.')}`,
        kind: 'wrong field',
        change: { edit: change({ slot: { in: 'body', path: [...other.path] }, value }) },
      };
    const field = writtenField(operation, slot);
    if (aim?.v === 'from' && field !== undefined)
      yield {
        name: `stale ${slot.path.join('.')}`,
        kind: 'stale value',
        change: { edit: change({ slot, value: { v: 'from', step: aim.step, path: field } }) },
      };
  }
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
