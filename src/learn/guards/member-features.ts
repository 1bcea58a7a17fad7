/** Guards over the elements that a record keeps in an array: no such line to remove, a member that is there already. */
import { isArray, isObject, type JsonPath } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import type { Guard } from '../../model/guard.ts';
import { slotsOf } from '../reading/call.ts';
import { slotText } from '../reading/spots.ts';
import { docOf, type Scene } from '../values/scene.ts';
import type { Feature, GuardContext } from './guard-context.ts';

const MAX_KEYS = 12;

export function memberFeatures(
  refused: readonly Scene[],
  served: readonly Scene[],
  context: GuardContext,
): readonly Feature[] {
  const found: Feature[] = [];
  const isMissing = context.status === 404 || /not.?found|no.such|unknown/i.test(context.text);
  for (const { array, paths } of arraysOf([...refused.slice(0, 12), ...served.slice(0, 12)])) {
    for (const equals of namesIn(refused, context)) {
      for (const path of paths) {
        const guard: Guard = { g: 'has-element', of: { r: 'target' }, array, path, equals };
        const isWord = /(?:^id|_id|_no|key|code|slug|sku|number|name)$/i.test(String(path.at(-1) ?? 'id')) ? 0.3 : 0;
        found.push(
          isMissing
            ? { guard: { g: 'not', of: guard }, prior: 1.2 + isWord }
            : { guard, prior: (context.status === 409 ? 1.2 : 0.6) + isWord },
        );
      }
    }
  }
  return found;
}

/** Arrays of the targets, with the fields that could name their elements. */
function arraysOf(
  scenes: readonly Scene[],
): readonly { readonly array: JsonPath; readonly paths: readonly JsonPath[] }[] {
  const found = new Map<string, Map<string, JsonPath>>();
  for (const scene of scenes)
    for (const [key, value] of Object.entries(docOf(scene, { r: 'target' }) ?? {})) {
      if (!isArray(value)) continue;
      const paths = found.get(key) ?? new Map<string, JsonPath>();
      found.set(key, paths);
      for (const element of value.slice(0, 5)) {
        if (!isObject(element)) paths.set('', []);
        else
          for (const [name, one] of Object.entries(element).slice(0, MAX_KEYS))
            if (typeof one === 'string' || typeof one === 'number') paths.set(name, [name]);
      }
    }
  return [...found].map(([key, paths]) => ({ array: [key], paths: [...paths.values()] }));
}

/** Parts of the request that may name an element: those that name no record. */
function namesIn(scenes: readonly Scene[], context: GuardContext): readonly Expr[] {
  const found = new Map<string, Expr>();
  for (const { call } of scenes.slice(0, 12))
    for (const { slot, value } of slotsOf(call))
      if (
        slot.in !== 'query' &&
        (typeof value === 'string' || typeof value === 'number') &&
        !context.slotResources.has(slotText(slot))
      )
        found.set(slotText(slot), { k: 'slot', slot, as: 'json', fallback: null });
  return [...found.values()];
}
