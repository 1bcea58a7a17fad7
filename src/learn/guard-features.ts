/** Candidate guards for a group of refusals, from what its requests had in common: cheapest and most telling first. */
import { isArray, isObject, jsonEquals, leavesOf, valueAt, type Json, type JsonPath } from '../model/json.ts';
import type { Expr, Guard, Ref, ResourceName, Slot } from '../model/learned.ts';
import { slotValue, slotsOf } from './call.ts';
import { timeOf } from './evaluate.ts';
import { formatOf, typeOf } from './field-stats.ts';
import { childFeatures } from './child-features.ts';
import { elementFeatures } from './element-features.ts';
import { docOf, type Scene } from './scene.ts';
import type { References } from './references.ts';
import { slotText } from './spots.ts';

export interface GuardContext {
  readonly status: number;
  /** Words of the error: messages, codes, field names. */
  readonly text: string;
  /** The field an error entry names; null where it names none. */
  readonly field: string | null;
  readonly refs: readonly Ref[];
  readonly resource: ResourceName | null;
  readonly resources: readonly ResourceName[];
  /** Slots that name records: slot text -> resource. */
  readonly slotResources: ReadonlyMap<string, ResourceName>;
  readonly references: References;
  readonly principals: { readonly served: ReadonlySet<string>; readonly refused: ReadonlySet<string> };
}

export interface Feature {
  readonly guard: Guard;
  /** Prior for this kind of guard given status and words; higher is better. */
  readonly prior: number;
}

export function featuresFor(refused: readonly Scene[], served: readonly Scene[], context: GuardContext): readonly Feature[] {
  const found: Feature[] = [];
  const { status, text } = context;
  const invalid = status === 400 || status === 402 || status === 413 || status === 415 || status === 422 || status === 200;
  const conflict = status === 409 || status === 423 || status === 400 || status === 422 || status === 403 || status === 200;
  if (/json|malformed|parse|syntax|decode/i.test(text) || status === 400) found.push({ guard: { g: 'malformed' }, prior: /json|malformed|parse|syntax/i.test(text) ? 2 : 0.5 });
  const slots = allSlots([...refused, ...served]);
  for (const slot of slots) {
    const named = mentions(context, slot);
    const name = nameOf(slot);
    const resource = context.slotResources.get(slotText(slot));
    if (resource !== undefined) found.push({ guard: { g: 'unknown-entity', resource, slot }, prior: (status === 404 || status === 410 ? 2.5 : /not.?found|unknown|exist|invalid/i.test(text) ? 1.4 : 0.4) + named });
    if (resource !== undefined && (status === 410 || /gone|deleted/i.test(text))) found.push({ guard: { g: 'gone', resource, slot }, prior: 3 + named });
    if (slot.in === 'path') continue;
    if (invalid) found.push(...valueFeatures(slot, refused, served, context, named));
    if (conflict || status === 404) {
      const paths = takenPaths(slot, name, served, refused);
      if (context.resource !== null && (status === 409 || /taken|exist|duplicate|unique|already/i.test(text))) for (const path of paths) found.push({ guard: { g: 'taken', resource: context.resource, path, slot }, prior: 1.4 + named });
    }
  }
  for (const slot of slots) if (slot.in === 'body' && slot.path.length <= 2) found.push({ guard: { g: 'missing', slot }, prior: (invalid ? 1 : 0.1) + mentions(context, slot) + (/required|missing|blank|provide/i.test(text) ? 0.4 : 0) });
  for (const slot of slots) if (slot.in === 'query') found.push({ guard: { g: 'missing', slot }, prior: (invalid ? 0.7 : 0) + mentions(context, slot) });
  if (invalid) found.push({ guard: { g: 'empty', slot: { in: 'body', path: [] } }, prior: 0.8 + (/at least one|empty|no fields/i.test(text) ? 1 : 0) });
  if (conflict || status === 412) found.push(...stateFeatures(refused, served, context, slots));
  if (invalid || conflict || status === 404) found.push(...elementFeatures(refused, context));
  if (status === 412) found.push({ guard: { g: 'if-match-differs', of: { r: 'target' } }, prior: 2.5 });
  if (status === 428) found.push({ guard: { g: 'header-missing', name: 'If-Match' }, prior: 3 });
  if (status === 403 || status === 404) {
    const refusedBy = new Set(refused.flatMap(({ principalId }) => principalId ?? []));
    const servedTo = new Set(served.flatMap(({ principalId }) => principalId ?? []));
    const only = [...refusedBy].filter((id) => !servedTo.has(id) || context.principals.refused.has(id));
    if (only.length > 0 && status === 403) found.push({ guard: { g: 'principal-in', principals: [...new Set([...only, ...context.principals.refused])].filter((id) => !servedTo.has(id)).sort() }, prior: 1.6 });
  }
  if ((status === 409 || status === 400 || status === 422) && refused.some(({ layout }) => layout.kind === 'delete')) found.push(...childFeatures(refused, served, context));
  return found;
}

