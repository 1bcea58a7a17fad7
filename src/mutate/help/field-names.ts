import type { ResourceName } from '../../model/names.ts';
import type { MutatorContext } from '../mutator-context.ts';

/** Every top-level field name of a resource: a new name must not be one of them. */
export function fieldNames(context: MutatorContext, resource: ResourceName): ReadonlySet<string> {
  return new Set(context.fieldsOf(resource).flatMap(({ path }) => (typeof path[0] === 'string' ? [path[0]] : [])));
}
