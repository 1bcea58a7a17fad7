import type { Entity } from '../../model/base-state.ts';
import type { EntityKey } from '../../model/names.ts';
import type { MutatorContext } from '../mutator-context.ts';

const MOST = 4;

/** Records of the same kind that the task has nothing to do with; those that the oracle sees come first. */
export function bystanders(context: MutatorContext, key: EntityKey): readonly Entity[] {
  const resource = key.split('/')[0] ?? '';
  const concerned = new Set<EntityKey>([
    ...context.task.scope,
    ...context.found.map((found) => found.key),
    ...context.writes.flatMap((write) => write.key ?? []),
  ]);
  const others = context.entitiesOf(resource).filter((entity) => !concerned.has(entity.key));
  const seen = others.filter((entity) => context.touched.has(entity.key));
  return [...seen, ...others.filter((entity) => !context.touched.has(entity.key)).slice(0, MOST)].slice(0, MOST);
}
