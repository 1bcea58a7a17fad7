/** Guards over the elements of a sent array: one names no record, or asks for more than its record has. */
import { isArray, isObject, valueAt, type Json } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { elementRefs } from '../values/element-refs.ts';
import type { Feature, GuardContext } from './guard-context.ts';
import { docOf, type Scene } from '../values/scene.ts';

export function elementFeatures(refused: readonly Scene[], context: GuardContext): readonly Feature[] {
  const found = new Map<string, Feature>();
  const add = (feature: Feature): void => {
    const key = JSON.stringify(feature.guard);
    if ((found.get(key)?.prior ?? -1) < feature.prior) found.set(key, feature);
  };
  for (const scene of refused.slice(0, 12)) {
    const { body } = scene.call.exchange;
    for (const [key, value] of Object.entries(isObject(body) ? body : {})) {
      if (!isArray(value)) continue;
      const array: Expr = { k: 'slot', slot: { in: 'body', path: [key] }, as: 'json', fallback: null };
      value.forEach((item: Json, index) => {
        if (!isObject(item)) return;
        const at = { ...scene, element: { value: item, index } };
        for (const name of Object.keys(item)) {
          const isId = /(?:_id|Id|_key|_uuid|^id)$/.test(name);
          if (isId) {
            for (const resource of context.resources)
              if (
                name
                  .toLowerCase()
                  .replaceAll('_', '')
                  .startsWith(resource.toLowerCase().replaceAll('_', '').slice(0, -1))
              )
                add({
                  guard: { g: 'any', array, of: { g: 'unknown-element', resource, path: [name] } },
                  prior: 1.2 + (context.field === name || /exist|found|unknown|invalid/i.test(context.text) ? 0.5 : 0),
                });
          } else if (typeof item[name] === 'number') {
            for (const limit of [0, 1])
              add({
                guard: {
                  g: 'any',
                  array,
                  of: {
                    g: 'compare',
                    left: { k: 'element', path: [name], fallback: null },
                    op: limit === 0 ? '<=' : '<',
                    right: { k: 'const', value: limit },
                  },
                },
                prior: 0.7 + (context.field === name ? 1 : 0),
              });
          }
        }
        for (const ref of elementRefs(at)) {
          const doc = docOf(at, ref);
          if (doc === null) continue;
          for (const [amount, sent] of Object.entries(item)) {
            if (typeof sent !== 'number' || /(?:_id|Id|^id)$/.test(amount)) continue;
            for (const [field, has] of Object.entries(doc)) {
              if (typeof has !== 'number' || !(sent > has) || /(?:_id|Id|^id)$/.test(field)) continue;
              const said = context.text.toLowerCase().includes(field.toLowerCase().replaceAll('_', ' ')) ? 0.5 : 0;
              add({
                guard: {
                  g: 'any',
                  array,
                  of: {
                    g: 'compare',
                    left: { k: 'element', path: [amount], fallback: 1 },
                    op: '>',
                    right: { k: 'field', of: ref, path: [field] },
                  },
                },
                prior: 1.1 + said,
              });
            }
          }
          void valueAt;
        }
      });
    }
  }
  return [...found.values()];
}
