import { isObject, jsonEquals, type JsonObject } from '../model/json.ts';
import type { Entity } from '../model/base-state.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../model/names.ts';
import type { TracedSession } from '../model/trace.ts';
import { indexModel } from '../model/model-index.ts';
import type { WorldPatch } from '../model/world.ts';

/** The records a session knew, as they stood just before one of its steps. */
export interface StartState {
  /** Null: not there yet (or not any more). */
  readonly docs: ReadonlyMap<EntityKey, JsonObject | null>;
  /** What turns the shared base into this state. */
  readonly patches: readonly WorldPatch[];
}

/**
 * Goes back to the moment before step `cut`: what the session changed from there on is undone, what it saw
 * is as it saw it, and everything else stays as last known. What the session made later is not there at all,
 * so that nothing of the future shows.
 */
export function startState(model: LearnedModel, session: TracedSession, cut: number): StartState {
  const docs = new Map<EntityKey, JsonObject | null>();
  const settled = new Set<EntityKey>();
  for (const step of session.steps) {
    const past = step.seq < cut;
    for (const change of step.changes) {
      if (past) docs.set(change.key, change.after);
      else if (!settled.has(change.key)) {
        settled.add(change.key);
        docs.set(change.key, mergeKnown(docs.get(change.key), change.before));
      }
    }
    for (const view of step.views) {
      if (settled.has(view.key)) continue;
      const known = docs.get(view.key);
      if (past || known !== null) docs.set(view.key, mergeKnown(known, view.doc));
    }
  }
  return { docs, patches: patchesFor(model, docs) };
}

/** A partial view adds to what is known; null (absence) replaces it. */
function mergeKnown(known: JsonObject | null | undefined, seen: JsonObject | null): JsonObject | null {
  return seen === null || known === null || known === undefined ? seen : { ...known, ...seen };
}

/**
 * Removals first, then plain records, then those that sum up others, children before what they stand under: sums are
 * put last, as they were seen, and not undone once more by what is taken away from them.
 */
function patchesFor(model: LearnedModel, docs: ReadonlyMap<EntityKey, JsonObject | null>): readonly WorldPatch[] {
  const index = indexModel(model);
  const removals: WorldPatch[] = [];
  const puts: { readonly patch: WorldPatch; readonly sums: number; readonly depth: number }[] = [];
  for (const [key, doc] of [...docs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const entity = index.entity(key);
    const put = (next: Entity): void =>
      void puts.push({ patch: { p: 'put', entity: next }, ...rankOf(model, next.resource) });
    if (doc === null) {
      if (entity !== undefined) removals.push({ p: 'remove', key, unborn: true });
    } else if (entity === undefined) put(entityFromKey(model, key, doc));
    else {
      const full = entity.complete ? { ...entity.doc, ...doc } : doc;
      if (!index.isLive(key) || !jsonEquals(entity.doc, full)) put({ ...entity, doc: full });
    }
  }
  puts.sort((a, b) => a.sums - b.sums || b.depth - a.depth);
  const summing = puts.filter(({ sums }) => sums > 0);
  // Records that sum each other up: once all of them stand, each is put as it was seen.
  const again = summing.length > 1 ? summing.slice(0, -1) : [];
  return [...removals, ...[...puts, ...again].map(({ patch }) => patch)];
}

/** Whether it has figures worked out from other records, and how many resources stand above it. */
function rankOf(model: LearnedModel, name: ResourceName): { readonly sums: number; readonly depth: number } {
  const index = indexModel(model);
  const seen = new Set<ResourceName>();
  let at = index.resource(name)?.parent?.resource;
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    at = index.resource(at)?.parent?.resource;
  }
  const sums = index.resource(name)?.fields.filter(({ role }) => role === 'derived').length ?? 0;
  return { sums: Math.min(1, sums), depth: seen.size };
}

function entityFromKey(model: LearnedModel, key: EntityKey, doc: JsonObject): Entity {
  const parts = key.split('/');
  const resource = parts[0] ?? '';
  const parent = indexModel(model).resource(resource)?.parent;
  return {
    key,
    resource,
    id: parts.at(-1) ?? '',
    parent:
      parts.length > 2 && parent !== null && parent !== undefined
        ? `${parent.resource}/${parts.slice(1, -1).join('/')}`
        : null,
    doc: isObject(doc) ? doc : {},
    complete: false,
    createdAt: model.base.at,
  };
}
