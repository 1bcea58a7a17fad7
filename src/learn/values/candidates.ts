/**
 * Expressions that could have made a value, cheapest first: equal values anywhere around the call,
 * times near its own, texts put together from known parts, sums and products of known numbers.
 */
import { isArray, isObject, leavesOf, type Json, type JsonObject } from '../../model/json.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import { slotsOf } from '../reading/call.ts';
import { numberOf, slugOf } from './evaluate.ts';
import { formatTime, shifted, timeOf, type TimeFormat } from '../../model/time-format.ts';
import { idShapeOf, isIdLike } from '../records/id-shape.ts';
import { elementRefs } from './element-refs.ts';
import type { Atom, Candidate, Reach } from './candidate.ts';
import { numberCandidates } from './number-candidates.ts';
import { docOf, type Scene } from './scene.ts';

/** Fields that name a kind: their words stand in paths and texts without coming from there. */
const KIND_WORDS: ReadonlySet<string> = new Set(['type', 'object', 'kind', 'resource_type', '__typename', 'jsonrpc']);

export function candidatesFor(value: Json, scene: Scene, reach: Reach): readonly Candidate[] {
  const found: Candidate[] = [
    { expr: { k: 'const', value }, cost: value === null || typeof value === 'boolean' ? 0.9 : 1.2 },
  ];
  const atoms = atomsOf(scene, reach);
  for (const atom of atoms) {
    const as = sameAs(atom.value, value);
    if (as === null) continue;
    const weak = isWeak(value) && atom.name !== reach.name ? 3 : 0;
    found.push({
      expr: atom.expr.k === 'slot' ? { ...atom.expr, as } : atom.expr,
      cost: atom.cost + (atom.name === reach.name ? 0 : 0.8) + weak + (as === 'json' ? 0 : 0.1),
    });
  }
  const time = timeOf(value);
  if (time !== null) {
    const seconds = Math.round((time.at - scene.now) / 1000);
    if (Math.abs(seconds) <= 3) found.push({ expr: { k: 'now', format: time.format, plusSeconds: 0 }, cost: 0.7 });
    else if (time.format === 'date' && formatTime(scene.now, 'date') === value)
      found.push({ expr: { k: 'now', format: 'date', plusSeconds: 0 }, cost: 0.9 });
    else if (seconds > 0 && seconds < 400 * 86400)
      found.push({ expr: { k: 'now', format: time.format, plusSeconds: roundedSpan(seconds) }, cost: 2 });
  }
  if (time !== null) found.push(...shiftCandidates(time, atoms));
  if (typeof value === 'string') textCandidates(value, atoms, found);
  if (typeof value === 'string' && DECIMAL_TEXT.test(value))
    found.push(...decimalCandidates(value, atoms, scene, reach));
  if (typeof value === 'number') found.push(...numberCandidates(value, atoms, scene, reach));
  return found;
}

const DECIMAL_TEXT = /^-?\d{1,12}\.\d{1,8}$/;

/** A number written with fixed decimals: whatever makes the number makes the text. */
function decimalCandidates(value: string, atoms: readonly Atom[], scene: Scene, reach: Reach): readonly Candidate[] {
  const digits = value.length - value.indexOf('.') - 1;
  const number = Number(value);
  const same = atoms
    .filter(({ value: have }) => have !== value && numberOf(have) === number)
    .map(({ expr, cost, name }) => ({ expr, cost: cost + 0.2 + (name === reach.name ? 0 : 0.8) }));
  return [...same, ...numberCandidates(number, atoms, scene, reach)].map(({ expr, cost }) => ({
    expr: { k: 'decimal', of: expr, digits },
    cost: cost + 0.2,
  }));
}

/** A moment that is another one written differently, or a round span away from it. */
function shiftCandidates(
  { at, format }: { readonly at: number; readonly format: TimeFormat },
  atoms: readonly Atom[],
): readonly Candidate[] {
  return atoms.flatMap((atom): readonly Candidate[] => {
    const other = typeof atom.value === 'string' ? timeOf(atom.value) : null;
    if (other === null || (other.at === at && other.format === format)) return [];
    const seconds = (at - other.at) / 1000;
    const shift = (months: number, rest: number, cost: number): Candidate => ({
      expr: { k: 'shift', of: atom.expr, months, seconds: rest, format },
      cost: atom.cost + cost,
    });
    const months = monthsBetween(other.at, at);
    return [
      ...(months === 0 ? [] : [shift(months, 0, 1.5)]),
      ...(Number.isInteger(seconds / 60) && Math.abs(seconds) <= 400 * 86_400
        ? [shift(0, seconds, seconds === 0 ? 0.6 : seconds % 86_400 === 0 ? 1.4 : 1.8)]
        : []),
    ];
  });
}

/** Whole calendar months from one moment to the same time of the same day; 0 where it is none. */
function monthsBetween(from: number, to: number): number {
  const [a, b] = [new Date(from), new Date(to)];
  const months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  return months !== 0 && Math.abs(months) <= 60 && shifted(a.toISOString(), months, 0, 'epoch-ms') === to ? months : 0;
}

