/** Guards that look for records which refer to the target: all of them, or those in a certain state. */
import { isArray, isObject, jsonEquals, type Json, type JsonObject } from '../../model/json.ts';
import { docBefore } from '../records/chronicle.ts';
import type { Feature, GuardContext } from './guard-context.ts';
import type { Scene } from '../values/scene.ts';

export function childFeatures(
  refused: readonly Scene[],
  served: readonly Scene[],
  context: GuardContext,
): readonly Feature[] {
  const found: Feature[] = [];
  for (const [resource, fields] of context.references) {
    for (const [text, target] of fields) {
      if (target !== context.resource || resource === context.resource) continue;
      const by = text.split('\u0000');
      const said = context.text.toLowerCase().includes(resource.toLowerCase().replaceAll('_', ' ')) ? 0.8 : 0;
      found.push({ guard: { g: 'has-children', resource, by }, prior: 1.3 + said });
      const state = stateField(refused, resource, by);
      if (state === null) continue;
      const bad = statesOf(refused, resource, by, state);
      const good = statesOf(served, resource, by, state);
      const only = bad.filter((value) => !good.some((other) => jsonEquals(other, value)));
      if (only.length > 0 && good.length > 0)
        found.push({
          guard: { g: 'has-children', resource, by, where: [{ path: [state], in: only }] },
          prior: 1.2 + said,
        });
    }
  }
  return found;
}

function stateField(scenes: readonly Scene[], resource: string, by: readonly string[]): string | null {
  for (const scene of scenes)
    for (const doc of childrenOf(scene, resource, by))
      for (const key of Object.keys(doc))
        if (/^(?:status|state|phase|stage)$/i.test(key) && typeof doc[key] === 'string') return key;
  return null;
}

function statesOf(scenes: readonly Scene[], resource: string, by: readonly string[], state: string): readonly Json[] {
  const found: Json[] = [];
  for (const scene of scenes)
    for (const doc of childrenOf(scene, resource, by))
      if (!found.some((value) => jsonEquals(value, doc[state] ?? null))) found.push(doc[state] ?? null);
  return found;
}

/** Live records that name the scene's target at `by`, as known before the call. */
export function childrenOf(scene: Scene, resource: string, by: readonly (string | number)[]): readonly JsonObject[] {
  const key = scene.targetKey;
  if (key === null) return [];
  const id = key.slice(key.lastIndexOf('/') + 1);
  return (scene.world.chronicle.byResource.get(resource) ?? []).flatMap((track) => {
    const doc = docBefore(track, scene.call.tick);
    return doc !== null && doc !== undefined && names(doc, by, id) ? [doc] : [];
  });
}

function names(value: Json | undefined, path: readonly (string | number)[], id: string): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return (typeof value === 'string' || typeof value === 'number') && String(value) === id;
  if (step === '*') return isArray(value) && value.some((item) => names(item, rest, id));
  return isObject(value) && names(value[String(step)], rest, id);
}
