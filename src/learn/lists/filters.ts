/** Which query parameter (or body field) of a list compares which field how: satisfied by all items shown, violated by some that were not. */
import {
  isArray,
  isObject,
  jsonEquals,
  leavesOf,
  valueAt,
  type Json,
  type JsonObject,
  type JsonPath,
} from '../../model/json.ts';
import type { ListFilter } from '../../model/list-model.ts';
import type { Slot } from '../../model/slot.ts';
import { slotValue, slotsOf } from '../reading/call.ts';
import { timeOf } from '../../model/time-format.ts';
import { CURSOR_NAMES, DIRECTION_NAMES, OFFSET_NAMES, PAGE_NAMES, SIZE_NAMES, SORT_NAMES } from '../lexicon.ts';
import { firstOf, type ListWitness } from './list-witness.ts';
import { slotText } from '../reading/spots.ts';

type Op = ListFilter['op'];

export function filtersOf(witnesses: readonly ListWitness[], taken: ReadonlySet<string>): readonly ListFilter[] {
  const slots = new Map<string, Slot>();
  for (const { scene } of witnesses) {
    for (const { slot } of slotsOf(scene.call))
      if (slot.in !== 'path' && !taken.has(slotText(slot)) && !isPlumbing(slot, scene.layout.facts.discriminator?.slot))
        slots.set(slotText(slot), slot);
  }
  return [...slots.values()].flatMap((slot) => filterOf(slot, witnesses) ?? []);
}

function isPlumbing(slot: Slot, discriminator: Slot | undefined): boolean {
  if (discriminator !== undefined && slotText(discriminator) === slotText(slot)) return true;
  const name = (slot.in === 'body' ? String(slot.path.at(-1)) : slot.name).toLowerCase();
  return (
    PAGE_NAMES.has(name) ||
    SIZE_NAMES.has(name) ||
    OFFSET_NAMES.has(name) ||
    CURSOR_NAMES.has(name) ||
    SORT_NAMES.has(name) ||
    DIRECTION_NAMES.has(name) ||
    /^(?:fields|include|expand|format|api_?key|access_token|token|jsonrpc|id|with|embed|locale|lang)$/.test(name)
  );
}

function filterOf(slot: Slot, witnesses: readonly ListWitness[]): ListFilter | null {
  const uses = witnesses.flatMap((witness) => {
    const value = slotValue(witness.scene.call.exchange, witness.scene.call.params, slot);
    return value === undefined || value === null || value === '' ? [] : [{ witness, value }];
  });
  if (uses.length === 0) return null;
  const name = slot.in === 'body' ? String(slot.path.at(-1)) : slot.name;
  let best: { paths: readonly JsonPath[]; op: Op; score: number } | null = null;
  for (const { paths, op, prior } of hypotheses(name, uses)) {
    let shown = 0;
    let kept = 0;
    let hidden = 0;
    let excluded = 0;
    const sampled = uses.length <= 30 ? uses : uses.filter((_, index) => index % Math.ceil(uses.length / 30) === 0);
    for (const { witness, value } of sampled) {
      for (const { doc } of witness.items.slice(0, 40)) {
        shown++;
        if (passes(doc, paths, op, value)) kept++;
      }
      if (kept < shown * 0.9 - 2) break;
    }
    if (shown > 0 && kept < shown * 0.97) continue;
    for (const { witness, value } of sampled) {
      const keys = new Set(witness.items.map(({ key }) => key));
      for (const other of witness.liveSample) {
        if (keys.has(other.key)) continue;
        hidden++;
        if (!passes(other.doc, paths, op, value)) excluded++;
      }
    }
    if (shown > 0 ? kept < shown * 0.97 : prior < 1.5) continue;
    const vacuous = hidden > 0 && excluded === 0 && shown > 0;
    const score =
      prior + (hidden === 0 ? 0.3 : (excluded / hidden) * 1.6) - (vacuous ? 1.2 : 0) + (shown > 0 ? 0.5 : 0);
    if (best === null || score > best.score + 1e-9) best = { paths, op, score };
  }
  return best === null || best.score < 1.3 ? null : { slot, paths: best.paths, op: best.op, seen: uses.length };
}

interface Use {
  readonly witness: ListWitness;
  readonly value: Json;
}

