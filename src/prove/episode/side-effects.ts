import { changedPaths } from '../../model/changed-paths.ts';
import type { Episode, SideEffect } from '../../model/episode.ts';
import { jsonEquals, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { ResourceName } from '../../model/names.ts';
import type { EntityChange } from '../../model/trace.ts';
import { indexModel } from '../../model/model-index.ts';
import type { Trajectory } from '../../model/rollout.ts';

/**
 * What right runs changed beside the goal. Values that differ between seeds are free; those that do not are
 * part of what is right.
 */
export function sideEffectsOf(
  model: LearnedModel,
  episode: Episode,
  runs: readonly Trajectory[],
): readonly SideEffect[] {
  const first = runs[0];
  if (first === undefined) return [];
  const effects: SideEffect[] = [];
  const spare = new Map<ResourceName, number>();
  const wanted = new Map<ResourceName, number>();
  for (const atom of episode.goal)
    if (atom.kind === 'new') wanted.set(atom.resource, (wanted.get(atom.resource) ?? 0) + 1);
  for (const change of first.diff) {
    if (change.before === null) spare.set(change.resource, (spare.get(change.resource) ?? 0) + 1);
    else if (change.after === null) {
      if (!episode.goal.some((atom) => atom.kind === 'gone' && atom.key === change.key))
        effects.push({ kind: 'gone', key: change.key });
    } else {
      const fields = changedPaths(change.before, change.after).filter(
        (path) => !isGoal(episode, change.key, path) && !isLoose(model, change, path),
      );
      const values = fields.map((path) => ({ path, value: fixedValue(runs, change.key, path) }));
      if (values.length > 0) effects.push({ kind: 'fields', key: change.key, fields: values });
    }
  }
  for (const [resource, count] of spare) {
    const extra = count - (wanted.get(resource) ?? 0);
    if (extra > 0) effects.push({ kind: 'new', resource, count: extra });
  }
  for (const resource of wanted.keys())
    effects.push({ kind: 'made', resource, fields: usualFields(model, resource, runs) });
  return effects;
}

/** Plain fields of the records that right runs made, with every value they had. */
function usualFields(
  model: LearnedModel,
  resource: ResourceName,
  runs: readonly Trajectory[],
): readonly { readonly path: JsonPath; readonly values: readonly Json[] }[] {
  const fields = new Map<string, { path: JsonPath; values: Json[] }>();
  for (const change of runs.flatMap((run) => run.diff)) {
    if (change.before !== null || change.after === null || change.resource !== resource) continue;
    for (const [name, value] of Object.entries(change.after)) {
      if (typeof value === 'object' || indexModel(model).field(resource, [name])?.role !== 'plain') continue;
      const known = fields.get(name) ?? { path: [name], values: [] };
      if (!known.values.some((other) => jsonEquals(other, value))) known.values.push(value);
      fields.set(name, known);
    }
  }
  return [...fields.values()];
}

function isGoal(episode: Episode, key: string, path: JsonPath): boolean {
  return episode.goal.some(
    (atom) =>
      atom.kind === 'field' && atom.key === key && atom.path.every((step, at) => String(path[at]) === String(step)),
  );
}

/** Stamped or derived: allowed to anybody without saying. */
function isLoose(model: LearnedModel, change: EntityChange, path: JsonPath): boolean {
  const role = indexModel(model).field(change.resource, path)?.role;
  return role === 'volatile' || role === 'derived' || role === 'server-chosen';
}

function fixedValue(runs: readonly Trajectory[], key: string, path: JsonPath): { readonly is: Json } | null {
  const values = runs.map((run) => valueAt(run.diff.find((change) => change.key === key)?.after ?? undefined, path));
  const [first] = values;
  return first !== undefined && values.every((value) => jsonEquals(value, first)) ? { is: first } : null;
}
