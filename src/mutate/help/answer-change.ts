import { valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { EntityKey } from '../../model/names.ts';
import type { MutatorContext } from '../mutator-context.ts';

/**
 * Where a task asks for a value of a record: the same field with a value that another record has, so that a twin of it gives
 * another answer. Empty where nothing is asked for; null where no other value is known.
 */
export function answerChange(
  context: MutatorContext,
  key: EntityKey,
): readonly { readonly path: JsonPath; readonly value: Json }[] | null {
  const names = new Set(context.found.flatMap((found) => (found.key === key ? [found.step.as] : [])));
  const paths = context.task.oracle.steps.flatMap((step) =>
    step.kind === 'answer' && step.value.v === 'from' && names.has(step.value.step) ? [step.value.path] : [],
  );
  const changes = paths.map((path) => {
    const own = valueAt(context.entity(key)?.doc, path);
    for (const entity of context.entitiesOf(key.split('/')[0] ?? '')) {
      const value = valueAt(entity.doc, path);
      if (value !== undefined && value !== null && typeof value === typeof own && value !== own) return { path, value };
    }
    return null;
  });
  return changes.some((change) => change === null) ? null : changes.filter((change) => change !== null);
}
