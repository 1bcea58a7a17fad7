import type { Operation } from '../../model/operation.ts';
import type { Resource } from '../../model/resource.ts';
import { samePath } from '../../model/model-index.ts';
import type { MutatorContext } from '../mutator-context.ts';

/** What a new record needs to be listed before another: a lower (or higher) id, or an earlier (or later) time; null where nothing helps. */
export function listedFirstBy(
  context: MutatorContext,
  list: Operation,
  resource: Resource,
): { readonly by: 'id' | 'time'; readonly direction: 'asc' | 'desc' } | null {
  const first = list.list?.order[0];
  if (first === undefined) return null;
  const { direction } = first;
  if (samePath(first.path, resource.idPath)) {
    return resource.idShape.kind === 'integer' || resource.idShape.kind === 'pattern' ? { by: 'id', direction } : null;
  }
  return context.field(resource.name, first.path)?.format === 'date-time' ? { by: 'time', direction } : null;
}
