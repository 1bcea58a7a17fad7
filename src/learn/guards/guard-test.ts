/** Whether a guard holds at a recorded moment. */
import { headerValue } from '../../model/http.ts';
import { isArray, isObject, jsonEquals, valueAt, type Json } from '../../model/json.ts';
import { isNamed } from '../../model/array-edits.ts';
import type { Guard } from '../../model/guard.ts';
import type { Slot } from '../../model/slot.ts';
import { slotValue } from '../reading/call.ts';
import { childrenOf } from './child-features.ts';
import { othersOverlapping } from './overlap-features.ts';
import { docBefore } from '../records/chronicle.ts';
import { evaluate } from '../values/evaluate.ts';
import { formatOf, typeOf } from '../reading/field-stats.ts';
import { idText } from '../records/matching.ts';
import { docOf, refKey, type Scene } from '../values/scene.ts';

export function holds(guard: Guard, scene: Scene): boolean {
  switch (guard.g) {
    case 'always':
      return true;
    case 'and':
      return guard.all.every((one) => holds(one, scene));
    case 'or':
      return guard.any.some((one) => holds(one, scene));
    case 'not':
      return !holds(guard.of, scene);
    case 'unknown-entity': {
      const key = refKey(scene, { r: 'slot', resource: guard.resource, slot: guard.slot });
      if (key === null) return false;
      const doc = docBefore(scene.world.chronicle.tracks.get(key), scene.call.tick);
      return doc === undefined || doc === null;
    }
    case 'gone': {
      const key = refKey(scene, { r: 'slot', resource: guard.resource, slot: guard.slot });
      return key !== null && docBefore(scene.world.chronicle.tracks.get(key), scene.call.tick) === null;
    }
    case 'any': {
      const array = evaluate(guard.array, scene);
      return isArray(array) && array.some((value, index) => holds(guard.of, { ...scene, element: { value, index } }));
    }
    case 'unknown-element': {
      const id = idText(valueAt(scene.element?.value, guard.path));
      if (id === null) return false;
      const doc = docBefore(scene.world.chronicle.tracks.get(`${guard.resource}/${id}`), scene.call.tick);
      return doc === undefined || doc === null;
    }
    case 'has-element': {
      const [array, name] = [valueAt(docOf(scene, guard.of) ?? undefined, guard.array), evaluate(guard.equals, scene)];
      return isArray(array) && name !== undefined && array.some((element) => isNamed(element, guard.path, name));
    }
    case 'missing':
      return at(scene, guard.slot) === undefined;
    case 'empty': {
      const value = at(scene, guard.slot);
      return (
        value === null ||
        (typeof value === 'string' && value.trim() === '') ||
        (isArray(value) && value.length === 0) ||
        (isObject(value) && Object.keys(value).length === 0)
      );
    }
    case 'not-in': {
      const value = at(scene, guard.slot);
      return value !== undefined && !guard.values.some((one) => String(one) === String(value));
    }
    case 'equals':
      return jsonEquals(evaluate(guard.value, scene) ?? null, guard.to);
    case 'type-not': {
      const value = at(scene, guard.slot);
      return (
        value !== undefined &&
        !guard.types.includes(typeOf(value)) &&
        !(typeOf(value) === 'integer' && guard.types.includes('number'))
      );
    }
    case 'format-not': {
      const value = at(scene, guard.slot);
      return typeof value === 'string' && value !== '' && formatOf(value) !== guard.format;
    }
    case 'pattern-not': {
      const value = at(scene, guard.slot);
      return typeof value === 'string' && value !== '' && !new RegExp(guard.pattern).test(value);
    }
    case 'overlap':
      return othersOverlapping(guard, scene).length > 0;
    case 'compare': {
      const before = { ...scene, isBefore: true };
      const [left, right] = [evaluate(guard.left, before), evaluate(guard.right, before)];
      const [a, b] = [Number(left), Number(right)];
      if (
        left === undefined ||
        right === undefined ||
        left === null ||
        right === null ||
        Number.isNaN(a) ||
        Number.isNaN(b)
      )
        return false;
      return guard.op === '<' ? a < b : guard.op === '<=' ? a <= b : guard.op === '>' ? a > b : a >= b;
    }
    case 'differs': {
      const [left, right] = [evaluate(guard.left, scene) ?? null, evaluate(guard.right, scene) ?? null];
      return left !== null && right !== null && String(left) !== String(right);
    }
    case 'longer': {
      const value = at(scene, guard.slot);
      return (typeof value === 'string' || isArray(value)) && value.length > guard.than;
    }
    case 'shorter': {
      const value = at(scene, guard.slot);
      return (typeof value === 'string' || isArray(value)) && value.length < guard.than;
    }
    case 'state-in': {
      const doc = docOf(scene, guard.of);
      if (doc === null) return false;
      const value = valueAt(doc, guard.path) ?? null;
      return guard.values.some((one) => jsonEquals(one, value));
    }
    case 'transition': {
      const doc = docOf(scene, guard.of);
      const wanted = at(scene, guard.slot);
      if (doc === null || wanted === undefined) return false;
      const state = valueAt(doc, guard.path) ?? null;
      if (guard.allowed.some(([from, to]) => jsonEquals(from, state) && jsonEquals(to, wanted))) return false;
      return guard.refused.some(([from, to]) => jsonEquals(from, state) && jsonEquals(to, wanted));
    }
    case 'taken': {
      const value = at(scene, guard.slot);
      if (value === undefined || value === null) return false;
      const own = scene.targetKey;
      const wanted = String(value).toLowerCase();
      const parent =
        scene.parentKeys.at(-1) ?? (own === null ? null : (scene.world.chronicle.tracks.get(own)?.parent ?? null));
      return (scene.world.chronicle.byResource.get(guard.resource) ?? []).some((track) => {
        if (track.key === own || (guard.within === 'parent' && track.parent !== parent)) return false;
        const doc = docBefore(track, scene.call.tick);
        const theirs = doc === null || doc === undefined ? undefined : valueAt(doc, guard.path);
        return theirs !== undefined && theirs !== null && String(theirs).toLowerCase() === wanted;
      });
    }
    case 'malformed':
      return (
        scene.call.exchange.malformed ||
        (scene.call.exchange.body !== undefined && !isObject(scene.call.exchange.body) && !scene.call.exchange.form)
      );
    case 'header-missing':
      return headerValue(scene.call.exchange.headers, guard.name) === undefined;
    // No learner knows how tags are made; that the API said so is all the evidence there is.
    case 'if-match-differs':
      return scene.call.exchange.status === 412 && headerValue(scene.call.exchange.headers, 'if-match') !== undefined;
    case 'principal-in':
      return scene.principalId !== null && guard.principals.includes(scene.principalId);
    case 'has-children': {
      if (guard.by !== undefined)
        return childrenOf(scene, guard.resource, guard.by).some((doc) =>
          (guard.where ?? []).every(({ path, in: values }) =>
            values.some((value) => jsonEquals(value, valueAt(doc, path) ?? null)),
          ),
        );
      const id = scene.targetKey;
      return (
        id !== null &&
        (scene.world.chronicle.byResource.get(guard.resource) ?? []).some((track) =>
          refersTo(docBefore(track, scene.call.tick), track.parent, id),
        )
      );
    }
  }
}

function refersTo(doc: Json | undefined, parent: string | null, key: string): boolean {
  if (doc === undefined || doc === null) return false;
  if (parent === key) return true;
  const slash = key.indexOf('/');
  const id = key.slice(slash + 1);
  const word = key.slice(0, slash).replace(/s$/, '');
  return (
    isObject(doc) &&
    Object.entries(doc).some(
      ([name, value]) =>
        name.startsWith(word) && (String(value) === id || (isObject(value) && String(value['id']) === id)),
    )
  );
}

function at(scene: Scene, slot: Slot): Json | undefined {
  return slotValue(scene.call.exchange, scene.call.params, slot);
}
