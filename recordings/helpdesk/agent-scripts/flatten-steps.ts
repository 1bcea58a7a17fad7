import type { Condition, Place, ScriptStep, ScriptValue, Setting, Sight } from '../../../src/agents/script.ts';
import type { JsonPath } from '../../../src/model/json.ts';
import type { LearnedModel } from '../../../src/model/learned-model.ts';
import type { Operation } from '../../../src/model/operation.ts';
import type { View } from '../../../src/model/template.ts';
import { indexModel } from '../../../src/model/model-index.ts';
import type { OracleStep, SlotValue, Value, WriteConfirmation } from '../../../src/model/oracle.ts';
import { pathInView, shownAt } from '../../../src/model/template-paths.ts';
import { writtenField } from '../../../src/model/written-field.ts';

/** A program's steps with every path as answers show it, so that no model is needed to follow them. */
export function flattenSteps(model: LearnedModel, steps: readonly OracleStep[]): readonly ScriptStep[] {
  const index = indexModel(model);
  const operation = (id: string): Operation => {
    const found = index.operation(id);
    if (found === undefined) throw new Error(`There is no operation ${id}.`);
    return found;
  };
  const views = new Map<string, View | undefined>();
  const located: { readonly step: string; readonly resource: string }[] = [];
  const shownIn = (view: View | undefined, path: JsonPath): JsonPath =>
    view === undefined ? path : pathInView(view, path);

  const value = (given: Value): ScriptValue => {
    switch (given.v) {
      case 'from':
        return { v: 'from', step: given.step, path: shownIn(views.get(given.step), given.path) };
      case 'prose':
        return { v: 'prose', facts: [...names(), ...given.facts.map(value)].filter(isFirst) };
      case 'list':
        return { v: 'list', items: given.items.map(value) };
      default:
        return given;
    }
  };
  /** What the records found so far are called. */
  const names = (): readonly ScriptValue[] =>
    located.flatMap(({ step, resource }) => {
      const facts = index.resource(resource);
      const paths =
        facts === undefined ? [] : [...facts.naturalKey, ...(facts.labelField === null ? [] : [facts.labelField])];
      return paths.map((path): ScriptValue => ({ v: 'from', step, path: shownIn(views.get(step), path) }));
    });
  const setting = (target: Operation, view: View | undefined, { slot, value: given }: SlotValue): Setting => {
    const field = writtenField(target, slot);
    return {
      place: slot satisfies Place,
      value: value(given),
      field: field === undefined ? null : shownIn(view, field),
    };
  };
  const condition = (
    view: View | undefined,
    { path, equals }: { readonly path: JsonPath; readonly equals: Value },
  ): Condition => ({
    path: shownIn(view, path),
    equals: value(equals),
  });
  const sight = (confirm: WriteConfirmation): Sight => {
    const by = operation(confirm.operation);
    const settings = confirm.slots.map((slot) => setting(by, undefined, slot));
    if (confirm.c === 'find') {
      const view = shownAt(by, 'list')?.view;
      return { in: 'list', operation: by.name, settings, where: confirm.where.map((one) => condition(view, one)) };
    }
    const view = shownAt(by, 'entity')?.view;
    const where = confirm.expect === 'gone' ? 'gone' : confirm.expect.map((one) => condition(view, one));
    return { in: 'record', operation: by.name, settings, where };
  };

  const sent = new Set<string>();
  return steps.flatMap((step): ScriptStep[] => {
    if (step.kind === 'report' || isRepetition(step, sent)) return [];
    if (step.kind === 'answer') return [{ kind: 'answer', value: value(step.value) }];
    const target = operation(step.operation);
    const { as } = step;
    if (step.kind === 'find') {
      const view = shownAt(target, 'list')?.view;
      const where = step.where.map((one) => condition(view, one));
      const settings = step.slots.map((slot) => setting(target, undefined, slot));
      views.set(as, view);
      located.push({ step: as, resource: step.resource });
      return [{ kind: 'find', as, operation: target.name, settings, where }];
    }
    const view = shownAt(target, 'entity')?.view;
    if (step.kind === 'read') {
      const settings = step.slots.map((slot) => setting(target, undefined, slot));
      views.set(as, view);
      const twin = located.findIndex(({ step: name }) =>
        settings.some(({ value: given }) => given.v === 'from' && given.step === name),
      );
      if (twin >= 0 && located[twin]?.resource === step.resource) located.splice(twin, 1);
      located.push({ step: as, resource: step.resource });
      return [{ kind: 'read', as, operation: target.name, settings }];
    }
    const seenView =
      step.confirm === null
        ? view
        : shownAt(operation(step.confirm.operation), step.confirm.c === 'find' ? 'list' : 'entity')?.view;
    const settings = step.slots.map((slot) => setting(target, seenView, slot));
    const seen = step.confirm === null ? null : sight(step.confirm);
    views.set(as, view);
    return [{ kind: 'write', as, operation: target.name, settings, seen }];
  });
}

/** The same request under the same idempotency key: a retry, which did nothing. */
function isRepetition(step: OracleStep, sent: Set<string>): boolean {
  if (step.kind !== 'write' || !step.slots.some(({ value }) => value.v === 'fresh')) return false;
  const text = JSON.stringify([step.operation, step.slots]);
  const isKnown = sent.has(text);
  sent.add(text);
  return isKnown;
}

function isFirst(value: ScriptValue, at: number, all: readonly ScriptValue[]): boolean {
  return all.findIndex((other) => JSON.stringify(other) === JSON.stringify(value)) === at;
}
