/** Guards over the records around a request: their states, the transitions asked of them, what their numbers allow. */
import { jsonEquals, leavesOf, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import type { Guard } from '../../model/guard.ts';
import type { Slot } from '../../model/slot.ts';
import { slotValue } from '../reading/call.ts';
import { evaluate } from '../values/evaluate.ts';
import { timeOf } from '../../model/time-format.ts';
import type { Feature, GuardContext } from './guard-context.ts';
import { docOf, type Scene } from '../values/scene.ts';
import { mentions, nameOf } from '../reading/slot-words.ts';

const ROLE_NAMES =
  /^(?:role|roles|permissions?|scope|access|access_level|is_admin|admin|tier|type|level|active|status|verified)$/i;

export function stateFeatures(
  refused: readonly Scene[],
  served: readonly Scene[],
  context: GuardContext,
  slots: readonly Slot[],
): readonly Feature[] {
  const found: Feature[] = [];
  const status403 = context.status === 403 || context.status === 404;
  for (const of of context.refs) {
    const paths = new Map<string, JsonPath>();
    for (const scene of refused.slice(0, 20))
      for (const { path, value } of leavesOf(docOf(scene, of) ?? {}))
        if (
          path.length <= 2 &&
          path.every((step) => typeof step === 'string') &&
          (typeof value === 'string' || typeof value === 'boolean' || value === null)
        )
          paths.set(path.join('\u0000'), path);
    for (const path of paths.values()) {
      const name = String(path.at(-1));
      if (of.r === 'principal' && !ROLE_NAMES.test(name)) continue;
      const bad = distinct(refused.map((scene) => stateAt(scene, of, path)));
      const good = distinct(served.map((scene) => stateAt(scene, of, path)));
      if (
        bad.length === 0 ||
        bad.length > 8 ||
        bad.some(
          (value) => typeof value === 'string' && (value.length > 30 || / .* /.test(value) || timeOf(value) !== null),
        )
      )
        continue;
      const statelike =
        of.r === 'principal' && status403 && ROLE_NAMES.test(name)
          ? 0.8
          : /^(?:status|state|phase|stage|lifecycle|condition)$/i.test(name)
            ? 0.8
            : typeof bad[0] === 'boolean' || /active|enabled|locked|archived|closed/i.test(name)
              ? 0.3
              : name.endsWith('_at')
                ? 0.1
                : -0.3;
      const said = bad.some((value) => typeof value === 'string' && value.length > 2 && context.text.includes(value))
        ? 0.6
        : 0;
      const near =
        of.r === 'slot' && mentions(context, of.slot) > 0
          ? 1.2
          : of.r === 'principal' && status403
            ? 0.6
            : of.r === 'target'
              ? 0.3
              : of.r === 'parent'
                ? 0.25
                : 0;
      const fresh = bad.filter((value) => !good.some((other) => jsonEquals(value, other)));
      const counted =
        /^(?:status|state|phase|stage|lifecycle|condition)$/i.test(name) ||
        bad.some((value) => typeof value === 'boolean' || value === null) ||
        refused.length >= bad.length * 2;
      // An action that is only ever served from one state (of several) is for that state alone.
      if (fresh.length === bad.length && statelike === 0.8 && good.length > 0 && served.length >= good.length * 4)
        found.push({
          guard: { g: 'not', of: { g: 'state-in', of, path, values: good } },
          prior: 1 + statelike + said + near,
        });
      if (fresh.length > 0 && counted)
        found.push({ guard: { g: 'state-in', of, path, values: fresh }, prior: 0.9 + statelike + said + near });
      // One half of a rule: in this state not this field.
      else if (statelike === 0.8 && good.length > bad.length)
        found.push({ guard: { g: 'state-in', of, path, values: bad }, prior: 0.3 + statelike + said + near });
      for (const slot of slots) {
        if (slot.in !== 'body' || of.r !== 'target' || (nameOf(slot) !== name && !becomes(served, slot, path)))
          continue;
        const pairs = (scenes: readonly Scene[]): [Json, Json][] =>
          uniquePairs(
            scenes.flatMap((scene): [Json, Json][] => {
              const wanted = slotValue(scene.call.exchange, scene.call.params, slot);
              const state = stateAt(scene, of, path);
              return wanted === undefined || state === undefined ? [] : [[state, wanted]];
            }),
          );
        const refusedPairs = pairs(refused);
        const allowed = pairs(served);
        const states = new Set([...bad, ...good, ...allowed.map(([, to]) => to)].map((state) => JSON.stringify(state)));
        const known = refusedPairs.filter(([, to]) => states.has(JSON.stringify(to)));
        if (known.length > 0 && known.length >= refusedPairs.length * 0.5)
          found.push({
            guard: {
              g: 'transition',
              of,
              path,
              slot,
              refused: refusedPairs.filter(([a, b]) => !allowed.some(([c, d]) => jsonEquals(a, c) && jsonEquals(b, d))),
              allowed,
            },
            prior: 1.5 + statelike + said,
          });
      }
    }
    found.push(...amountFeatures(refused, context, slots, of));
  }
  return found;
}

function becomes(served: readonly Scene[], slot: Slot, path: JsonPath): boolean {
  const known = served.filter(({ after }) => after !== null);
  const hits = known.filter((scene) =>
    jsonEquals(
      slotValue(scene.call.exchange, scene.call.params, slot) ?? null,
      valueAt(scene.after ?? undefined, path) ?? null,
    ),
  );
  return hits.length >= 2 && hits.length >= known.length * 0.8;
}

function amountFeatures(
  refused: readonly Scene[],
  context: GuardContext,
  slots: readonly Slot[],
  of: Ref,
): readonly Feature[] {
  const found: Feature[] = [];
  const doc = docOf(refused[0] ?? ({} as Scene), of);
  if (doc === null || refused.length === 0) return [];
  const numeric = Object.entries(doc)
    .filter(([, value]) => typeof value === 'number')
    .map(([key]) => key);
  for (const slot of slots) {
    if (
      slot.in !== 'body' ||
      !refused.some((scene) => isAmount(slotValue(scene.call.exchange, scene.call.params, slot)))
    )
      continue;
    const left: Expr = { k: 'slot', slot, as: 'number', fallback: null };
    const named = mentions(context, slot);
    for (const key of numeric) {
      const right: Expr = { k: 'field', of, path: [key] };
      const said = context.text.toLowerCase().includes(key.toLowerCase().replaceAll('_', ' ')) ? 0.3 : 0;
      const add = (limit: Expr, prior: number): void => {
        const guard: Guard = { g: 'compare', left, op: '>', right: limit };
        found.push({ guard, prior: prior + named + said + quoted(limit, refused) });
      };
      add(right, 0.7);
      for (const other of numeric) {
        if (other === key) continue;
        const less: Expr = {
          k: 'product',
          of: [
            { k: 'const', value: -1 },
            { k: 'field', of, path: [other] },
          ],
        };
        add({ k: 'sum', of: [right, less] }, 0.6);
      }
    }
  }
  return found;
}

/** Forms send numbers as text. */
function isAmount(value: Json | undefined): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value));
}

