import { valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Ref } from '../../model/expr.ts';
import { samePath } from '../../model/model-index.ts';
import type { FoundRecord, MutatorContext, OracleCall } from '../mutator-context.ts';
import { goalPaths } from './goal-paths.ts';
import { knownConditions } from './known-conditions.ts';
import { isAbout } from './is-about.ts';
import { overlaps } from './overlaps.ts';
import type { Precondition } from './preconditions.ts';
import { statesIn } from './states-in.ts';

/** A state in which the API was seen to refuse a write, and the step that leads back out of it. */
export type RefusedState = Precondition & { readonly refused: Json };

const MOST = 8;

/** What the recording shows to be refused: learned from the API, not made up. Only for the first write, which nothing can have prepared. */
export function refusedStates(context: MutatorContext): readonly RefusedState[] {
  const [call] = context.writes;
  if (call === undefined) return [];
  const guards = call.operation.branches.flatMap(({ guard, success }) => (success ? [] : [...statesIn(guard)]));
  return guards
    .flatMap(({ of, path, values, inside }) => {
      const found = recordOf(context, call, of);
      const value = found === null ? undefined : valueAt(context.entity(found.key)?.doc, path);
      if (found === null || value === undefined || !isAbout(context, call, found)) return [];
      const used = [
        ...goalPaths(context.task, found.key),
        ...knownConditions(context, found).map((condition) => condition.path),
      ];
      if (used.some((other) => overlaps(other, path))) return [];
      return waysTo(context, found, path, value)
        .filter(({ refused, by }) => values.includes(refused) === inside && by !== call.operation.id)
        .map((way) => ({ write: call.operation.id, key: found.key, path, value, ...way }));
    })
    .slice(0, MOST);
}

function recordOf(context: MutatorContext, { operation }: OracleCall, of: Ref): FoundRecord | null {
  const resource =
    of.r === 'target' ? operation.resource : of.r === 'parent' ? operation.parents[of.index]?.resource : undefined;
  return context.found.findLast(({ step }) => step.resource === resource) ?? null;
}

/** The updates that were seen to bring a record of this kind into a state, and out of which other. */
function waysTo(
  context: MutatorContext,
  { step }: FoundRecord,
  path: JsonPath,
  state: Json,
): readonly { readonly refused: Json; readonly by: string; readonly slot: JsonPath }[] {
  const lifecycle = context.model.workflow.lifecycles.find(
    ({ resource, field }) => resource === step.resource && samePath(field, path),
  );
  return (lifecycle?.transitions ?? []).flatMap(({ from, to, by }) => {
    const operation = to === state && from !== state && from !== null ? context.operation(by) : null;
    const slot = operation?.request.body.find((candidate) => candidate.path.at(-1) === path.at(-1))?.path;
    return operation !== null && operation.target !== null && operation.parents.length === 0 && slot !== undefined
      ? [{ refused: from, by, slot: [...slot] }]
      : [];
  });
}
