import type { JsonPath } from 'offscript';
import type { FindStep, ReadStep, Script, ScriptBook, ScriptStep, ScriptValue, Setting, WriteStep } from './script.ts';

type LookStep = FindStep | ReadStep;

/**
 * A script fitted to other inputs than it was written for: records are looked for by what is given, values that are
 * not given are left out, and values that are given go where other scripts put them.
 */
export function adaptScript(book: ScriptBook, script: Script, inputs: readonly string[]): Script {
  const isGiven = (value: ScriptValue): boolean => inputNames(value).every((name) => inputs.includes(name));
  const unused = (): readonly string[] => inputs.filter((name) => !steps.some((step) => namesOf(step).includes(name)));
  let steps: readonly ScriptStep[] = script.steps;
  for (const look of looks(steps)) {
    if (look.every((step) => valuesOf(step).every(isGiven))) continue;
    const last = look.at(-1);
    const other = last === undefined ? null : anotherLook(book, last, unused());
    if (other === null) continue;
    const at = steps.indexOf(look[0] as ScriptStep);
    steps = [...steps.slice(0, at), ...other, ...steps.slice(at + look.length)];
  }
  steps = steps.map((step) => (step.kind === 'write' ? withGiven(step, isGiven) : step));
  steps = steps.map((step) => (step.kind === 'write' ? withMore(book, step, unused()) : step));
  return { workflow: script.workflow, inputs: [...inputs].sort(), steps: possible(book, steps, isGiven) };
}

/** Without the steps that nothing given leads to, and without writes that are left with nothing to say. */
function possible(
  book: ScriptBook,
  steps: readonly ScriptStep[],
  isGiven: (value: ScriptValue) => boolean,
): readonly ScriptStep[] {
  const lost = new Set<string>();
  const isLost = (value: ScriptValue): boolean => !isGiven(value) || (value.v === 'from' && lost.has(value.step));
  return steps.flatMap((step): ScriptStep[] => {
    const values = valuesOf(step).filter(({ v }) => v !== 'prose');
    if (step.kind !== 'answer' && (values.some(isLost) || saysNothing(book, step))) {
      lost.add(step.as);
      return [];
    }
    return [step.kind === 'write' ? withoutFacts(step, isLost) : step];
  });
}

function saysNothing(book: ScriptBook, step: FindStep | ReadStep | WriteStep): boolean {
  const kind = book.operations[step.operation]?.kind;
  const isUpdate = kind === 'update' || kind === 'replace';
  return isUpdate && !step.settings.some(({ place }) => place.in === 'body');
}

function withoutFacts(step: WriteStep, isLost: (value: ScriptValue) => boolean): WriteStep {
  const settings = step.settings.map((setting) => {
    const { value } = setting;
    return value.v === 'prose'
      ? { ...setting, value: { ...value, facts: value.facts.filter((fact) => !isLost(fact)) } }
      : setting;
  });
  return { ...step, settings };
}

/** Steps that look up one record: a list and then the record itself, or one of both. */
function looks(steps: readonly ScriptStep[]): readonly (readonly LookStep[])[] {
  const groups: LookStep[][] = [];
  for (const step of steps) {
    if (step.kind !== 'find' && step.kind !== 'read') continue;
    const group = groups.at(-1);
    const follows =
      step.kind === 'read' &&
      group?.length === 1 &&
      group[0]?.kind === 'find' &&
      valuesOf(step).some((value) => value.v === 'from' && value.step === group[0]?.as);
    if (follows) group.push(step);
    else groups.push([step]);
  }
  return groups;
}

/** Another way to the same kind of record, by inputs that nothing else uses. */
function anotherLook(book: ScriptBook, last: LookStep, unused: readonly string[]): readonly LookStep[] | null {
  const resource = book.operations[last.operation]?.resource;
  for (const script of book.scripts) {
    for (const group of looks(script.steps)) {
      const end = group.at(-1);
      if (end === undefined || book.operations[end.operation]?.resource !== resource) continue;
      const names = group.flatMap(namesOf);
      const standsAlone = group.every((step) =>
        valuesOf(step).every((value) => value.v !== 'from' || group.some(({ as }) => as === value.step)),
      );
      if (standsAlone && names.length > 0 && names.every((name) => unused.includes(name)))
        return renamed(group, last.as);
    }
  }
  return resource === undefined ? null : plainLook(book, resource, last.as, unused);
}