/** A refusal that names the limit (`Only 980 is due`) says which limit it is. */
function quoted(limit: Expr, refused: readonly Scene[]): number {
  const telling = refused.filter((scene) => {
    const value = evaluate(limit, scene);
    const { answer, answerText } = scene.call.exchange;
    const text = answer === undefined ? (answerText ?? '') : JSON.stringify(answer);
    return typeof value === 'number' && value !== 0 && new RegExp(`(?<![\\d.])${value}(?![\\d])`).test(text);
  });
  return telling.length > 0 && telling.length >= refused.length * 0.8 ? 1 : 0;
}

function stateAt(scene: Scene, of: Ref, path: JsonPath): Json | undefined {
  const doc = docOf(scene, of);
  return doc === null ? undefined : (valueAt(doc, path) ?? null);
}

function distinct(values: readonly (Json | undefined)[]): readonly Json[] {
  const found: Json[] = [];
  for (const value of values)
    if (value !== undefined && !found.some((other) => jsonEquals(other, value))) found.push(value);
  return found;
}

function uniquePairs(pairs: readonly [Json, Json][]): [Json, Json][] {
  const found: [Json, Json][] = [];
  for (const pair of pairs) if (!found.some((other) => jsonEquals(other, pair))) found.push(pair);
  return found;
}
