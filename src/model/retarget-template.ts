/** The same words about another field and another kind of record: errors seen in one place, said in another. */
import { isArray, isObject, jsonEquals, type Json } from './json.ts';
import type { Slot } from './slot.ts';
import type { Template } from './template.ts';

export interface Subject {
  readonly slot: Slot;
  /** Singular name of the kind of record; null where it does not matter. */
  readonly record: string | null;
}

export function retarget(template: Template, from: Subject, to: Subject): Template {
  const words = wordsBetween(from, to);
  const change = (value: Json): Json => {
    if (isArray(value)) return value.map(change);
    if (!isObject(value)) return value;
    if (jsonEquals(value, from.slot as unknown as Json)) return to.slot as unknown as Json;
    if (value['k'] === 'const' && value['value'] !== undefined)
      return { ...value, value: reword(value['value'], words) };
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
  };
  return change(template as unknown as Json) as unknown as Template;
}

/** The name by which errors call a slot. */
export function fieldNameOf(slot: Slot): string {
  return slot.in === 'body' ? String(slot.path.findLast((step) => typeof step === 'string') ?? '') : slot.name;
}

/** `inside`: it may stand behind an underscore (`no_such_order`); a field's name there is another field's (`first_name`). */
type Words = readonly { readonly old: string; readonly now: string; readonly inside: boolean }[];

/** Longest first: a pointer holds the field's name too. */
function wordsBetween(from: Subject, to: Subject): Words {
  const now = spellings(to.slot);
  const found = spellings(from.slot).map((old, index) => ({
    old,
    now: now[index] ?? fieldNameOf(to.slot),
    inside: false,
  }));
  if (from.record !== null && to.record !== null)
    found.push(
      { old: from.record, now: to.record, inside: true },
      { old: from.record.replaceAll('_', ' '), now: to.record.replaceAll('_', ' '), inside: true },
    );
  return found
    .filter(({ old, now: next }) => old !== '' && next !== '' && old !== next)
    .sort((a, b) => b.old.length - a.old.length);
}

/** A slot as errors spell it: pointer, dotted and bracketed path, bare name, words, camel case. */
function spellings(slot: Slot): readonly string[] {
  const path = slot.in === 'body' ? slot.path.map(String) : [slot.name];
  const name = fieldNameOf(slot);
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/[_-]+/g, ' ');
  const [head = '', ...rest] = path;
  return [
    `/${path.join('/')}`,
    path.join('.'),
    head + rest.map((step) => `[${step}]`).join(''),
    name,
    words === name ? '' : words.toLowerCase(),
  ];
}

function reword(value: Json, words: Words): Json {
  if (isArray(value)) return value.map((item) => reword(item, words));
  if (typeof value !== 'string') return value;
  // Marks keep a replaced word from being replaced again.
  const marked = words.reduce(
    (text, { old, inside }, index) =>
      text
        .replaceAll(new RegExp(`${before(old, inside)}${escaped(old)}(?![A-Za-z])`, 'g'), mark(index, false))
        .replaceAll(new RegExp(`(?<![A-Za-z])${escaped(capital(old))}(?![a-z])`, 'g'), mark(index, true)),
    value,
  );
  return words.reduce(
    (text, { now }, index) => text.replaceAll(mark(index, false), now).replaceAll(mark(index, true), capital(now)),
    marked,
  );
}

function before(word: string, inside: boolean): string {
  if (!/^[A-Za-z0-9]/.test(word)) return '';
  return inside ? '(?<![A-Za-z])' : '(?<![A-Za-z0-9_])';
}

function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function mark(index: number, isCapital: boolean): string {
  return `\u0001${isCapital ? 'A' : 'a'}${index}\u0002`;
}
