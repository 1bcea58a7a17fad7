import { isObject, type JsonObject } from '../../model/json.ts';
import type { Entity } from '../../model/base-state.ts';
import type { EntityKey } from '../../model/names.ts';
import type { WorldDraft } from '../../model/world.ts';
import type { MutatorContext, OracleCall } from '../mutator-context.ts';
import { moveTimes } from './move-times.ts';
import { rekeyed } from './rekeyed.ts';

/**
 * The record that a call of the oracle makes, as if somebody had made it some time before the start.
 *
 * @returns null where the call makes none
 */
export function madeRecord(
  draft: WorldDraft,
  context: MutatorContext,
  call: OracleCall,
  minutesAgo: number,
): Entity | null {
  const change = call.step.changes.find(({ key, before }) => key === call.key && before === null);
  const resource = context.resource(change?.resource ?? '');
  if (change === undefined || change.after === null || !isObject(change.after) || resource === null) return null;
  const id = draft.freshId(resource.name);
  const key = `${change.key.slice(0, change.key.lastIndexOf('/') + 1)}${id}`;
  const createdAt = draft.startAt - minutesAgo * 60_000;
  const doc = moveTimes(
    rekeyed(change.after, lastPart(change.key), id, resource.idPath),
    createdAt - call.step.at,
  ) as JsonObject;
  return {
    key,
    resource: resource.name,
    id,
    parent: parentOf(change.key, resource.parent?.resource ?? null),
    doc,
    complete: true,
    createdAt,
  };
}

function lastPart(key: EntityKey): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

function parentOf(key: EntityKey, resource: string | null): EntityKey | null {
  const parts = key.split('/');
  return parts.length > 2 && resource !== null ? `${resource}/${parts.slice(1, -1).join('/')}` : null;
}
