import type { Turn } from '../compiled.ts';
import type { ListModel } from '../../model/list-model.ts';
import type { Slot } from '../../model/slot.ts';

/** Asks for a page before the first, for pages of no items, or with words where a number belongs. */
export function breaksPaging(turn: Turn, { paging }: ListModel): boolean {
  switch (paging.kind) {
    case 'none':
      return false;
    case 'page':
      return isBelow(turn, paging.page, Math.min(1, paging.first)) || isBelow(turn, paging.size, 1);
    case 'offset':
      return isBelow(turn, paging.offset, 0) || isBelow(turn, paging.limit, 1);
    case 'cursor':
      return isBelow(turn, paging.size, 1);
  }
}

function isBelow(turn: Turn, slot: Slot | null, least: number): boolean {
  const value = slot === null ? undefined : turn.request.value(slot);
  if (value === undefined || value === null || typeof value === 'object' || value === '') return false;
  return !/^\d{1,15}$/.test(String(value)) || Number(value) < least;
}
