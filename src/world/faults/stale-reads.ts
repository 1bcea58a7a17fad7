/** Replicas that lag: reads that still see a record as it was before its newest change, so many times per change. */
import type { Turn } from '../compiled.ts';
import type { EntityKey } from '../../model/names.ts';
import type { Hit } from './rules.ts';
import type { Rec } from '../state/rec.ts';
import { nameRecords } from '../request/read-request.ts';
import { RequestTurn } from '../turn.ts';
import type { WorldCore } from '../world-core.ts';

export interface StaleView {
  /** The request on the state as the replica has it. */
  readonly turn: Turn;
  readonly keys: readonly EntityKey[];
  readonly patch: number;
}

export function staleView(core: WorldCore, turn: Turn, hits: readonly Hit[]): StaleView | null {
  const hit = hits.find(({ patch }) => patch.p === 'stale');
  const operation = turn.op?.operation;
  if (hit === undefined || operation === undefined || (operation.kind !== 'read' && operation.kind !== 'list'))
    return null;
  const keys = [...core.remembered].filter(([, { left }]) => left > 0).map(([key]) => key);
  if (keys.length === 0) return null;
  const state = core.state.fork();
  for (const key of keys) {
    const now = state.get(key);
    const before = core.remembered.get(key)?.before;
    if (now !== undefined) state.put(before ?? now.buried('unborn'));
  }
  const { compiled, request, at, step, seed, views, mentioned } = turn;
  const old = new RequestTurn({ compiled, state, request, at, step, seed, views, mentioned });
  old.op = turn.op;
  old.principal = turn.principal;
  nameRecords(old);
  return { turn: old, keys, patch: hit.index };
}

/** Counts down for every record that this answer showed old, or kept back. */
export function freshenStale(core: WorldCore, { turn, keys, patch }: StaleView): void {
  const operation = turn.op?.operation;
  const shown = keys.filter(
    (key) =>
      turn.reads.includes(key) ||
      turn.target?.key === key ||
      (operation?.kind === 'list' && key.startsWith(`${operation.resource ?? ''}/`)) ||
      isAsked(turn, key),
  );
  for (const key of shown) {
    const memory = core.remembered.get(key);
    if (memory !== undefined) memory.left--;
  }
  if (shown.length > 0) core.rules.fire(patch, 'stale', turn);
}

/** A record too new for the replica was asked for by its id. */
function isAsked(turn: Turn, key: EntityKey): boolean {
  const operation = turn.op?.operation;
  const slot = operation?.target ?? null;
  const id = slot === null ? undefined : turn.request.value(slot);
  return id !== undefined && key === `${operation?.resource ?? ''}/${String(id)}`;
}

/** Remembers what records were before a write, where some reader is to lag behind it. */
export function rememberBefore(core: WorldCore, before: ReadonlyMap<EntityKey, Rec | undefined>): void {
  let reads = 0;
  for (const { patch } of core.rules.all) if (patch.p === 'stale') reads = Math.max(reads, patch.reads);
  if (reads === 0) return;
  for (const [key, rec] of before) core.remembered.set(key, { before: rec, left: reads });
}
