/** Everything with a value around a call. */
import { isArray, isObject, leavesOf, type Json, type JsonObject } from '../../model/json.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import { slotsOf } from '../reading/call.ts';
import { elementRefs } from './element-refs.ts';
import type { Atom, Reach } from './candidate.ts';
import { docOf, type Scene } from './scene.ts';

/** Everything with a value around the call. */
export function atomsOf(scene: Scene, reach: Reach): readonly Atom[] {
  const atoms: Atom[] = [];
  for (const { slot, value } of slotsOf(scene.call)) {
    const name = slot.in === 'body' ? String(slot.path.findLast((step) => typeof step === 'string') ?? '') : slot.name;
    atoms.push({
      expr: { k: 'slot', slot, as: 'json', fallback: null },
      value,
      cost: slot.in === 'body' ? 0.5 : 0.8,
      name,
    });
  }
  const { body } = scene.call.exchange;
  for (const { path, value } of wholeParts(body, [])) {
    const expr: Expr = { k: 'slot', slot: { in: 'body', path }, as: 'json', fallback: null };
    atoms.push({ expr, value, cost: 0.5 + (path.length - 1) * 0.1, name: path.at(-1) ?? '' });
  }
  if (scene.element !== undefined) {
    for (const { path, value } of leavesOf(scene.element.value))
      atoms.push({ expr: { k: 'element', path, fallback: null }, value, cost: 0.6, name: String(path.at(-1) ?? '') });
    for (const ref of elementRefs(scene)) {
      const doc = docOf(scene, ref);
      if (doc !== null) addDocAtoms(atoms, doc, ref, 1, reach);
    }
  }
  for (const ref of reach.refs) {
    const doc = ref.r === 'created' ? (reach.draft ?? scene.after) : docOf(scene, ref);
    if (doc === null) continue;
    const base =
      ref.r === 'target'
        ? 0.6
        : ref.r === 'created'
          ? 1.1
          : ref.r === 'parent'
            ? 1
            : ref.r === 'principal'
              ? 1.3
              : ref.r === 'via'
                ? ref.of.r === 'via' || ref.of.r === 'slot'
                  ? 1.9
                  : 1.6
                : 1.4;
    addDocAtoms(atoms, doc, ref, base, reach);
  }
  return atoms;
}

/** Arrays and objects of a request body, which may be taken as they are: `{order: {lines: [...]}}`. */
function* wholeParts(
  value: Json | undefined,
  path: readonly string[],
): Generator<{ readonly path: readonly string[]; readonly value: Json }> {
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== 'object' || item === null || Object.keys(item).length === 0) continue;
    yield { path: [...path, key], value: item };
    if (path.length < 1) yield* wholeParts(item, [...path, key]);
  }
}

function addDocAtoms(atoms: Atom[], doc: JsonObject, ref: Ref, base: number, reach: Reach): void {
  let count = 0;
  for (const [key, item] of Object.entries(doc)) {
    if (count++ > 80) return;
    if (ref.r === 'created' && key === reach.path[0] && reach.path.length === 1) continue;
    if (isArray(item) || (isObject(item) && Object.keys(item).length === 0)) {
      if (key === reach.name)
        atoms.push({ expr: { k: 'field', of: ref, path: [key] }, value: item, cost: base, name: key });
      continue;
    }
    if (!isObject(item)) {
      atoms.push({ expr: { k: 'field', of: ref, path: [key] }, value: item, cost: base, name: key });
      continue;
    }
    if (key === reach.name)
      atoms.push({ expr: { k: 'field', of: ref, path: [key] }, value: item, cost: base, name: key });
    for (const { path, value } of leavesOf(item)) {
      if (path.length > 3 || path.some((step) => typeof step === 'number')) continue;
      const full = [key, ...path];
      if (ref.r === 'created' && reach.path.length > 0 && full.join('\u0000') === reach.path.join('\u0000')) continue;
      atoms.push({
        expr: { k: 'field', of: ref, path: full },
        value,
        cost: base + 0.2,
        name: String(path.at(-1) ?? key),
      });
    }
  }
}
