/** Guards that look for records which refer to the target: all of them, or those in a certain state. */
import { jsonEquals, type Json, type JsonObject } from '../../model/json.ts';
import { docBefore } from '../records/chronicle.ts';
import { namesId } from '../records/matching.ts';
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
      const counted = statesCounted(refused, served, resource, by, state);
      if (counted !== null)
        found.push({
          guard: { g: 'has-children', resource, by, where: [{ path: [state], in: counted }] },
          prior: 2 + said,
        });
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
    return doc !== null && doc !== undefined && namesId(doc, by, id) ? [doc] : [];
  });
}

const MOST_STATES = 8;

/**
 * `part of 3 open orders`: the states whose children are as many as every refusal says, where not all of them are.
 * Null where refusals quote no number, or no states explain it.
 */
function statesCounted(
  refused: readonly Scene[],
  served: readonly Scene[],
  resource: string,
  by: readonly string[],
  state: string,
): readonly Json[] | null {
  const told = refused.map((scene) => {
    const { answer, answerText } = scene.call.exchange;
    const text = answer === undefined ? (answerText ?? '') : JSON.stringify(answer);
    return {
      numbers: new Set([...text.matchAll(/(?<![\w.])\d{1,6}(?![\w.]*\w)/g)].map(([digits]) => Number(digits))),
      states: childrenOf(scene, resource, by).map((doc) => doc[state] ?? null),
    };
  });
  if (told.some(({ numbers, states }) => numbers.size === 0 || states.length === 0)) return null;
  if (told.every(({ numbers, states }) => numbers.has(states.length))) return null;
  const all = distinctOf(told.flatMap(({ states }) => states));
  if (all.length > MOST_STATES) return null;
  const spared = statesOf(served, resource, by, state);
  for (let mask = 1; mask < 2 ** all.length; mask++) {
    const chosen = all.filter((_, index) => (mask & (2 ** index)) !== 0);
    if (chosen.some((value) => spared.some((other) => jsonEquals(value, other)))) continue;
    const count = (states: readonly Json[]): number =>
      states.filter((value) => chosen.some((one) => jsonEquals(one, value))).length;
    if (told.every(({ numbers, states }) => count(states) > 0 && numbers.has(count(states)))) return chosen;
  }
  return null;
}

function distinctOf(values: readonly Json[]): readonly Json[] {
  return values.filter((value, index) => values.findIndex((other) => jsonEquals(other, value)) === index);
}
