import { valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Ref } from '../../model/learned.ts';
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

/** What the recording shows to be refused: learned from the API, not made up. */
export function refusedStates(context: MutatorContext): readonly RefusedState[] {
  const all: RefusedState[] = [];
  for (const call of context.writes.slice(0, 1)) {
    for (const { guard, success } of call.operation.branches) {
      if (success) continue;
      for (const { of, path, values } of statesIn(guard)) {
        const found = recordOf(context, call, of);
        const current = found === null ? undefined : valueAt(context.entity(found.key)?.doc, path);
        if (found === null || current === undefined || !isAbout(context, call, found)) continue;
        const used = [
          ...goalPaths(context.task, found.key),
          ...knownConditions(context, found).map((condition) => condition.path),
        ];
        if (used.some((other) => overlaps(other, path))) continue;
        for (const refused of values) {
          const back = wayBack(context, found, path, refused, current);
          if (back !== null && refused !== current && back.by !== call.operation.id)
            all.push({ write: call.operation.id, key: found.key, path, value: current, refused, ...back });
        }
      }
    }
  }
  return all.slice(0, MOST);
}

function recordOf(context: MutatorContext, { operation }: OracleCall, of: Ref): FoundRecord | null {
  const resource =
    of.r === 'target' ? operation.resource : of.r === 'parent' ? operation.parents[of.index]?.resource : undefined;
  return context.found.findLast(({ step }) => step.resource === resource) ?? null;
}

/** The update that was seen to bring a record from one state to another. */
function wayBack(
  context: MutatorContext,
  { step }: FoundRecord,
  path: JsonPath,
  from: Json,
  to: Json,
): { readonly by: string; readonly slot: JsonPath } | null {
  for (const { resource, field, transitions } of context.model.workflow.lifecycles) {
    if (resource !== step.resource || !samePath(field, path)) continue;
    for (const transition of transitions) {
      const operation = transition.from === from && transition.to === to ? context.operation(transition.by) : null;
      const slot = operation?.request.body.find((candidate) => candidate.path.at(-1) === path.at(-1))?.path;
      if (operation !== null && operation.target !== null && operation.parents.length === 0 && slot !== undefined)
        return { by: operation.id, slot: [...slot] };
    }
  }
  return null;
}
