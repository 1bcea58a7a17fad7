/** How a write treats nested objects, nulls and left-out fields, and what that makes of a record. */
import {
  canonicalJson,
  isObject,
  jsonEquals,
  valueAt,
  withValueAt,
  type Json,
  type JsonObject,
} from '../../model/json.ts';
import { sentObject, type RequestObject } from '../values/request-object.ts';
import { leavesOutWhatLacks } from './what-lacks.ts';
import { docOf, type Scene } from '../values/scene.ts';

export type MergeMode = 'merge' | 'merge-patch' | 'deep-merge' | 'replace';

/** How nested objects, nulls and left-out fields are treated, by votes; conventions of the method where none tells. */
export function modeOf(
  scenes: readonly Scene[],
  object: RequestObject,
  method: string,
  creatable: ReadonlySet<string>,
): MergeMode {
  const votes = { merge: 0, 'deep-merge': 0, 'merge-patch': 0, replace: 0, keep: 0 };
  for (const scene of scenes) {
    const before = valueAt(docOf(scene, { r: 'target' }) ?? undefined, object.to);
    const after = valueAt(scene.after ?? undefined, object.to);
    const sent = sentObject(scene, object.from);
    if (!isObject(before) || !isObject(after)) continue;
    for (const [key, value] of Object.entries(sent)) {
      const [old, now] = [before[key], after[key]];
      if (isObject(value) && isObject(old) && isObject(now)) {
        // What was null before and is now tells nothing.
        const missing = Object.keys(old).filter((inner) => !Object.hasOwn(value, inner) && old[inner] !== null);
        if (missing.length > 0)
          votes[missing.some((inner) => Object.hasOwn(now, inner) && now[inner] !== null) ? 'deep-merge' : 'merge']++;
        if (Object.entries(value).some(([inner, item]) => item === null && !Object.hasOwn(now, inner)))
          votes['merge-patch']++;
      }
      if (value === null && now === undefined && old !== undefined && old !== null) votes['merge-patch']++;
    }
    const left = Object.keys(before).filter(
      (key) =>
        !Object.hasOwn(sent, key) &&
        (object.echoed.has(key) || creatable.has(key)) &&
        before[key] !== null &&
        before[key] !== undefined,
    );
    for (const key of left) {
      if (jsonEquals(before[key], after[key])) votes.keep++;
      else if (after[key] === null || after[key] === undefined || isEmpty(after[key])) votes.replace++;
    }
  }
  if (votes.replace > votes.keep || (method === 'PUT' && votes.replace > 0 && votes.replace >= votes.keep * 0.3))
    return 'replace';
  if (method === 'PUT' && votes.keep === 0 && votes.replace === 0 && votes['deep-merge'] === 0) return 'replace';
  if (votes['merge-patch'] > 0) return 'merge-patch';
  if (votes['deep-merge'] > votes.merge) return 'deep-merge';
  if (votes.merge > 0) return 'merge';
  if (object.echoed.has('attributes')) return 'deep-merge';
  // Nested names of forms say what changes inside an object; records that leave out what they lack are told so by null.
  const types = scenes.map((scene) => scene.call.exchange.contentType ?? '');
  if (types.some((type) => type.includes('form-urlencoded'))) return 'deep-merge';
  const isPatch = method === 'PATCH' && leavesOutWhatLacks(scenes, scenes[0]?.layout.resource ?? '');
  return isPatch || types.includes('application/merge-patch+json') ? 'merge-patch' : 'merge';
}

function isEmpty(value: Json | undefined): boolean {
  return (
    value === '' ||
    value === 0 ||
    value === false ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}

/** What a replaced record has where the request said nothing. */
export function replaceDefaults(scenes: readonly Scene[], object: RequestObject): JsonObject {
  const counts = new Map<string, Map<string, { n: number; value: Json }>>();
  for (const scene of scenes) {
    const sent = sentObject(scene, object.from);
    const before = valueAt(docOf(scene, { r: 'target' }) ?? undefined, object.to);
    const after = valueAt(scene.after ?? undefined, object.to);
    if (!isObject(after) || !isObject(before)) continue;
    for (const key of object.echoed) {
      const value = after[key];
      if (Object.hasOwn(sent, key) || value === undefined) continue;
      if (jsonEquals(value, before[key]) && value !== null && !isEmpty(value)) continue;
      const byValue = counts.get(key) ?? new Map<string, { n: number; value: Json }>();
      const entry = byValue.get(canonicalJson(value)) ?? { n: 0, value };
      entry.n++;
      byValue.set(canonicalJson(value), entry);
      counts.set(key, byValue);
    }
  }
  return Object.fromEntries(
    [...counts].map(([key, byValue]) => [key, [...byValue.values()].sort((a, b) => b.n - a.n)[0]?.value ?? null]),
  );
}

/** Fields a client gives that a replaced record does not have where the request said nothing. */
export function goneFields(
  scenes: readonly Scene[],
  object: RequestObject,
  creatable: ReadonlySet<string>,
): readonly string[] {
  const gone = new Set<string>();
  const kept = new Set<string>();
  const lost = new Set<string>();
  for (const scene of scenes) {
    const sent = sentObject(scene, object.from);
    const before = valueAt(docOf(scene, { r: 'target' }) ?? undefined, object.to);
    const after = valueAt(scene.after ?? undefined, object.to);
    if (!isObject(after) || !isObject(before)) continue;
    for (const key of new Set([...object.echoed, ...creatable])) {
      if (Object.hasOwn(sent, key)) continue;
      if (after[key] !== undefined) kept.add(key);
      else if (before[key] === undefined) gone.add(key);
      else lost.add(key);
    }
  }
  if (lost.size === 0) return [];
  return [...new Set([...lost, ...gone, ...object.echoed, ...creatable])].filter((key) => !kept.has(key)).sort();
}

export function mergeOf(
  before: JsonObject,
  sent: JsonObject,
  object: RequestObject | null,
  mode: MergeMode,
  defaults: JsonObject | null,
  gone: readonly string[] = [],
): JsonObject {
  if (object === null) return before;
  const base = valueAt(before, object.to);
  const start = isObject(base) ? base : {};
  const reset =
    mode === 'replace'
      ? Object.fromEntries(
          Object.entries(start).flatMap(([key, value]) =>
            gone.includes(key) && !Object.hasOwn(sent, key)
              ? []
              : object.echoed.has(key) && !Object.hasOwn(sent, key)
                ? defaults !== null && Object.hasOwn(defaults, key)
                  ? [[key, defaults[key] ?? null] as const]
                  : [[key, value] as const]
                : [[key, value] as const],
          ),
        )
      : start;
  const merged = combine(reset, sent, mode);
  return object.to.length === 0 ? merged : (withValueAt(before, object.to, merged) as JsonObject);
}

function combine(base: JsonObject, sent: JsonObject, mode: MergeMode): JsonObject {
  const result = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(sent)) {
    const old = result.get(key);
    if (mode === 'merge-patch' && value === null) result.delete(key);
    else if ((mode === 'deep-merge' || mode === 'merge-patch') && isObject(value) && isObject(old))
      result.set(key, combine(old, value, mode));
    else result.set(key, value);
  }
  return Object.fromEntries(result);
}
