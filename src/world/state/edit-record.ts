/** Edits of records that no request asked for: those before the start, and those of other actors. */
import type { Turn } from '../compiled.ts';
import { valueAt, withValueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { EntityKey } from '../../model/names.ts';
import type { Resource } from '../../model/resource.ts';
import { putDoc } from '../effects/apply-effects.ts';
import { PARENT } from './base-index.ts';
import { evaluate } from '../effects/evaluate.ts';

export function setField(turn: Turn, key: EntityKey, path: JsonPath, value: Json | undefined): void {
  const rec = turn.state.live(key) ?? ghostOf(turn, key);
  const resource = rec === undefined ? undefined : turn.resource(rec.resource);
  if (rec === undefined || resource === undefined) return;
  putDoc(turn, rec, resource, withValueAt(rec.doc, path, value) as JsonObject);
}

function ghostOf(turn: Turn, key: EntityKey) {
  const at = key.indexOf('/');
  const found = turn.byId(key.slice(0, at), key.slice(at + 1));
  return found?.dead === null ? found : undefined;
}

/** Takes a record away with everything under it. */
export function takeAway(turn: Turn, key: EntityKey, as: 'deleted' | 'unborn'): void {
  const rec = turn.state.get(key);
  if (rec === undefined) return;
  turn.state.put(rec.buried(as));
  for (const resource of turn.compiled.model.resources) {
    if (resource.parent?.resource !== rec.resource) continue;
    for (const child of [...turn.state.withValue(resource.name, PARENT, key)]) takeAway(turn, child.key, as);
  }
}

/** Moves the fields that every write of a resource moves (`updated_at`), as another actor's write does. */
export function touch(turn: Turn, key: EntityKey): void {
  const rec = turn.state.live(key);
  const resource = rec === undefined ? undefined : turn.resource(rec.resource);
  if (rec === undefined || resource === undefined) return;
  let doc = rec.doc;
  for (const { path, value } of clocksOf(turn, resource)) {
    if (valueAt(doc, path) !== undefined) doc = withValueAt(doc, path, evaluate(value, turn)) as JsonObject;
  }
  putDoc(turn, rec, resource, doc);
}

function* clocksOf(turn: Turn, resource: Resource) {
  const seen = new Set<string>();
  for (const { operation, branches } of turn.compiled.operations.values()) {
    if (operation.resource !== resource.name || operation.kind !== 'update') continue;
    for (const { branch } of branches) {
      for (const effect of branch.effects) {
        if (effect.t !== 'update' || effect.of.r !== 'target') continue;
        for (const write of effect.set) {
          const name = write.path.join('.');
          if (write.value.k !== 'now' || seen.has(name)) continue;
          seen.add(name);
          yield write;
        }
      }
    }
  }
}
