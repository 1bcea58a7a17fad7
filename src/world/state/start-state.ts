/**
 * The records a world begins with: the base with the edits that come before the first request.
 * The leading edits that only bring recorded records back to a moment are taken together, since each record then
 * already says what was true; whatever is edited after that is followed by the derived fields of others.
 */
import type { EntityKey } from '../../model/names.ts';
import type { WorldPatch } from '../../model/world.ts';
import { NO_BODY } from '../../model/http.ts';
import type { CompiledModel, Turn } from '../compiled.ts';
import { setField, takeAway } from './edit-record.ts';
import { followDerived } from '../effects/follow-derived.ts';
import { Rec } from './rec.ts';
import { RequestView } from '../request/request-view.ts';
import { WorldState } from './state.ts';
import { RequestTurn } from '../turn.ts';

export type BaseEdit = Extract<WorldPatch, { p: 'put' | 'set' | 'remove' }>;

export function startState(
  compiled: CompiledModel,
  patches: readonly WorldPatch[],
  startAt: number,
  seed: number,
): WorldState {
  const state = new WorldState(compiled.base);
  const edits = patches.filter(
    (patch): patch is BaseEdit => patch.p === 'put' || patch.p === 'set' || patch.p === 'remove',
  );
  if (edits.length === 0) return state;
  const turn = quietTurn(compiled, state, startAt, seed);
  const back = edits.findIndex((edit) => !isGoingBack(compiled.base.get, edit, startAt));
  const first = back < 0 ? edits : edits.slice(0, back);
  const keys = new Set<EntityKey>();
  for (const edit of first) {
    applyEdit(turn, edit);
    if (edit.p === 'put') keys.add(edit.entity.key);
  }
  followDerived(turn, 0, [], (key) => keys.has(key));
  state.commit();
  for (const edit of edits.slice(first.length)) applyStartEdit(turn, edit);
  return state;
}

/** One edit, with the derived fields of other records following it. */
export function applyStartEdit(turn: Turn, edit: BaseEdit): void {
  const mark = turn.state.mark();
  applyEdit(turn, edit);
  followDerived(turn, mark, [], (key, path) => isOwn(edit, key, path));
  turn.state.commit();
}

/** A turn without a request, for what happens by itself. */
export function quietTurn(compiled: CompiledModel, state: WorldState, at: number, seed: number, step = -1): Turn {
  const request = new RequestView({ method: 'GET', origin: '', target: '/', headers: [], body: NO_BODY });
  return new RequestTurn({ compiled, state, request, at, step, seed, views: null, mentioned: new Set() });
}

function isGoingBack(known: (key: EntityKey) => Rec | undefined, edit: BaseEdit, startAt: number): boolean {
  if (edit.p === 'put') return known(edit.entity.key) !== undefined;
  return edit.p === 'remove' && edit.unborn && (known(edit.key)?.entity.createdAt ?? -Infinity) > startAt;
}

function isOwn(edit: BaseEdit, key: EntityKey, path: readonly (string | number)[]): boolean {
  if (edit.p === 'put') return edit.entity.key === key;
  return edit.p === 'set' && edit.key === key && edit.path.join('\u0001') === path.join('\u0001');
}

function applyEdit(turn: Turn, edit: BaseEdit): void {
  const { state } = turn;
  switch (edit.p) {
    case 'put': {
      const known = state.get(edit.entity.key);
      state.put(new Rec(edit.entity, known?.ord ?? state.nextOrd()));
      return;
    }
    case 'set':
      return setField(turn, edit.key, edit.path, edit.value);
    case 'remove':
      return takeAway(turn, edit.key, edit.unborn ? 'unborn' : 'deleted');
  }
}