/** By the name of the input: `customer_phone` is the phone of a customer. */
export function plainLook(
  book: ScriptBook,
  resource: string,
  as: string,
  unused: readonly string[],
): readonly LookStep[] | null {
  const facts = book.resources[resource];
  if (facts === undefined) return null;
  for (const name of unused) {
    const path = fieldNamed(name, facts.singular, facts.fields);
    if (path === null) continue;
    const given: ScriptValue = { v: 'input', name };
    const read = facts.read === null ? undefined : book.operations[facts.read];
    const target = /\{(\w+)\}/.exec(read?.path ?? '')?.[1];
    const readBy = (value: ScriptValue): LookStep[] =>
      read === undefined || target === undefined
        ? []
        : [
            {
              kind: 'read',
              as,
              operation: read.name,
              settings: [{ place: { in: 'path', name: target }, value, field: null }],
            },
          ];
    if (path.join('.') === facts.id.join('.') && read !== undefined) return readBy(given);
    if (facts.list === null) continue;
    const listed = read === undefined ? as : `${as}_listed`;
    const find: FindStep = {
      kind: 'find',
      as: listed,
      operation: facts.list,
      settings: [],
      where: [{ path, equals: given }],
    };
    return [find, ...readBy({ v: 'from', step: listed, path: facts.id })];
  }
  return null;
}

function fieldNamed(input: string, singular: string, fields: readonly string[]): JsonPath | null {
  const stem = singular.replaceAll(/[^A-Za-z0-9_]+/g, '_');
  if (!input.startsWith(`${stem}_`)) return null;
  const rest = input.slice(stem.length + 1).replace(/_\d+$/, '');
  return fields.includes(rest) ? [rest] : null;
}

/** The last step gets the name that the others know it by. */
function renamed(group: readonly LookStep[], as: string): readonly LookStep[] {
  const names = new Map(group.map((step, at) => [step.as, at === group.length - 1 ? as : `${as}_listed`]));
  const rename = (value: ScriptValue): ScriptValue =>
    value.v === 'from' ? { ...value, step: names.get(value.step) ?? value.step } : value;
  return group.map((step) => ({
    ...step,
    as: names.get(step.as) ?? step.as,
    settings: step.settings.map((setting) => ({ ...setting, value: rename(setting.value) })),
  }));
}

function withGiven(step: WriteStep, isGiven: (value: ScriptValue) => boolean): WriteStep {
  const keep = (value: ScriptValue): ScriptValue =>
    value.v === 'prose' ? { ...value, facts: value.facts.filter(isGiven) } : value;
  const settings = step.settings
    .map((setting) => ({ ...setting, value: keep(setting.value) }))
    .filter(({ place, value }) => place.in === 'path' || isGiven(value));
  const { seen } = step;
  if (seen === null) return { ...step, settings };
  const where = seen.where === 'gone' ? seen.where : seen.where.filter(({ equals }) => isGiven(equals));
  return {
    ...step,
    settings,
    seen: { ...seen, settings: seen.settings.filter(({ value }) => isGiven(value)), where } as typeof seen,
  };
}

/** Inputs that other scripts hand to the same operation under the same name. */
function withMore(book: ScriptBook, step: WriteStep, unused: readonly string[]): WriteStep {
  const more = unused.flatMap((name): Setting[] => {
    for (const script of book.scripts) {
      for (const other of script.steps) {
        if (other.kind !== 'write' || other.operation !== step.operation) continue;
        const setting = other.settings.find(({ value }) => value.v === 'input' && value.name === name);
        if (setting !== undefined && !step.settings.some(({ place }) => samePlace(place, setting.place)))
          return [setting];
      }
    }
    return [];
  });
  return more.length === 0 ? step : { ...step, settings: [...step.settings, ...more] };
}

function samePlace(left: Setting['place'], right: Setting['place']): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function valuesOf(step: ScriptStep): readonly ScriptValue[] {
  switch (step.kind) {
    case 'answer':
      return [step.value];
    case 'find':
      return [...step.settings.map(({ value }) => value), ...step.where.map(({ equals }) => equals)];
    default:
      return step.settings.map(({ value }) => value);
  }
}

function namesOf(step: ScriptStep): readonly string[] {
  return [...new Set(valuesOf(step).flatMap(inputNames))];
}

/** Facts of a text may be missing; then it mentions fewer. */
function inputNames(value: ScriptValue): readonly string[] {
  if (value.v === 'input') return [value.name];
  return value.v === 'list' ? value.items.flatMap(inputNames) : [];
}
