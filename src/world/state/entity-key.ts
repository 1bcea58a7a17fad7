import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { Resource } from '../../model/resource.ts';

/** `tickets/7`, or `comments/7/3` where ids repeat under each parent; a parent whose own ids do gives all of its key. */
export function entityKey(resource: Resource, id: string, parent: EntityKey | null): EntityKey {
  if (resource.scope === 'parent' && parent !== null)
    return `${resource.name}/${parent.slice(parent.indexOf('/') + 1)}/${id}`;
  return `${resource.name}/${id}`;
}

/** The key of the record that a slot names, there or not, below what the slots before it name. */
export function keyBelow(
  resources: ReadonlyMap<ResourceName, Resource>,
  name: ResourceName,
  id: string,
  above: ReadonlyMap<ResourceName, EntityKey>,
): EntityKey {
  const resource = resources.get(name);
  if (resource === undefined) return `${name}/${id}`;
  return entityKey(resource, id, above.get(resource.parent?.resource ?? '') ?? null);
}
