/** What a page says of itself: totals, neighbours, and their URLs. */
import type { Turn } from '../compiled.ts';
import type { Json } from '../../model/json.ts';
import type { PageFact } from '../../model/expr.ts';
import type { ListModel, Paging } from '../../model/list-model.ts';
import type { Slot } from '../../model/slot.ts';
import { encodeCursor } from './cursor.ts';
import { createDice } from '../effects/dice.ts';
import type { ListEdit } from '../state/list-edit.ts';
import type { LiveList } from './live-list.ts';
import type { PageWindow } from './page-window.ts';
import type { Rec } from '../state/rec.ts';

type Facts = Partial<Record<PageFact, Json | undefined>>;

export function pageFacts(
  turn: Turn,
  model: ListModel,
  list: LiveList,
  window: PageWindow,
  items: readonly Rec[],
  { total, linksTo }: Pick<ListEdit, 'total' | 'linksTo'>,
): Facts {
  const { start, size } = window;
  const { paging } = model;
  const pages = Math.max(1, Math.ceil(list.total / size));
  const hasMore = start + items.length < list.total;
  const links = linksOf(turn, model, list, window, items, pages, hasMore);
  const nextCursor = paging.kind === 'cursor' && hasMore ? links.next : undefined;
  const previousCursor = paging.kind === 'cursor' && start > 0 ? links.previous : undefined;
  return {
    total:
      total === 'absent'
        ? undefined
        : total === 'low'
          ? start + items.length
          : list.total + (total === 'wrong' ? 1 + createDice(turn.seed, 'total').below(3) : 0),
    count: items.length,
    page: window.page ?? Math.floor(start / size) + 1,
    size,
    pages: total === 'absent' ? undefined : pages,
    offset: start,
    'has-more': hasMore,
    'next-cursor': nextCursor,
    'previous-cursor': previousCursor,
    'end-cursor': paging.kind === 'cursor' ? links.end : undefined,
    'start-cursor': paging.kind === 'cursor' ? links.previous : undefined,
    'next-page': hasMore && window.page !== null ? window.page + 1 : undefined,
    'previous-page': window.page !== null && start > 0 ? window.page - 1 : undefined,
    'next-url': hasMore ? urlWith(turn, model, links.next, size, false, linksTo) : undefined,
    'previous-url': start > 0 ? urlWith(turn, model, links.previous, size, true) : undefined,
    'end-url': links.end === undefined ? undefined : urlWith(turn, model, links.end, size),
    'start-url': items.length === 0 ? undefined : urlWith(turn, model, links.previous, size, true),
    'first-url': urlWith(turn, model, links.first, size),
    'last-url': links.last === undefined ? undefined : urlWith(turn, model, links.last, size),
    'self-url': urlWith(turn, model, null, size),
  };
}

/** Values of the paging parameter for the neighbours; undefined where there is no way to say it. */
function linksOf(
  turn: Turn,
  { paging }: ListModel,
  list: LiveList,
  { start, size, page }: PageWindow,
  items: readonly Rec[],
  pages: number,
  hasMore: boolean,
) {
  if (paging.kind === 'cursor') {
    const last = items.at(-1);
    const [first] = items;
    const cursorOf = (rec: Rec | undefined, backwards: boolean): string | undefined =>
      rec === undefined
        ? undefined
        : paging.form === 'id'
          ? rec.entity.id
          : encodeCursor(turn.seed, rec, backwards && paging.before === undefined);
    const end = cursorOf(last, false);
    const previous = paging.form === 'id' && paging.before === undefined ? undefined : cursorOf(first, true);
    return { next: hasMore ? end : undefined, end, previous, first: undefined, last: undefined };
  }
  if (paging.kind === 'page') {
    const now = page ?? paging.first;
    return {
      next: now + 1,
      end: now + 1,
      previous: Math.min(now - 1, paging.first + pages - 1),
      first: paging.first,
      last: paging.first + pages - 1,
    };
  }
  return {
    next: start + size,
    end: start + size,
    previous: Math.max(0, start - size),
    first: 0,
    last: Math.max(0, (Math.ceil(list.total / size) - 1) * size),
  };
}

/** The request's own URL with another place in the list; `null` leaves the place as it is. */
function urlWith(
  turn: Turn,
  model: ListModel,
  place: Json | undefined | null,
  size: number,
  backwards = false,
  origin = turn.request.raw.origin,
): string {
  const { path } = turn.request;
  const slots = slotsOf(model.paging, backwards);
  const query = new URLSearchParams();
  for (const [name, value] of turn.request.query()) query.append(name, value);
  if (slots.other !== null && place !== null) query.delete(slots.other);
  if (slots.place !== null && place !== null) {
    if (place === undefined) query.delete(slots.place);
    else query.set(slots.place, String(place));
  }
  if (slots.size !== null && (model.urls?.explicitSize ?? false)) query.set(slots.size, String(size));
  const text = query.toString();
  return `${model.urls?.relative === true ? '' : origin}${path}${text === '' ? '' : `?${text}`}`;
}

/** Names of the parameters; `other` is the one for the other direction, where there are two. */
function slotsOf(
  paging: Paging,
  backwards: boolean,
): { readonly place: string | null; readonly other: string | null; readonly size: string | null } {
  const nameOf = (slot: Slot | null): string | null => (slot?.in === 'query' ? slot.name : null);
  switch (paging.kind) {
    case 'none':
      return { place: null, other: null, size: null };
    case 'page':
      return { place: nameOf(paging.page), other: null, size: nameOf(paging.size) };
    case 'offset':
      return { place: nameOf(paging.offset), other: null, size: nameOf(paging.limit) };
    case 'cursor': {
      const before = nameOf(paging.before ?? null);
      const [place, other] = backwards && before !== null ? [before, paging.cursor] : [nameOf(paging.cursor), before];
      return { place, other: typeof other === 'object' ? nameOf(other) : other, size: nameOf(paging.size) };
    }
  }
}
