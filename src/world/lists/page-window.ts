/** Which part of a list a request asks for. */
import type { Turn } from '../compiled.ts';
import type { Json } from '../../model/json.ts';
import type { Paging } from '../../model/list-model.ts';
import type { Slot } from '../../model/slot.ts';
import { decodeCursor } from './cursor.ts';
import type { LiveList } from './live-list.ts';
import type { Rec } from '../state/rec.ts';

export interface PageWindow {
  readonly start: number;
  readonly size: number;
  /** Page number as the API counts, where it counts pages. */
  readonly page: number | null;
}

/** Null where the cursor is none that was ever handed out. */
export function pageWindow(turn: Turn, paging: Paging, list: LiveList, maxSize: number | null): PageWindow | null {
  const cap = (size: number): number => Math.min(size, maxSize ?? Infinity);
  switch (paging.kind) {
    case 'none':
      return { start: 0, size: cap(Math.max(1, list.total)), page: null };
    case 'page': {
      const size = cap(sizeOf(turn, paging.size, paging.defaultSize, paging.maxSize));
      const page = Math.max(paging.first, wholeOf(turn.request.value(paging.page)) ?? paging.first);
      return { start: Math.min((page - paging.first) * size, Number.MAX_SAFE_INTEGER), size, page };
    }
    case 'offset': {
      const size = cap(sizeOf(turn, paging.limit, paging.defaultSize, paging.maxSize));
      return { start: Math.max(0, wholeOf(turn.request.value(paging.offset)) ?? 0), size, page: null };
    }
    case 'cursor': {
      const size = cap(sizeOf(turn, paging.size, paging.defaultSize, paging.maxSize));
      const back = paging.before === undefined ? undefined : textIn(turn, paging.before);
      const text = back ?? textIn(turn, paging.cursor);
      if (text === undefined) return { start: 0, size, page: null };
      const cursor = paging.form === 'id' ? byId(turn, text) : decodeCursor(turn.state, turn.seed, text);
      if (cursor === null) return null;
      const place = list.before(cursor.rec);
      if (cursor.backwards || back !== undefined)
        return { start: Math.max(0, place - size), size: Math.min(size, Math.max(place, 0)) || size, page: null };
      const isIn = list.slice(place, 1)[0]?.key === cursor.rec.key;
      return { start: isIn ? place + 1 : place, size, page: null };
    }
  }
}

function textIn(turn: Turn, slot: Slot): string | undefined {
  const value = turn.request.value(slot);
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

function byId(turn: Turn, id: string): { readonly rec: Rec; readonly backwards: boolean } | null {
  const resource = turn.op?.resource ?? null;
  const rec = resource === null ? undefined : turn.byId(resource.name, id);
  return rec === undefined ? null : { rec, backwards: false };
}

function sizeOf(turn: Turn, slot: Slot | null, defaultSize: number, maxSize: number | null): number {
  const asked = slot === null ? undefined : wholeOf(turn.request.value(slot));
  return asked === undefined || asked < 1 ? defaultSize : Math.min(asked, maxSize ?? 1000);
}

function wholeOf(value: Json | undefined): number | undefined {
  const text = Array.isArray(value) ? (value as readonly Json[])[0] : value;
  if (text === undefined || text === null || typeof text === 'object' || !/^-?\d{1,15}$/.test(String(text)))
    return undefined;
  return Number(text);
}