function valueFeatures(slot: Slot, refused: readonly Scene[], served: readonly Scene[], context: GuardContext, named: number): readonly Feature[] {
  const found: Feature[] = [];
  const bad = refused.flatMap((scene) => present(scene, slot));
  const sent = served.flatMap((scene) => present(scene, slot));
  // What records hold was accepted some time, whoever sent it.
  const good = sent.length >= 3 ? sent : [...sent, ...storedValues(slot, refused)];
  if (bad.length === 0) return [];
  found.push({ guard: { g: 'empty', slot }, prior: 1 + named });
  const types: string[] = [...new Set(good.map(typeOf))].filter((type) => type !== 'null');
  if (types.length > 0 && bad.some((value) => !types.includes(typeOf(value) as string))) found.push({ guard: { g: 'type-not', slot, types: [...types, ...(good.includes(null) ? ['null'] : [])].sort() }, prior: 1.05 + named });
  if (good.length === 0) for (const type of ['string', 'integer', 'boolean'] as const) if (bad.every((value) => typeOf(value) !== type)) found.push({ guard: { g: 'type-not', slot, types: type === 'integer' ? ['integer', 'number'] : [type] }, prior: 0.3 + named + (new RegExp(type === 'integer' ? 'number|integer' : type === 'string' ? 'text|string' : 'bool|true|flag', 'i').test(context.text) ? 0.8 : 0) });
  const listed = listedValues(context.text);
  if (listed.length >= 2 && bad.every((value) => !listed.includes(String(value)))) found.push({ guard: { g: 'not-in', slot, values: listed }, prior: 1.6 + named });
  const words = [...new Set(good.filter((value): value is string => typeof value === 'string' && /^[\w -]{1,40}$/.test(value)))];
  if (words.length >= 2 && words.length <= 12 && good.length >= words.length * 2 && bad.every((value) => typeof value !== 'string' || !words.includes(value))) found.push({ guard: { g: 'not-in', slot, values: words.sort() }, prior: 0.8 + named + (/one of|inclu|allowed|valid|enum/i.test(context.text) ? 0.5 : 0) });
  const texts = [...new Set(bad.map((value) => JSON.stringify(value)))];
  if (texts.length <= 3 && bad.length >= texts.length * 2 && bad.every((value) => typeof value === 'string' && value.length >= 3 && value.length < 60 && !good.includes(value))) {
    const each = texts.map((text): Guard => ({ g: 'equals', value: { k: 'slot', slot, as: 'json', fallback: null }, to: JSON.parse(text) as Json }));
    const [only] = each;
    if (only !== undefined) found.push({ guard: each.length === 1 ? only : { g: 'or', any: each }, prior: 0.55 + named });
  }
  for (const format of ['email', 'date-time', 'date', 'uuid', 'uri', 'phone'] as const) {
    const fits = good.filter((value) => typeof value === 'string');
    if (bad.every((value) => typeof value === 'string' && formatOf(value) !== format) && (fits.length > 0 ? fits.every((value) => formatOf(String(value)) === format) : new RegExp(format === 'uri' ? 'url|uri' : format === 'email' ? 'e-?mail' : format, 'i').test(`${context.text} ${nameOf(slot)}`))) found.push({ guard: { g: 'format-not', slot, format }, prior: 1.1 + named });
  }
  found.push(...numberFeatures(slot, bad, good, context, named), ...lengthFeatures(slot, bad, good, context, named));
  return found;
}

/** Values that records of the resource have in the field of this name. */
function storedValues(slot: Slot, scenes: readonly Scene[]): readonly Json[] {
  const scene = scenes[0];
  const resource = scene?.layout.resource ?? null;
  if (scene === undefined || resource === null || slot.in !== 'body' || slot.path.some((step) => typeof step === 'number')) return [];
  const tracks = scene.world.chronicle.byResource.get(resource) ?? [];
  const paths: JsonPath[] = slot.path.map((_, index) => slot.path.slice(index));
  return tracks.slice(-300).flatMap(({ versions }) => {
    const doc = versions.at(-1)?.doc ?? undefined;
    for (const path of paths) {
      const value = valueAt(doc, path);
      if (value !== undefined && value !== null) return [value];
    }
    return [];
  });
}

