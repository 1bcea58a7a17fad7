/**
 * Lists of one API mostly share their page sizes. A list that was only ever asked for with a size, or was always shorter
 * than a page, takes the size (and the cap) that the others were seen to have, unless it was seen to serve more.
 */
import { isArray, isObject, type Json } from '../../model/json.ts';
import type { Paging } from '../../model/list-model.ts';
import type { Operation } from '../../model/operation.ts';
import type { Slot } from '../../model/slot.ts';
import { slotValue } from '../reading/call.ts';
import { hasMore, statedSize } from './paging.ts';
import type { Scene } from '../values/scene.ts';

type Paged = Exclude<Paging, { kind: 'none' }>;

export function withSharedSizes(
  operations: readonly Operation[],
  scenes: ReadonlyMap<string, readonly Scene[]>,
): readonly Operation[] {
  const defaults = new Map<string, Map<number, number>>();
  const caps = new Map<string, Map<number, number>>();
  for (const operation of operations) {
    const paging = pagedOf(operation);
    if (paging === null) continue;
    if (paging.maxSize !== null) vote(caps, operation.origin, paging.maxSize);
    if (saysDefault(paging, scenes.get(operation.id) ?? [])) vote(defaults, operation.origin, paging.defaultSize);
  }
  return operations.map((operation) => {
    const paging = pagedOf(operation);
    if (paging === null || operation.list === null) return operation;
    const seen = scenes.get(operation.id) ?? [];
    const shared = winner(defaults.get(operation.origin));
    const cap = winner(caps.get(operation.origin));
    const takesDefault = shared !== null && !saysDefault(paging, seen) && longest(seen, paging, false) <= shared;
    const takesCap = cap !== null && paging.maxSize === null && longest(seen, paging, true) <= cap;
    if (!takesDefault && !takesCap) return operation;
    const next: Paged = {
      ...paging,
      defaultSize: takesDefault ? shared : paging.defaultSize,
      maxSize: takesCap ? Math.max(cap, takesDefault ? shared : paging.defaultSize) : paging.maxSize,
    };
    return { ...operation, list: { ...operation.list, paging: next } };
  });
}

function pagedOf({ list }: Operation): Paged | null {
  return list === null || list.paging.kind === 'none' ? null : list.paging;
}

/** Some page that was asked for without a size said how long it is, or that more follows. */
function saysDefault(paging: Paged, scenes: readonly Scene[]): boolean {
  return scenes.some(
    (scene) =>
      !isSized(paging, scene) &&
      (hasMore(scene.call.exchange.answer, scene.call.exchange.answerHeaders) ||
        statedSize(scene.call.exchange.answer) !== null),
  );
}

function isSized(paging: Paged, { call }: Scene): boolean {
  const slot = sizeSlot(paging);
  return slot !== null && slotValue(call.exchange, call.params, slot) !== undefined;
}

function sizeSlot(paging: Paged): Slot | null {
  return paging.kind === 'offset' ? paging.limit : paging.size;
}

function longest(scenes: readonly Scene[], paging: Paged, sized: boolean): number {
  return scenes
    .filter((scene) => isSized(paging, scene) === sized)
    .reduce((most, { call }) => Math.max(most, longestArray(call.exchange.answer, 0)), 0);
}

function longestArray(value: Json | undefined, depth: number): number {
  if (isArray(value)) return value.length;
  if (!isObject(value) || depth > 2) return 0;
  return Object.values(value).reduce<number>((most, item) => Math.max(most, longestArray(item, depth + 1)), 0);
}

function vote(votes: Map<string, Map<number, number>>, origin: string, size: number): void {
  const counts = votes.get(origin) ?? new Map<number, number>();
  votes.set(origin, counts.set(size, (counts.get(size) ?? 0) + 1));
}

/** What most say; null where they differ evenly. */
function winner(counts: ReadonlyMap<number, number> | undefined): number | null {
  const [first, second] = [...(counts ?? [])].sort((a, b) => b[1] - a[1]);
  return first === undefined || first[1] === second?.[1] ? null : first[0];
}
