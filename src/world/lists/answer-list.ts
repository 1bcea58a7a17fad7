import type { Turn } from '../compiled.ts';
import type { ListEdit } from '../state/list-edit.ts';
import { listQueryOf } from './list-query.ts';
import { liveList } from './live-list.ts';
import { pageFacts } from './page-facts.ts';
import { pageWindow } from './page-window.ts';

const STRAIGHT: ListEdit = { maxSize: null, reverse: false, ignoreFilters: [], total: 'true' };

/** Puts the page a list operation asks for into the turn. False where its cursor is none. */
export function answerList(turn: Turn, edit: ListEdit = STRAIGHT): boolean {
  const { op } = turn;
  if (op === null || op.resource === null || op.operation.list === null) return true;
  const model = op.operation.list;
  const query = listQueryOf(turn, op.resource, edit.ignoreFilters, edit.reverse);
  const list = liveList(turn.state, query);
  const window = pageWindow(turn, model.paging, list, edit.maxSize);
  if (window === null) return false;
  turn.listed = list.slice(window.start, window.size);
  const facts = pageFacts(turn, model, list, window, turn.listed, edit);
  turn.page = { total: facts.total ?? null, count: turn.listed.length, facts };
  return true;
}
