/** Writes that change a number of every record an array names: the lines of an order take stock, cancelling gives it back. */
import { isArray, isObject, type Json, type JsonPath } from '../../model/json.ts';
import type { Effect } from '../../model/effect.ts';
import type { Expr } from '../../model/expr.ts';
import type { ResourceName } from '../../model/names.ts';
import { elementRefs } from '../values/element-refs.ts';
import { docOf, type Scene } from '../values/scene.ts';
import type { Windows } from './windows.ts';
import { idText } from '../records/matching.ts';
import { valueAt } from '../../model/json.ts';

interface Source {
  readonly expr: Expr;
  of(scene: Scene): Json | undefined;
}

interface Step {
  readonly element: Json;
  readonly changes: ReadonlyMap<string, number>;
  readonly fields: ReadonlySet<string>;
}

export function eachEffects(scenes: readonly Scene[], windows: Windows): readonly Effect[] {
  const effects: Effect[] = [];
  for (const source of sourcesOf(scenes)) {
    const steps = new Map<string, { resource: ResourceName; path: JsonPath; steps: Step[] }>();
    for (const scene of scenes) {
      const array = source.of(scene);
      if (!isArray(array)) continue;
      array.forEach((value, index) => {
        for (const ref of elementRefs({ ...scene, element: { value, index } })) {
          const id = idText(valueAt(value, ref.path));
          if (id === null || array.filter((other) => idText(valueAt(other, ref.path)) === id).length > 1) continue;
          const seen = windows.at(scene.call.tick, `${ref.resource}/${id}`, scene.call.operation);
          if (seen === null) continue;
          const key = `${ref.resource} ${ref.path.join('.')}`;
          const group = steps.get(key) ?? { resource: ref.resource, path: ref.path, steps: [] as Step[] };
          group.steps.push(stepOf(value, seen.before, seen.after));
          steps.set(key, group);
        }
      });
    }
    for (const { resource, path, steps: list } of steps.values()) {
      const ref = { r: 'element' as const, resource, path };
      const set = fieldsIn(list).flatMap((field) => {
        const by = deltaOf(list, field);
        return by === null
          ? []
          : [{ path: [field], value: { k: 'sum', of: [{ k: 'field', of: ref, path: [field] }, by] } as Expr }];
      });
      if (set.length > 0)
        effects.push({ t: 'each', array: source.expr, effects: [{ t: 'update', of: ref, set, copy: null }] });
    }
  }
  return effects;
}

/** Arrays of the request, and of the target for writes that send none. */
function sourcesOf(scenes: readonly Scene[]): readonly Source[] {
  const found = new Map<string, Source>();
  for (const scene of scenes.slice(0, 30)) {
    const { body } = scene.call.exchange;
    for (const [key, value] of Object.entries(isObject(body) ? body : {}))
      if (isArray(value) && value.some(isObject))
        found.set(`b ${key}`, {
          expr: { k: 'slot', slot: { in: 'body', path: [key] }, as: 'json', fallback: null },
          of: (one) => valueAt(one.call.exchange.body, [key]),
        });
    for (const [key, value] of Object.entries(docOf(scene, { r: 'target' }) ?? {}))
      if (isArray(value) && value.some(isObject))
        found.set(`t ${key}`, {
          expr: { k: 'field', of: { r: 'target' }, path: [key] },
          of: (one) => valueAt(docOf(one, { r: 'target' }) ?? undefined, [key]),
        });
  }
  return [...found.values()];
}

function stepOf(element: Json, before: Json, after: Json): Step {
  const changes = new Map<string, number>();
  const fields = new Set<string>();
  for (const [key, value] of Object.entries(isObject(before) ? before : {})) {
    const next = valueAt(after, [key]);
    if (typeof value !== 'number' || typeof next !== 'number') continue;
    fields.add(key);
    if (next !== value) changes.set(key, next - value);
  }
  return { element, changes, fields };
}

function fieldsIn(steps: readonly Step[]): readonly string[] {
  return [...new Set(steps.flatMap(({ changes }) => [...changes.keys()]))];
}

/** A number of the element, or one for each; either way up. */
function deltaOf(steps: readonly Step[], field: string): Expr | null {
  const known = steps.filter(({ fields }) => fields.has(field));
  const moved = known.filter(({ changes }) => changes.has(field));
  if (moved.length < 2 || moved.length < known.length * 0.5) return null;
  const names = [...new Set(known.flatMap(({ element }) => (isObject(element) ? Object.keys(element) : [])))];
  for (const sign of [-1, 1]) {
    for (const name of names) {
      const hits = known.filter(({ element, changes }) => {
        const raw = valueAt(element, [name]);
        const amount = raw === undefined ? 1 : Number(raw);
        return (changes.get(field) ?? 0) === sign * amount;
      }).length;
      if (hits < known.length * 0.85 || hits < 2) continue;
      const part: Expr = {
        k: 'element',
        path: [name],
        fallback: known.some(({ element }) => valueAt(element, [name]) === undefined) ? 1 : null,
      };
      return sign === 1 ? part : { k: 'product', of: [{ k: 'const', value: -1 }, part] };
    }
    if (known.filter(({ changes }) => changes.get(field) === sign).length >= known.length * 0.9)
      return { k: 'const', value: sign };
  }
  return null;
}