function numberFeatures(slot: Slot, bad: readonly Json[], good: readonly Json[], context: GuardContext, named: number): readonly Feature[] {
  const found: Feature[] = [];
  const wrong = bad.map(Number).filter((value) => !Number.isNaN(value));
  const right = good.map(Number).filter((value) => !Number.isNaN(value));
  if (wrong.length < bad.length || wrong.length === 0 || bad.some((value) => typeof value === 'boolean' || value === null || value === '')) return found;
  const left: Expr = { k: 'slot', slot, as: 'number', fallback: null };
  const limits = limitsIn(context);
  const [lowest, highest] = [Math.min(...right), Math.max(...right)];
  for (const limit of new Set([...limits, 0, 1])) {
    const stated = limits.includes(limit) ? 0.5 : 0;
    if (wrong.every((value) => value < limit) && lowest >= limit) found.push({ guard: { g: 'compare', left, op: '<', right: { k: 'const', value: limit } }, prior: 1 + named + stated });
    if (wrong.every((value) => value <= limit) && lowest > limit) found.push({ guard: { g: 'compare', left, op: '<=', right: { k: 'const', value: limit } }, prior: 0.95 + named + stated });
    if (wrong.every((value) => value > limit) && highest <= limit && limit > 1) found.push({ guard: { g: 'compare', left, op: '>', right: { k: 'const', value: limit } }, prior: 1 + named + stated });
  }
  if (right.length > 0 && Math.min(...wrong) > highest) found.push({ guard: { g: 'compare', left, op: '>', right: { k: 'const', value: roundLimit(highest, Math.min(...wrong)) } }, prior: 0.4 + named });
  return found;
}

function roundLimit(low: number, high: number): number {
  for (const unit of [1e6, 1e5, 1e4, 5000, 1000, 500, 100, 50, 10, 5, 1]) {
    const near = Math.floor((high - 1) / unit) * unit;
    if (near >= low && near < high) return near;
  }
  return low;
}

function lengthFeatures(slot: Slot, bad: readonly Json[], good: readonly Json[], context: GuardContext, named: number): readonly Feature[] {
  const size = (value: Json): number | null => (typeof value === 'string' || isArray(value) ? value.length : null);
  const wrong = bad.map(size);
  const right = good.map(size).filter((value) => value !== null);
  if (wrong.length === 0 || wrong.some((value) => value === null)) return [];
  const found: Feature[] = [];
  const limits = limitsIn(context);
  const [shortest, longest] = [Math.min(...(right as number[])), Math.max(...(right as number[]))];
  for (const limit of new Set(limits)) {
    if (wrong.every((value) => Number(value) > limit) && longest <= limit) found.push({ guard: { g: 'longer', slot, than: limit }, prior: 1.3 + named });
    if (wrong.every((value) => Number(value) < limit) && shortest >= limit) found.push({ guard: { g: 'shorter', slot, than: limit }, prior: 1.3 + named });
  }
  if (/long|length|at most|max|exceed|characters/i.test(context.text) && right.length > 0 && Math.min(...(wrong as number[])) > longest * 1.5 && Math.min(...(wrong as number[])) > 20) found.push({ guard: { g: 'longer', slot, than: roundLimit(longest, Math.min(...(wrong as number[]))) }, prior: 0.6 + named });
  if (/short|length|at least|min|characters/i.test(context.text) && right.length > 0 && Math.max(...(wrong as number[])) < shortest && Math.max(...(wrong as number[])) > 0 && shortest > 1) found.push({ guard: { g: 'shorter', slot, than: Math.max(...(wrong as number[])) + 1 }, prior: 0.6 + named });
  return found;
}

