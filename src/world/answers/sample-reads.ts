/** Whether what a recorded answer showed is still so: the version of that moment against the version in this world. */
import type { Turn } from '../compiled.ts';
import { jsonEquals } from '../../model/json.ts';
import type { Entity } from '../../model/base-state.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';

interface History {
  readonly versions: ReadonlyMap<EntityKey, readonly { readonly until: number; readonly entity: Entity | null }[]>;
  /** Per resource, its keys by the moment of their last recorded change, newest first. */
  readonly latest: ReadonlyMap<ResourceName, readonly { readonly key: EntityKey; readonly at: number }[]>;
}

const histories = new WeakMap<LearnedModel, History>();

export function isUnchangedSince(turn: Turn, key: EntityKey, at: number): boolean {
  const now = turn.state.get(key);
  const doc = now === undefined || now.dead !== null ? null : now.doc;
  const then = historyOf(turn.compiled.model)
    .versions.get(key)
    ?.find(({ until }) => at < until);
  if (then === undefined) {
    const base = turn.compiled.base.get(key);
    return base === now || (base?.dead === null ? doc !== null && jsonEquals(base.doc, doc) : doc === null);
  }
  return then.entity === null ? doc === null : doc !== null && jsonEquals(then.entity.doc, doc);
}

export function isUntouchedSince(turn: Turn, resource: ResourceName, at: number): boolean {
  for (const key of turn.state.touched(resource).keys()) if (!isUnchangedSince(turn, key, at)) return false;
  for (const { key, at: changedAt } of historyOf(turn.compiled.model).latest.get(resource) ?? []) {
    if (changedAt <= at) return true;
    if (!isUnchangedSince(turn, key, at)) return false;
  }
  return true;
}

function historyOf(model: LearnedModel): History {
  const found = histories.get(model);
  if (found !== undefined) return found;
  const latest = new Map<ResourceName, { key: EntityKey; at: number }[]>();
  for (const { key, versions } of model.base.history) {
    const resource = key.slice(0, key.indexOf('/'));
    const list = latest.get(resource) ?? [];
    list.push({ key, at: versions.at(-1)?.until ?? 0 });
    latest.set(resource, list);
  }
  for (const list of latest.values()) list.sort((a, b) => b.at - a.at);
  const made = { versions: new Map(model.base.history.map(({ key, versions }) => [key, versions])), latest };
  histories.set(model, made);
  return made;
}
