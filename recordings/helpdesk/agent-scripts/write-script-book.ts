import type { Script, ScriptBook, ScriptResource, ScriptStep, ScriptValue } from '../../../src/agents/script.ts';
import { canonicalJson, type Json } from '../../../src/model/json.ts';
import type { LearnedModel, Resource } from '../../../src/model/learned.ts';
import { indexModel } from '../../../src/model/model-index.ts';
import type { Task } from '../../../src/model/task.ts';
import type { ToolSpec } from '../../../src/model/tools.ts';
import { flattenOperation, isScripted } from './flatten-operation.ts';
import { flattenSteps } from './flatten-steps.ts';

/** One script per workflow and set of inputs: the steps most sessions took. */
export function writeScriptBook(model: LearnedModel, tools: readonly ToolSpec[], tasks: readonly Task[]): ScriptBook {
  const groups = new Map<string, Script[]>();
  for (const task of tasks) {
    const script: Script = {
      workflow: task.workflow,
      inputs: Object.keys(task.inputs).sort(),
      steps: flattenSteps(model, task.oracle.steps),
    };
    const key = `${script.workflow} ${script.inputs.join(' ')}`;
    groups.set(key, [...(groups.get(key) ?? []), script]);
  }
  const operations = model.operations.filter(isScripted).map((operation) => flattenOperation(operation, tools));
  return {
    operations: Object.fromEntries(operations.map((operation) => [operation.name, operation])),
    resources: Object.fromEntries(model.resources.map((resource) => [resource.name, resourceFacts(model, resource)])),
    scripts: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, scripts]) => usual(scripts)),
  };
}

function resourceFacts(model: LearnedModel, resource: Resource): ScriptResource {
  const index = indexModel(model);
  const fields = resource.fields.flatMap(({ path }) => (path[0] === undefined ? [] : [path[0]]));
  const list = index.listsOf(resource.name).find(({ segments }) => segments.every(({ kind }) => kind === 'literal'));
  const read = index
    .readsOf(resource.name)
    .find(
      ({ segments, target }) => target?.in === 'path' && segments.filter(({ kind }) => kind === 'param').length === 1,
    );
  return {
    singular: resource.singular,
    id: resource.idPath,
    fields: [...new Set(fields)],
    names: [...resource.naturalKey, ...(resource.labelField === null ? [] : [resource.labelField])],
    list: list?.name ?? null,
    read: read?.name ?? null,
  };
}

/** The commonest of several, its texts mentioning what any of them mentioned. */
function usual(scripts: readonly Script[]): Script {
  const shapes = new Map<string, Script[]>();
  for (const script of scripts) {
    const shape = canonicalJson(withFacts(script.steps, () => []) as unknown as Json);
    shapes.set(shape, [...(shapes.get(shape) ?? []), script]);
  }
  const [alike = []] = [...shapes.values()].sort((a, b) => b.length - a.length);
  const [first] = alike;
  if (first === undefined) throw new Error('There is no script to choose from.');
  const steps = withFacts(first.steps, (step, setting) =>
    unique(alike.flatMap((script) => factsAt(script, step, setting))),
  );
  return { ...first, steps };
}

function factsAt(script: Script, step: number, setting: number): readonly ScriptValue[] {
  const there = script.steps[step];
  const value = there?.kind === 'write' ? there.settings[setting]?.value : undefined;
  return value?.v === 'prose' ? value.facts : [];
}

function withFacts(
  steps: readonly ScriptStep[],
  facts: (step: number, setting: number) => readonly ScriptValue[],
): readonly ScriptStep[] {
  return steps.map((step, at) => {
    if (step.kind !== 'write') return step;
    const settings = step.settings.map((setting, number) =>
      setting.value.v === 'prose' ? { ...setting, value: { v: 'prose' as const, facts: facts(at, number) } } : setting,
    );
    return { ...step, settings };
  });
}

function unique(values: readonly ScriptValue[]): readonly ScriptValue[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
