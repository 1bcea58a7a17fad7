import { valueAt, type JsonPath } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { indexModel } from '../model/model-index.ts';
import type { ResourceName } from '../model/names.ts';

export interface ValueCounts {
  /** Records that have the field. */
  readonly said: number;
  /** Records with its most common value. */
  readonly most: number;
  of(value: unknown): number;
}

const cache = new WeakMap<LearnedModel, Map<string, ValueCounts>>();

/** How often a field of a resource's records has which value; counted once per model. */
export function valueCounts(model: LearnedModel, resource: ResourceName, path: JsonPath): ValueCounts {
  let known = cache.get(model);
  if (known === undefined) cache.set(model, (known = new Map()));
  const name = `${resource} ${path.join('\u0000')}`;
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = countsOf(model, resource, path)));
  return found;
}

function countsOf(model: LearnedModel, resource: ResourceName, path: JsonPath): ValueCounts {
  const counts = new Map<string, number>();
  for (const { doc } of indexModel(model).entitiesOf(resource)) {
    const value = String(valueAt(doc, path) ?? '');
    if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  let [said, most] = [0, 0];
  for (const count of counts.values()) {
    said += count;
    most = Math.max(most, count);
  }
  return { said, most, of: (value) => counts.get(String(value)) ?? 0 };
}
