import type { EntityKey } from '../../model/names.ts';
import type { Resource } from '../../model/resource.ts';

/** `tickets/7`, or `comments/7/3` where ids repeat under each parent. */
export function entityKey(resource: Resource, id: string, parentId: string | null): EntityKey {
  if (resource.scope === 'parent' && parentId !== null) return `${resource.name}/${parentId}/${id}`;
  return `${resource.name}/${id}`;
}