/** States and transitions of the records in reach; comparisons of a number with what the record allows. */
function stateFeatures(refused: readonly Scene[], served: readonly Scene[], context: GuardContext, slots: readonly Slot[]): readonly Feature[] {
  const found: Feature[] = [];
  const status403 = context.status === 403 || context.status === 404;
  for (const of of context.refs) {
    const paths = new Map<string, JsonPath>();
    for (const scene of refused.slice(0, 20)) for (const { path, value } of leavesOf(docOf(scene, of) ?? {})) if (path.length <= 2 && path.every((step) => typeof step === 'string') && (typeof value === 'string' || typeof value === 'boolean' || value === null)) paths.set(path.join('\u0000'), path);
    for (const path of paths.values()) {
      const name = String(path.at(-1));
      const bad = distinct(refused.map((scene) => stateAt(scene, of, path)));
      const good = distinct(served.map((scene) => stateAt(scene, of, path)));
      if (bad.length === 0 || bad.length > 8 || bad.some((value) => typeof value === 'string' && (value.length > 30 || / .* /.test(value) || timeOf(value) !== null))) continue;
      const statelike = of.r === 'principal' && status403 && /^(?:role|roles|permission|permissions|scope|access|access_level|is_admin|admin|tier|type|level)$/i.test(name) ? 0.8 : /^(?:status|state|phase|stage|lifecycle|condition)$/i.test(name) ? 0.8 : typeof bad[0] === 'boolean' || /active|enabled|locked|archived|closed/i.test(name) ? 0.3 : name.endsWith('_at') ? 0.1 : -0.3;
      const said = bad.some((value) => typeof value === 'string' && value.length > 2 && context.text.includes(value)) ? 0.6 : 0;
      const near = of.r === 'principal' && status403 ? 0.6 : of.r === 'target' ? 0.3 : of.r === 'parent' ? 0.25 : 0;
      const fresh = bad.filter((value) => !good.some((other) => jsonEquals(value, other)));
      const counted = /^(?:status|state|phase|stage|lifecycle|condition)$/i.test(name) || bad.some((value) => typeof value === 'boolean' || value === null) || refused.length >= bad.length * 2;
      // An action that is only ever served from one state (of several) is for that state alone.
      if (fresh.length === bad.length && statelike === 0.8 && good.length > 0 && served.length >= good.length * 4) found.push({ guard: { g: 'not', of: { g: 'state-in', of, path, values: good } }, prior: 1 + statelike + said + near });
      if (fresh.length > 0 && counted) found.push({ guard: { g: 'state-in', of, path, values: fresh }, prior: 0.9 + statelike + said + near });
      for (const slot of slots) {
        if (slot.in !== 'body' || of.r !== 'target' || (nameOf(slot) !== name && !becomes(served, slot, path))) continue;
        const pairs = (scenes: readonly Scene[]): [Json, Json][] => uniquePairs(scenes.flatMap((scene): [Json, Json][] => {
          const wanted = slotValue(scene.call.exchange, scene.call.params, slot);
          const state = stateAt(scene, of, path);
          return wanted === undefined || state === undefined ? [] : [[state, wanted]];
        }));
        const refusedPairs = pairs(refused);
        const allowed = pairs(served);
        const states = new Set([...bad, ...good, ...allowed.map(([, to]) => to)].map((state) => JSON.stringify(state)));
        const known = refusedPairs.filter(([, to]) => states.has(JSON.stringify(to)));
        if (known.length > 0 && known.length >= refusedPairs.length * 0.5) found.push({ guard: { g: 'transition', of, path, slot, refused: refusedPairs.filter(([a, b]) => !allowed.some(([c, d]) => jsonEquals(a, c) && jsonEquals(b, d))), allowed }, prior: 1.5 + statelike + said });
      }
    }
    found.push(...amountFeatures(refused, context, slots, of));
  }
  return found;
}

/** What the slot says is what the field is afterwards. */
function becomes(served: readonly Scene[], slot: Slot, path: JsonPath): boolean {
  const known = served.filter(({ after }) => after !== null);
  const hits = known.filter((scene) => jsonEquals(slotValue(scene.call.exchange, scene.call.params, slot) ?? null, valueAt(scene.after ?? undefined, path) ?? null));
  return hits.length >= 2 && hits.length >= known.length * 0.8;
}

