import { valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { EntityKey, OperationId } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import { samePath } from '../../model/model-index.ts';
import { shownAt } from '../../model/template-paths.ts';
import type { FoundRecord, MutatorContext } from '../mutator-context.ts';
import { goalPaths } from './goal-paths.ts';
import { isAbout } from './is-about.ts';
import { knownConditions } from './known-conditions.ts';
import { overlaps } from './overlaps.ts';
import { statesIn } from './states-in.ts';

/** A state that a record could have to be in before a write, and how to bring it there. */
export type Precondition = {
  readonly write: OperationId;
  readonly key: EntityKey;
  readonly path: JsonPath;
  readonly value: Json;
  readonly by: OperationId;
  readonly slot: JsonPath;
};

const MOST = 8;

/**
 * States that the API can be asked for by another operation than the write itself.
 *
 * @param stages true: fields in which records move through stages; false: the others that hold one of a few values
 */
export function preconditions(context: MutatorContext, stages: boolean): readonly Precondition[] {
  const all: Precondition[] = [];
  for (const found of context.found) {
    const entity = context.entity(found.key);
    const used = [...goalPaths(context.task, found.key), ...knownConditions(context, found).map(({ path }) => path)];
    for (const by of context.model.operations) {
      if (entity === null || by.resource !== entity.resource || by.target === null || by.parents.length > 0) continue;
      if ((by.kind !== 'update' && by.kind !== 'replace') || by.request.body.length === 0) continue;
      for (const write of context.writes) {
        if (write.operation.id === by.id || write.nth > 0 || !isAbout(context, write, found)) continue;
        for (const { path, value, slot } of reachable(context, found, by, stages)) {
          if (!used.some((other) => overlaps(other, path)) && !isRefused(context, path, value))
            all.push({ write: write.operation.id, key: found.key, path, value, by: by.id, slot });
        }
      }
    }
  }
  return all.slice(0, MOST);
}

/** Whether a write of the task was seen to be refused in that state. */
function isRefused({ writes }: MutatorContext, path: JsonPath, value: Json): boolean {
  const guards = writes.flatMap(({ operation }) =>
    operation.branches.flatMap(({ guard, success }) => (success ? [] : [...statesIn(guard)])),
  );
  return guards.some((guard) => samePath(guard.path, path) && guard.values.includes(value) === guard.inside);
}

function* reachable(
  context: MutatorContext,
  { key, step }: FoundRecord,
  by: Operation,
  stages: boolean,
): Generator<{ readonly path: JsonPath; readonly value: Json; readonly slot: JsonPath }> {
  const doc = context.entity(key)?.doc;
  const lifecycles = context.model.workflow.lifecycles.filter(({ resource }) => resource === step.resource);
  const shown = shownAt(by, 'entity');
  if (shown === undefined) return;
  for (const { path: body, enum: values } of by.request.body) {
    const leaf = body.at(-1);
    if (leaf === undefined || body.includes('*')) continue;
    const path: JsonPath = [leaf];
    const current = valueAt(doc, path);
    if (current === undefined || current === null || typeof current === 'object') continue;
    const lifecycle = lifecycles.find(({ field }) => samePath(field, path));
    // Nobody has to finish a record before something is done with it.
    const leadsOn = (state: Json): boolean => lifecycle?.transitions.some(({ from }) => from === state) ?? true;
    if ((lifecycle !== undefined) !== stages) continue;
    const next =
      lifecycle === undefined
        ? (values ?? [])
        : lifecycle.transitions.flatMap(({ from, to, by: how }) =>
            from === current && how === by.id && leadsOn(to) ? [to] : [],
          );
    for (const value of next)
      if (value !== null && typeof value !== 'object' && value !== current) yield { path, value, slot: [...body] };
  }
}