/** Everything with a value around the call. */
function atomsOf(scene: Scene, reach: Reach): readonly Atom[] {
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

/** How an atom's value becomes the wanted one; null where it does not. */
function sameAs(have: Json, want: Json): 'json' | 'string' | 'number' | 'boolean' | null {
  if (typeof have === 'object' || typeof want === 'object') {
    if (have === null || want === null) return have === want ? 'json' : null;
    return typeof have === 'object' && typeof want === 'object' && JSON.stringify(have) === JSON.stringify(want)
      ? 'json'
      : null;
  }
  if (have === want) return 'json';
  if (typeof have === 'string' && typeof want === 'number')
    return have !== '' && Number(have) === want ? 'number' : null;
  if (typeof have === 'number' && typeof want === 'string') return String(have) === want ? 'string' : null;
  if (typeof have === 'string' && typeof want === 'boolean') return have === String(want) ? 'boolean' : null;
  return null;
}

/** Values so common that equality says little. */
function isWeak(value: Json): boolean {
  return (
    value === null ||
    typeof value === 'boolean' ||
    value === '' ||
    (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 10)
  );
}

function roundedSpan(seconds: number): number {
  for (const unit of [86400, 3600, 60, 10]) {
    const near = Math.round(seconds / unit) * unit;
    if (near > 0 && Math.abs(near - seconds) <= 4) return near;
  }
  return seconds;
}

function textCandidates(value: string, atoms: readonly Atom[], found: Candidate[]): void {
  for (const atom of atoms) {
    if (typeof atom.value !== 'string' || atom.value.length < 2) continue;
    if (atom.value !== value) {
      const lower = atom.value.toLowerCase();
      if (lower === value) found.push({ expr: { k: 'text', fn: 'lower', of: atom.expr }, cost: atom.cost + 0.6 });
      else if (atom.value.toUpperCase() === value)
        found.push({ expr: { k: 'text', fn: 'upper', of: atom.expr }, cost: atom.cost + 0.6 });
      else if (atom.value.trim() === value)
        found.push({ expr: { k: 'text', fn: 'trim', of: atom.expr }, cost: atom.cost + 0.4 });
      else if (value.length > 1 && slugOf(atom.value) === value)
        found.push({ expr: { k: 'slug', of: atom.expr }, cost: atom.cost + 0.8 });
    }
  }
  if (value.length >= 3 && value.length <= 400) found.push(...concatCandidates(value, atoms));
  if (isIdLike(value) && value.length >= 8 && timeOf(value) === null)
    found.push({ expr: { k: 'generate', shape: idShapeOf([value]) }, cost: 6 });
}

/** Texts made of known parts: `/tickets/17/comments`, `SO-1045`, `Jane Doe <jane@x>`. Longest parts first, at most four. */
function concatCandidates(value: string, atoms: readonly Atom[]): readonly Candidate[] {
  const parts = atoms
    .filter(
      (atom) =>
        ((typeof atom.value === 'string' && atom.value.length >= 2) || typeof atom.value === 'number') &&
        !KIND_WORDS.has(atom.name),
    )
    .map((atom) => ({ ...atom, text: String(atom.value) }))
    .filter(
      ({ text }) => text.length < value.length && value.includes(text) && (text.length >= 3 || boundedIn(value, text)),
    )
    .sort((a, b) => b.text.length - a.text.length || a.cost - b.cost);
  const results: Candidate[] = [];
  const firsts = parts.slice(0, 12);
  for (const first of firsts) {
    const exprs: Expr[] = [];
    let cost = 1.5;
    let rest = value;
    const order = [first, ...parts.filter((part) => part !== first)];
    const cuts: { at: number; end: number; atom: (typeof parts)[number] }[] = [];
    for (const atom of order) {
      const at = rest.indexOf(atom.text);
      if (at < 0 || cuts.length >= 4) continue;
      cuts.push({ at, end: at + atom.text.length, atom });
      rest = rest.slice(0, at) + '\u0001'.repeat(atom.text.length) + rest.slice(at + atom.text.length);
      cost += atom.cost * 0.6;
    }
    cuts.sort((a, b) => a.at - b.at);
    let from = 0;
    for (const { at, end, atom } of cuts) {
      if (at > from) exprs.push({ k: 'const', value: value.slice(from, at) });
      exprs.push(atom.expr);
      from = end;
    }
    if (from < value.length) exprs.push({ k: 'const', value: value.slice(from) });
    if (exprs.length > 1) results.push({ expr: { k: 'concat', parts: exprs }, cost: cost + exprs.length * 0.15 });
  }
  const numbered = /^(.*?)(\d{1,12})$/.exec(value);
  if (numbered?.[2] !== undefined && !numbered[2].startsWith('0')) {
    for (const atom of atoms) {
      if (typeof atom.value !== 'number' || !Number.isInteger(atom.value)) continue;
      const offset = Number(numbered[2]) - atom.value;
      if (offset !== 0 && offset % 10 === 0)
        results.push({
          expr: {
            k: 'concat',
            parts: [
              { k: 'const', value: numbered[1] ?? '' },
              { k: 'sum', of: [{ k: 'const', value: offset }, atom.expr] },
            ],
          },
          cost: atom.cost + 2.2,
        });
    }
  }
  return results;
}

function boundedIn(value: string, text: string): boolean {
  const at = value.indexOf(text);
  const before = value[at - 1] ?? '/';
  const after = value[at + text.length] ?? '/';
  return !/[A-Za-z0-9]/.test(before) && !/[A-Za-z0-9]/.test(after);
}