/** `amount > total`, `amount > total - refunded`, `quantity > stock`. */
function amountFeatures(refused: readonly Scene[], context: GuardContext, slots: readonly Slot[], of: Ref): readonly Feature[] {
  const found: Feature[] = [];
  const doc = docOf(refused[0] ?? ({} as Scene), of);
  if (doc === null || refused.length === 0) return [];
  const numeric = Object.entries(doc).filter(([, value]) => typeof value === 'number').map(([key]) => key);
  for (const slot of slots) {
    if (slot.in !== 'body' || !refused.some((scene) => typeof slotValue(scene.call.exchange, scene.call.params, slot) === 'number')) continue;
    const left: Expr = { k: 'slot', slot, as: 'number', fallback: null };
    const named = mentions(context, slot);
    for (const key of numeric) {
      const right: Expr = { k: 'field', of, path: [key] };
      const said = context.text.toLowerCase().includes(key.toLowerCase().replaceAll('_', ' ')) ? 0.3 : 0;
      found.push({ guard: { g: 'compare', left, op: '>', right }, prior: 0.7 + named + said });
      for (const other of numeric) if (other !== key) found.push({ guard: { g: 'compare', left, op: '>', right: { k: 'sum', of: [right, { k: 'product', of: [{ k: 'const', value: -1 }, { k: 'field', of, path: [other] }] }] } }, prior: 0.6 + named + said });
    }
  }
  return found;
}

function takenPaths(slot: Slot, name: string, served: readonly Scene[], refused: readonly Scene[]): readonly JsonPath[] {
  if (slot.in !== 'body') return [];
  const doc = [...served, ...refused].map((scene) => scene.after).find((one) => one !== null) ?? null;
  const paths: JsonPath[] = [[name]];
  if (slot.path.length > 1) paths.push(slot.path);
  if (doc !== null) for (const [key, value] of Object.entries(doc)) if (isObject(value) && Object.hasOwn(value, name)) paths.push([key, name]);
  return paths;
}

function allSlots(scenes: readonly Scene[]): readonly Slot[] {
  const found = new Map<string, Slot>();
  for (const scene of scenes.slice(0, 150)) {
    for (const { slot } of slotsOf(scene.call)) found.set(slotText(slot), slot);
    const { body } = scene.call.exchange;
    if (isObject(body)) for (const [key, value] of Object.entries(body)) if (typeof value === 'object' && value !== null) found.set(slotText({ in: 'body', path: [key] }), { in: 'body', path: [key] });
  }
  return [...found.values()].slice(0, 80);
}

function present(scene: Scene, slot: Slot): readonly Json[] {
  const value = slotValue(scene.call.exchange, scene.call.params, slot);
  return value === undefined ? [] : [value];
}

export function nameOf(slot: Slot): string {
  return slot.in === 'body' ? String(slot.path.findLast((step) => typeof step === 'string') ?? '') : slot.name;
}

/** The error speaks of this field. */
function mentions(context: GuardContext, slot: Slot): number {
  const name = nameOf(slot);
  if (name === '') return 0;
  if (context.field !== null) return context.field === name ? 1.2 : -1.5;
  const text = context.text.toLowerCase();
  return new RegExp(`(?:^|[^a-z0-9])${name.toLowerCase().replaceAll(/[^a-z0-9]/g, '[^a-z0-9]?')}(?:[^a-z0-9]|$)`).test(text) ? 0.7 : 0;
}

/** Numbers that a message of several words states; codes and statuses are none. */
function limitsIn(context: GuardContext): readonly number[] {
  return context.text
    .split('\n')
    .filter((line) => / /.test(line.trim()))
    .flatMap((line) => [...line.matchAll(/-?\d+(?:\.\d+)?/g)].map(([text]) => Number(text)))
    .filter((number) => number !== context.status);
}

/** `must be one of: low, normal, high` */
function listedValues(text: string): readonly string[] {
  const match = /\b(?:one of|in|allowed(?: values)?(?: are)?|valid (?:values|options)(?: are)?|expected)\b\s*:?\s*[[(]?((?:["']?[\w./-]+["']?\s*(?:,|\||\bor\b|\band\b)\s*)+["']?[\w./-]+["']?)/i.exec(text);
  return match?.[1] === undefined ? [] : match[1].split(/\s*(?:,|\||\bor\b|\band\b)\s*/).map((word) => word.replaceAll(/["'.\s]/g, '')).filter((word) => word !== '');
}

function stateAt(scene: Scene, of: Ref, path: JsonPath): Json | undefined {
  const doc = docOf(scene, of);
  return doc === null ? undefined : (valueAt(doc, path) ?? null);
}

function distinct(values: readonly (Json | undefined)[]): readonly Json[] {
  const found: Json[] = [];
  for (const value of values) if (value !== undefined && !found.some((other) => jsonEquals(other, value))) found.push(value);
  return found;
}

function uniquePairs(pairs: readonly [Json, Json][]): [Json, Json][] {
  const found: [Json, Json][] = [];
  for (const pair of pairs) if (!found.some((other) => jsonEquals(other, pair))) found.push(pair);
  return found;
}
