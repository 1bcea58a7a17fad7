import type {
  Script,
  ScriptBook,
  ScriptResource,
  ScriptStep,
  ScriptValue,
  Setting,
  WriteStep,
} from '../../../src/agents/script.ts';
import { canonicalJson, type Json } from '../../../src/model/json.ts';
import type { LearnedModel } from '../../../src/model/learned-model.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { indexModel } from '../../../src/model/model-index.ts';
import type { Task } from '../../../src/model/task.ts';
import type { ToolSpec } from '../../../src/model/tools.ts';
import { flattenOperation, isScripted } from './flatten-operation.ts';
import { flattenSteps } from './flatten-steps.ts';

/** Scripts per workflow and set of inputs: the steps that sessions took. */
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
    scripts: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, scripts]) => usual(scripts)),
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

const MOST_VARIANTS = 4;

/**
 * The ways sessions went, the commonest first. Texts mention what any of the sessions mentioned; an effect counts
 * where all of them had it.
 */
function usual(scripts: readonly Script[]): readonly Script[] {
  const shapes = new Map<string, Script[]>();
  for (const script of scripts) {
    const shape = canonicalJson(shapeOf(script.steps) as unknown as Json);
    shapes.set(shape, [...(shapes.get(shape) ?? []), script]);
  }
  const ranked = [...shapes.values()].sort((a, b) => b.length - a.length).slice(0, MOST_VARIANTS);
  return ranked.map((alike) => ({ ...(alike[0] as Script), steps: common(alike.map(({ steps }) => steps)) }));
}

/** What tells one way from another: not what texts mention, nor what the writes bring about. */
function shapeOf(steps: readonly ScriptStep[]): readonly ScriptStep[] {
  return steps.map((step) => {
    if (step.kind !== 'write') return step;
    const settings = step.settings.map((setting) => (setting.value.v === 'prose' ? withFacts(setting, []) : setting));
    return {
      ...step,
      settings,
      seen: step.seen === null || step.seen.where === 'gone' ? step.seen : { ...step.seen, where: [] },
    };
  });
}

function common(all: readonly (readonly ScriptStep[])[]): readonly ScriptStep[] {
  const [first = [], ...others] = all;
  return first.map((step, at) => {
    if (step.kind !== 'write') return step;
    const twins = others.flatMap((steps) => {
      const twin = steps[at];
      return twin?.kind === 'write' ? [twin] : [];
    });
    const settings = step.settings.map((setting, number) => {
      const facts = [step, ...twins].flatMap(({ settings: own }) => {
        const value = own[number]?.value;
        return value?.v === 'prose' ? value.facts : [];
      });
      return setting.value.v === 'prose' ? withFacts(setting, unique(facts)) : setting;
    });
    return {
      ...step,
      settings,
      seen: commonSight(
        step.seen,
        twins.map(({ seen }) => seen),
      ),
    };
  });
}

function commonSight(seen: WriteStep['seen'], others: readonly WriteStep['seen'][]): WriteStep['seen'] {
  if (seen === null || seen.where === 'gone') return seen;
  const where = seen.where.filter((condition) =>
    others.every(
      (other) =>
        other !== null &&
        other.where !== 'gone' &&
        other.where.some((one) => JSON.stringify(one) === JSON.stringify(condition)),
    ),
  );
  return { ...seen, where };
}

function withFacts(setting: Setting, facts: readonly ScriptValue[]): Setting {
  return { ...setting, value: { v: 'prose', facts } };
}

function unique(values: readonly ScriptValue[]): readonly ScriptValue[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
