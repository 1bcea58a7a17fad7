/** How a list is cut into pages: which parameters, default and largest sizes, from requests and page lengths. */
import { isArray, isObject, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { ListModel, Paging } from '../../model/list-model.ts';
import type { Slot } from '../../model/slot.ts';
import { headerValue } from '../../model/http.ts';
import { slotValue, slotsOf } from '../reading/call.ts';
import { CURSOR_NAMES, OFFSET_NAMES, PAGE_NAMES, SIZE_NAMES } from '../lexicon.ts';
import { idText } from '../records/matching.ts';
import type { ListWitness } from './list-witness.ts';

export function pagingOf(witnesses: readonly ListWitness[], idPath: JsonPath): Paging {
  const slots = slotsUsed(witnesses);
  const named = (names: ReadonlySet<string>): Slot | null =>
    slots.find((slot) => names.has(nameOf(slot).toLowerCase())) ?? null;
  const links = linkQueries(witnesses);
  const linked = (names: ReadonlySet<string>): Slot | null => {
    const name = [...links.keys()].find((key) => names.has(key.toLowerCase()));
    return name === undefined ? null : { in: 'query', name };
  };
  const size = named(SIZE_NAMES) ?? linked(SIZE_NAMES);
  const page = named(PAGE_NAMES) ?? linked(PAGE_NAMES);
  const offset = named(OFFSET_NAMES) ?? linked(OFFSET_NAMES);
  const cursor = cursorSlot(witnesses, slots) ?? named(CURSOR_NAMES) ?? linked(CURSOR_NAMES);
  const limits = sizesOf(witnesses, size);
  if (page !== null && (cursor === null || nameOf(page) !== nameOf(cursor)))
    return { kind: 'page', page, size, ...limits, first: firstPage(witnesses, page) };
  if (offset !== null && !(cursor !== null && nameOf(cursor) === nameOf(offset)))
    return { kind: 'offset', offset, limit: size, ...limits };
  if (cursor !== null) {
    const before = beforeSlot(witnesses, slots, cursor);
    const form = cursorForm(witnesses, cursor, idPath);
    return { kind: 'cursor', cursor, ...(before !== null && { before }), size, ...limits, form };
  }
  const guessed = guess(witnesses);
  if (guessed !== null)
    return {
      kind: 'page',
      page: { in: 'query', name: guessed.page },
      size: size ?? { in: 'query', name: guessed.size },
      ...limits,
      first: 1,
    };
  return size === null
    ? { kind: 'none' }
    : { kind: 'offset', offset: { in: 'query', name: 'offset' }, limit: size, ...limits };
}

function slotsUsed(witnesses: readonly ListWitness[]): readonly Slot[] {
  const found = new Map<string, Slot>();
  for (const { scene } of witnesses)
    for (const { slot } of slotsOf(scene.call)) if (slot.in !== 'path') found.set(JSON.stringify(slot), slot);
  return [...found.values()];
}

function nameOf(slot: Slot): string {
  return slot.in === 'body' ? String(slot.path.at(-1)) : slot.name;
}

/** Parameters that next-page links carry, in headers or bodies. */
function linkQueries(witnesses: readonly ListWitness[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { scene } of witnesses.slice(0, 60)) {
    const texts: string[] = [];
    const header = headerValue(scene.call.exchange.answerHeaders, 'link');
    if (header !== undefined)
      for (const [, url, rel] of header.matchAll(/<([^>]*)>\s*;[^,]*rel="?([a-z]+)"?/g))
        if (rel === 'next' || rel === 'prev' || rel === 'last') texts.push(url ?? '');
    const { answer } = scene.call.exchange;
    if (answer !== undefined)
      for (const { path, value } of shallowLeaves(answer))
        if (typeof value === 'string' && /next|prev|last/i.test(path.join('.')) && value.includes('?'))
          texts.push(value);
    for (const text of texts)
      for (const [key, value] of new URLSearchParams(text.slice(text.indexOf('?') + 1))) found.set(key, value);
  }
  return found;
}

/** Scalars around the items: arrays are not entered. */
function* shallowLeaves(
  value: Json,
  path: JsonPath = [],
): Generator<{ readonly path: JsonPath; readonly value: Json }> {
  if (isArray(value)) return;
  if (!isObject(value)) yield { path, value };
  else if (path.length < 4) for (const [key, item] of Object.entries(value)) yield* shallowLeaves(item, [...path, key]);
}

/** A parameter whose values an earlier list answer showed outside its items. */
function cursorSlot(witnesses: readonly ListWitness[], slots: readonly Slot[]): Slot | null {
  const shown = new Set<string>();
  for (const { scene } of witnesses) {
    const { answer } = scene.call.exchange;
    if (answer !== undefined)
      for (const { value } of shallowLeaves(answer))
        if (typeof value === 'string' && value.length >= 4) shown.add(value);
  }
  for (const slot of slots) {
    const values = witnesses.flatMap(({ scene }) => slotValue(scene.call.exchange, scene.call.params, slot) ?? []);
    const texts = values.filter((value): value is string => typeof value === 'string');
    if (
      texts.length > 0 &&
      texts.filter((text) => shown.has(text)).length >= texts.length * 0.7 &&
      !PAGE_NAMES.has(nameOf(slot)) &&
      !/^(?:status|state|sort|q|query|type)$/.test(nameOf(slot))
    )
      return slot;
  }
  return null;
}

function cursorForm(witnesses: readonly ListWitness[], cursor: Slot, idPath: JsonPath): 'id' | 'token' {
  const ids = new Set(
    witnesses.slice(-3).flatMap(({ live }) => [...live()].flatMap(({ doc }) => idText(valueAt(doc, idPath)) ?? [])),
  );
  const values = witnesses.flatMap(
    ({ scene }) => idText(slotValue(scene.call.exchange, scene.call.params, cursor)) ?? [],
  );
  return values.length > 0 && values.filter((value) => ids.has(value)).length >= values.length * 0.8 ? 'id' : 'token';
}

function sizesOf(
  witnesses: readonly ListWitness[],
  size: Slot | null,
): { readonly defaultSize: number; readonly maxSize: number | null } {
  let longest = 0;
  let full = 0;
  let asked = 0;
  let capped: number | null = null;
  for (const { scene, items } of witnesses) {
    const value = size === null ? undefined : slotValue(scene.call.exchange, scene.call.params, size);
    if (value === undefined) {
      if (items.length > longest) [longest, full] = [items.length, 0];
      if (items.length === longest) full++;
      const stated = statedSize(scene.call.exchange.answer);
      if (stated !== null) return { defaultSize: stated, maxSize: maxSize(witnesses, size) };
    } else {
      asked = Math.max(asked, Number(value) || 0);
      if (
        Number(value) > items.length &&
        items.length > (capped ?? 0) &&
        hasMore(scene.call.exchange.answer, scene.call.exchange.answerHeaders)
      )
        capped = items.length;
    }
  }
  const isCut = full >= 2 && [5, 10, 15, 20, 25, 30, 40, 50, 60, 100, 200, 250, 500, 1000].includes(longest);
  return {
    defaultSize: isCut || hasMoreAny(witnesses, size) ? Math.max(1, longest) : Math.max(longest, 100, asked),
    maxSize: capped,
  };
}

function maxSize(witnesses: readonly ListWitness[], size: Slot | null): number | null {
  if (size === null) return null;
  let capped: number | null = null;
  for (const { scene, items } of witnesses) {
    const value = Number(slotValue(scene.call.exchange, scene.call.params, size));
    const stated = statedSize(scene.call.exchange.answer);
    if (value > 0 && stated !== null && stated < value) capped = Math.max(capped ?? 0, stated);
    else if (
      value > items.length &&
      items.length > (capped ?? 0) &&
      hasMore(scene.call.exchange.answer, scene.call.exchange.answerHeaders)
    )
      capped = items.length;
  }
  return capped;
}

export function statedSize(answer: Json | undefined): number | null {
  if (answer === undefined) return null;
  for (const { path, value } of shallowLeaves(answer))
    if (typeof value === 'number' && /^(?:per_?page|page_?size|limit)$/i.test(String(path.at(-1)))) return value;
  return null;
}

function hasMoreAny(witnesses: readonly ListWitness[], size: Slot | null): boolean {
  return witnesses.some(
    ({ scene }) =>
      (size === null || slotValue(scene.call.exchange, scene.call.params, size) === undefined) &&
      hasMore(scene.call.exchange.answer, scene.call.exchange.answerHeaders),
  );
}

export function hasMore(answer: Json | undefined, headers: readonly (readonly [string, string])[]): boolean {
  if (/rel="?next/.test(headerValue(headers, 'link') ?? '')) return true;
  if (answer === undefined) return false;
  const leaves = [...shallowLeaves(answer)];
  const said = leaves.find(
    ({ path, value }) =>
      typeof value === 'boolean' &&
      /^(?:has_?more|has_?next(?:_?page)?|more|is_?truncated)$/i.test(String(path.at(-1))),
  );
  if (said !== undefined) return said.value === true;
  const ended = leaves.find(
    ({ path, value }) =>
      typeof value === 'boolean' && /^(?:end_of_stream|is_?last(?:_?page)?|last|complete)$/i.test(String(path.at(-1))),
  );
  if (ended !== undefined) return ended.value === false;
  for (const { path, value } of leaves)
    if (/next|more/i.test(String(path.at(-1))) && value !== null && value !== false && value !== '') return true;
  return false;
}

/** Asked for without a place in the list. */
export function isFirstPage({ call }: ListWitness['scene'], paging: Paging): boolean {
  if (paging.kind === 'none') return true;
  const { exchange, params } = call;
  if (paging.kind === 'page') {
    const page = slotValue(exchange, params, paging.page);
    return page === undefined || String(page) === String(paging.first);
  }
  if (paging.kind === 'offset') return ['undefined', '0'].includes(String(slotValue(exchange, params, paging.offset)));
  return [paging.cursor, ...(paging.before === undefined ? [] : [paging.before])].every(
    (slot) => slotValue(exchange, params, slot) === undefined,
  );
}

/** The parameter that asks for the page before a cursor: sent, or in links to earlier pages and in no others. */
function beforeSlot(witnesses: readonly ListWitness[], slots: readonly Slot[], cursor: Slot): Slot | null {
  const sent = slots.find((slot) => slot !== cursor && BEFORE.test(nameOf(slot)));
  if (sent !== undefined) return sent;
  const name = [...linkQueries(witnesses).keys()].find((key) => key !== nameOf(cursor) && BEFORE.test(key));
  return name === undefined ? null : { in: 'query', name };
}

const BEFORE = /(?:^|[^a-z])(?:before|prev(?:ious)?)(?:$|[^a-z])/i;

function firstPage(witnesses: readonly ListWitness[], page: Slot): number {
  return witnesses.some(({ scene }) => String(slotValue(scene.call.exchange, scene.call.params, page)) === '0') ? 0 : 1;
}

/** Envelopes that speak of pages although no request ever named one. */
function guess(witnesses: readonly ListWitness[]): { readonly page: string; readonly size: string } | null {
  const answer = witnesses[0]?.scene.call.exchange.answer;
  if (answer === undefined) return null;
  const names = [...shallowLeaves(answer)].map(({ path }) => String(path.at(-1)));
  const page = names.find((name) => /^(?:page|current_page|page_number)$/i.test(name));
  return page === undefined
    ? null
    : { page: 'page', size: names.find((name) => /^(?:per_page|page_size|limit)$/i.test(name)) ?? 'per_page' };
}

/** How links to other pages are written. */
export function pageUrlsOf(witnesses: readonly ListWitness[], paging: Paging): ListModel['urls'] | undefined {
  const size = paging.kind === 'none' ? null : paging.kind === 'offset' ? paging.limit : paging.size;
  for (const { scene } of witnesses) {
    const header = headerValue(scene.call.exchange.answerHeaders, 'link');
    const fromHeader = header === undefined ? undefined : /<([^>]*)>/.exec(header)?.[1];
    let url = fromHeader;
    const { answer } = scene.call.exchange;
    if (url === undefined && answer !== undefined)
      for (const { path, value } of shallowLeaves(answer))
        if (
          typeof value === 'string' &&
          ((/next|prev|first|last/i.test(path.join('.')) && value.includes('?')) ||
            (/^(?:self|current)$/i.test(String(path.at(-1))) && /^(?:https?:\/\/|\/)/.test(value)))
        )
          url = value;
    if (url === undefined) continue;
    const asked = size !== null && slotValue(scene.call.exchange, scene.call.params, size) !== undefined;
    if (asked && size !== null) continue;
    return {
      relative: !/^https?:/.test(url),
      explicitSize: size !== null && new URLSearchParams(url.slice(url.indexOf('?') + 1)).has(nameOf(size)),
    };
  }
  const any = witnesses
    .map(({ scene }) => headerValue(scene.call.exchange.answerHeaders, 'link'))
    .find((text) => text !== undefined);
  return any === undefined ? undefined : { relative: !/<https?:/.test(any), explicitSize: false };
}
