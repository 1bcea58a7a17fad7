import type { Turn } from '../compiled.ts';
import type { ListModel } from '../../model/list-model.ts';
import type { Slot } from '../../model/slot.ts';

/** The slot that asks for a page before the first, for pages of no items, or has words where a number belongs. */
export function brokenPaging(turn: Turn, { paging }: ListModel): Slot | null {
  switch (paging.kind) {
    case 'none':
      return null;
    case 'page':
      return below(turn, paging.page, Math.min(1, paging.first)) ?? below(turn, paging.size, 1);
    case 'offset':
      return below(turn, paging.offset, 0) ?? below(turn, paging.limit, 1);
    case 'cursor':
      return below(turn, paging.size, 1);
  }
}

function below(turn: Turn, slot: Slot | null, least: number): Slot | null {
  const value = slot === null ? undefined : turn.request.value(slot);
  if (value === undefined || value === null || typeof value === 'object' || value === '') return null;
  const isNumber = /^\d{1,15}$/.test(String(value));
  return (isNumber ? Number(value) < least : alwaysNumbers(turn, slot)) ? slot : null;
}

/** Whatever was sent there was a number. */
function alwaysNumbers(turn: Turn, slot: Slot | null): boolean {
  const sent = turn.op?.operation.request.query.find(({ path }) => slot?.in === 'query' && path[0] === slot.name);
  return sent === undefined || sent.examples.every((value) => /^\d+$/.test(String(value)));
}
