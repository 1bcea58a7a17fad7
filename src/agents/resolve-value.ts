import type { Json, JsonObject, JsonPath } from 'offscript';
import type { ScriptValue } from './script.ts';

/** Where the values of a script come from in one rollout. */
export interface Sources {
  readonly inputs: JsonObject;
  /** A field of the record that a step has. */
  readonly field: (step: string, path: JsonPath) => Json | undefined;
  readonly prose: (facts: readonly string[]) => string;
  readonly fresh: string;
}

/** Undefined where nothing gives the value. */
export function resolveValue(value: ScriptValue, sources: Sources): Json | undefined {
  switch (value.v) {
    case 'input':
      return sources.inputs[value.name];
    case 'constant':
      return value.value;
    case 'from':
      return sources.field(value.step, value.path);
    case 'prose':
      return sources.prose(factsOf(value.facts, sources));
    case 'list':
      return value.items.map((item) => resolveValue(item, sources) ?? null);
    case 'fresh':
      return sources.fresh;
    default:
      return value satisfies never;
  }
}

function factsOf(facts: readonly ScriptValue[], sources: Sources): readonly string[] {
  const texts = facts.flatMap((fact) => {
    const value = resolveValue(fact, sources);
    return (typeof value === 'string' && value !== '') || typeof value === 'number' ? [String(value)] : [];
  });
  return [...new Set(texts)];
}
