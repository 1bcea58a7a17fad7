import type { EntityKey, OperationId } from '../../model/names.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { answerChange } from './answer-change.ts';
import { listedFirstBy } from './listed-first-by.ts';

export type TwinSite = {
  readonly key: EntityKey;
  readonly list: OperationId;
};

/** Records found by what is said of them, in a list where another record can come to stand before them. */
export function twinSites(context: MutatorContext): readonly TwinSite[] {
  return context.found.flatMap(({ step, operation, key }) => {
    const resource = context.resource(step.resource);
    const able =
      step.kind === 'find' &&
      resource !== null &&
      context.entity(key) !== null &&
      listedFirstBy(context, operation, resource) !== null &&
      answerChange(context, key) !== null;
    return able ? [{ key, list: operation.id }] : [];
  });
}
