import type { JsonPath } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import { indexModel, sameSlot } from '../../model/model-index.ts';
import type { Operation } from '../../model/operation.ts';
import type { OracleProgram, OracleStep, SlotValue, Value } from '../../model/oracle.ts';
import { slotWriting, writtenField } from '../../model/written-field.ts';

type WriteStep = Extract<OracleStep, { kind: 'write' }>;

/** The reads before the first act in another order, as far as they use nothing of each other; null where there is only one. */
export function otherReadOrder({ steps }: OracleProgram): OracleProgram | null {
  const act = steps.findIndex(({ kind }) => kind !== 'find' && kind !== 'read');
  const reads = act < 0 ? steps : steps.slice(0, act);
  const ordered: OracleStep[] = [];
  const left = [...reads];
  while (left.length > 0) {
    const free = left.findLastIndex((step) =>
      usesOf(step).every((name) => !left.some((other) => 'as' in other && other.as === name)),
    );
    ordered.push(...left.splice(Math.max(0, free), 1));
  }
  return ordered.every((step, at) => step === reads[at]) ? null : { steps: [...ordered, ...steps.slice(reads.length)] };
}

/** Whole records put back with the changes in them, where the API takes these beside partial updates; null where not. */
export function wholeReplacement(model: LearnedModel, { steps }: OracleProgram): OracleProgram | null {
  let replaced = false;
  const next = steps.map((step) => {
    const whole = step.kind === 'write' ? replacing(model, step) : null;
    if (whole !== null) replaced = true;
    return whole ?? step;
  });
  return replaced ? { steps: next } : null;
}

/** New records made with what they need, and given the rest by an update; null where the API has no such update. */
export function createThenUpdate(model: LearnedModel, { steps }: OracleProgram): OracleProgram | null {
  let divided = false;
  const next = steps.flatMap((step) => {
    const two = step.kind === 'write' ? inTwo(model, step) : null;
    if (two !== null) divided = true;
    return two ?? [step];
  });
  return divided ? { steps: next } : null;
}

function replacing(model: LearnedModel, step: WriteStep): WriteStep | null {
  const index = indexModel(model);
  const update = index.operation(step.operation);
  const record = update === undefined ? null : shownBy(update, step);
  const replace = model.operations.find(
    ({ kind, resource, method, target }) =>
      kind === 'replace' && method === 'PUT' && resource === step.resource && target !== null,
  );
  if (update?.kind !== 'update' || update.method !== 'PATCH' || replace === undefined || record === null) return null;
  const own = step.slots.filter(({ slot }) => slot.in === 'body');
  const others = step.slots.filter(({ slot }) => slot.in !== 'body');
  const rest = replace.request.body.flatMap(({ path }): SlotValue[] => {
    const slot = { in: 'body', path: [...path] } as const;
    const field = path.includes('*') ? undefined : writtenField(replace, slot);
    return field === undefined ? [] : [{ slot, value: { v: 'from', step: record, path: field } }];
  });
  const changed = own.flatMap(({ slot, value }): SlotValue[] => {
    const field = writtenField(update, slot);
    const there = field === undefined ? undefined : slotWriting(replace, field);
    return there === undefined ? [] : [{ slot: there, value }];
  });
  if (changed.length < own.length) return null;
  const kept = rest.filter(({ slot }) => !changed.some((other) => sameSlot(other.slot, slot)));
  const addressed = others.map(({ slot, value }) => ({
    slot: update.target !== null && sameSlot(slot, update.target) ? (replace.target ?? slot) : slot,
    value,
  }));
  return { ...step, operation: replace.id, confirm: null, slots: [...addressed, ...kept, ...changed] };
}

function inTwo(model: LearnedModel, step: WriteStep): readonly OracleStep[] | null {
  const index = indexModel(model);
  const create = index.operation(step.operation);
  const idPath = index.resource(step.resource ?? '')?.idPath;
  const update = model.operations.find(
    ({ kind, resource, target, parents }) =>
      kind === 'update' && resource === step.resource && target !== null && parents.length === 0,
  );
  if (create?.kind !== 'create' || update?.target === undefined || update.target === null || idPath === undefined)
    return null;
  for (const told of step.slots.toReversed()) {
    const field = told.value.v === 'input' ? writtenField(create, told.slot) : undefined;
    const there = field === undefined || !canWait(create, field) ? undefined : slotWriting(update, field);
    if (there === undefined) continue;
    const id: Value = { v: 'from', step: step.as, path: idPath };
    const slots = [
      { slot: update.target, value: id },
      { slot: there, value: told.value },
    ];
    return [
      { ...step, confirm: null, slots: step.slots.filter((slot) => slot !== told) },
      { kind: 'write', as: `${step.as}_rest`, resource: step.resource, operation: update.id, slots, confirm: null },
    ];
  }
  return null;
}

/** Recorded creations did without it. */
function canWait(create: Operation, field: JsonPath): boolean {
  const slot = slotWriting(create, field);
  const known = create.request.body.find(
    ({ path }) => slot?.in === 'body' && path.join('\n') === slot.path.map(String).join('\n'),
  );
  return known !== undefined && known.presence < 1;
}

/** The step that showed the record which a write is aimed at. */
function shownBy(operation: Operation, step: WriteStep): string | null {
  const aim = step.slots.find(({ slot }) => operation.target !== null && sameSlot(slot, operation.target))?.value;
  return aim?.v === 'from' ? aim.step : null;
}

function usesOf(step: OracleStep): readonly string[] {
  const values = [
    ...('slots' in step ? step.slots.map(({ value }) => value) : []),
    ...('where' in step ? step.where.map(({ equals }) => equals) : []),
  ];
  return values.flatMap((value) => (value.v === 'from' ? [value.step] : []));
}