function hypotheses(
  name: string,
  uses: readonly Use[],
): readonly { readonly paths: readonly JsonPath[]; readonly op: Op; readonly prior: number }[] {
  const fields = new Map<string, { path: JsonPath; n: number; array: boolean; text: boolean }>();
  for (const { witness } of uses.slice(0, 20))
    for (const { doc } of witness.items.length > 0 ? witness.items.slice(0, 12) : firstOf(witness.live(), 10))
      collectFields(doc, fields);
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const bare = plain
    .replace(/(?:gte|lte|gt|lt|after|before|since|until|from|to|min|max|like|contains|eq|in|ne|not|filter)$/, '')
    .replace(/^(?:min|max|filter|since|until|from|to)/, '');
  const found: { paths: readonly JsonPath[]; op: Op; prior: number }[] = [];
  const temporal =
    uses.every(({ value }) => timeOf(value) !== null) || uses.every(({ value }) => !Number.isNaN(Number(value)));
  const listed = uses.some(({ value }) => isArray(value) || (typeof value === 'string' && value.includes(',')));
  for (const { path, array } of fields.values()) {
    const last = path
      .map(String)
      .join('')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '');
    const tail = String(path.at(-1))
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '');
    const singular = tail.replace(/s$/, '');
    const similar =
      tail === plain || last === plain
        ? 1.5
        : tail === bare || last === bare || singular === plain || `${singular}s` === plain
          ? 1.2
          : tail.startsWith(bare) && bare.length >= 4
            ? 0.9
            : plain === `${tail}id` || tail === `${plain}id`
              ? 1.1
              : 0;
    if (array) {
      found.push({ paths: [path], op: 'has-element', prior: similar + 0.2 });
      continue;
    }
    found.push({ paths: [path], op: 'equals', prior: similar + 0.3 });
    found.push({ paths: [path], op: 'equals-ignore-case', prior: similar + 0.2 });
    if (listed) found.push({ paths: [path], op: 'in', prior: similar + 0.25 });
    if (similar > 0 || /^(?:q|query|search|term|keyword|filter|text|name|s)$/.test(plain))
      found.push(
        { paths: [path], op: 'contains', prior: similar + 0.1 },
        { paths: [path], op: 'prefix', prior: similar + 0.05 },
      );
    if (temporal) {
      const low = /after|since|from|gte|min|start/.test(plain);
      const high = /before|until|to$|lte|max|end/.test(plain);
      if (similar > 0.5 || low || high)
        found.push(
          { paths: [path], op: '>=', prior: similar + (low ? 0.8 : -0.5) },
          { paths: [path], op: '<=', prior: similar + (high ? 0.8 : -0.5) },
          { paths: [path], op: '>', prior: similar + (low ? 0.7 : -0.6) },
          { paths: [path], op: '<', prior: similar + (high ? 0.7 : -0.6) },
        );
    }
  }
  if (/^(?:q|query|search|term|keyword|keywords|text|s|filter)$/.test(plain)) {
    const texts = [...fields.values()].filter(({ text }) => text).map(({ path }) => path);
    if (texts.length > 0) found.push(...subsetsFor(texts, uses));
  }
  return found;
}

/** Full text: the fields some shown item needed to qualify. */
function subsetsFor(
  texts: readonly JsonPath[],
  uses: readonly Use[],
): readonly { readonly paths: readonly JsonPath[]; readonly op: Op; readonly prior: number }[] {
  const needed: JsonPath[] = [];
  for (const path of texts) {
    const hit = uses.some(({ witness, value }) =>
      witness.items.some(({ doc }) => passes(doc, [path], 'contains', value)),
    );
    const leak = uses.some(({ witness, value }) => {
      const keys = new Set(witness.items.map(({ key }) => key));
      for (const { key, doc } of witness.live())
        if (!keys.has(key) && passes(doc, [path], 'contains', value)) return true;
      return false;
    });
    if (hit && !leak) needed.push(path);
  }
  const all: { paths: readonly JsonPath[]; op: Op; prior: number }[] = [{ paths: texts, op: 'contains', prior: 1 }];
  if (needed.length > 0) all.unshift({ paths: needed, op: 'contains', prior: 1.25 });
  return all;
}

function collectFields(
  doc: JsonObject,
  fields: Map<string, { path: JsonPath; n: number; array: boolean; text: boolean }>,
): void {
  for (const [key, value] of Object.entries(doc)) {
    const add = (path: JsonPath, array: boolean, leaf: Json): void => {
      const text = path.join('\u0000');
      const entry = fields.get(text) ?? { path, n: 0, array, text: false };
      entry.n++;
      if (typeof leaf === 'string' && timeOf(leaf) === null) entry.text = true;
      if (fields.size < 120) fields.set(text, entry);
    };
    if (isArray(value)) add([key], true, null);
    else if (isObject(value))
      for (const { path, value: leaf } of leavesOf(value))
        if (path.length <= 3 && path.every((step) => typeof step === 'string')) add([key, ...path], false, leaf);
    if (!isObject(value) && !isArray(value)) add([key], false, value);
  }
}

export function passes(doc: JsonObject, paths: readonly JsonPath[], op: Op, wanted: Json): boolean {
  return paths.some((path) => {
    const value = valueAt(doc, path);
    if (value === undefined) return false;
    const text = String(value);
    const want = isArray(wanted) ? wanted.map(String) : String(wanted);
    switch (op) {
      case 'equals':
        return !isArray(want) && text === want && typeof value !== 'object';
      case 'equals-ignore-case':
        return !isArray(want) && typeof value !== 'object' && text.toLowerCase() === want.toLowerCase();
      case 'in':
        return (isArray(want) ? want : want.split(',')).includes(text);
      case 'contains':
        return typeof value === 'string' && !isArray(want) && text.toLowerCase().includes(want.toLowerCase());
      case 'prefix':
        return typeof value === 'string' && !isArray(want) && text.toLowerCase().startsWith(want.toLowerCase());
      case 'has-element':
        return (
          isArray(value) &&
          value.some(
            (item) => String(isObject(item) ? (item['id'] ?? item['name']) : item) === want || jsonEquals(item, wanted),
          )
        );
      case 'not-equals':
        return text !== want;
      default: {
        if (value === null || isArray(want)) return false;
        const order = compareTexts(value, want);
        return op === '>=' ? order >= 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : order < 0;
      }
    }
  });
}

function compareTexts(value: Json, want: string): number {
  const [left, right] = [timeOf(value)?.at ?? Number(value), timeOf(want)?.at ?? Number(want)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return String(value) < want ? -1 : String(value) > want ? 1 : 0;
}
