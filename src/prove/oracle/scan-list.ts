import type { SlotAssignment } from '../../model/build-request.ts';
import { headerValue } from '../../model/http.ts';
import { isArray, isObject, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { PageFact } from '../../model/expr.ts';
import type { Operation } from '../../model/operation.ts';
import type { Slot } from '../../model/slot.ts';
import type { View } from '../../model/template.ts';
import { holesOf, shownAt, successBranch } from '../../model/template-paths.ts';
import type { ApiAnswer } from '../client/api-answer.ts';

/** One page of a list, with how its items are shown. */
export interface ListPage {
  readonly items: readonly Json[];
  readonly view: View;
  readonly answer: ApiAnswer;
  /** The first page once more: what was shown before counts no longer. */
  readonly restarts: boolean;
}

const MOST_PAGES = 60;
const MOST_RESTARTS = 2;

/**
 * Walks a list the way its answers say: by next link or cursor where they give one, by numbers otherwise.
 * Never trusts a page to be full: servers lower page sizes without notice.
 */
export function* scanList(
  operation: Operation,
  values: readonly SlotAssignment[],
  send: (values: readonly SlotAssignment[]) => ApiAnswer,
  follow: boolean,
  restart = true,
): Generator<ListPage> {
  const shown = shownAt(operation, 'list');
  if (shown === undefined) return;
  let extra: readonly SlotAssignment[] = [];
  let seen = 0;
  let restarts = 0;
  let again = false;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = send([
      ...values.filter(({ slot }) => !extra.some((other) => JSON.stringify(other.slot) === JSON.stringify(slot))),
      ...extra,
    ]);
    const at = valueAt(answer.body, shown.path);
    // The place in the list is no longer known there: begin again.
    if (page > 0 && restart && restarts < MOST_RESTARTS && (answer.status === 400 || answer.status === 410)) {
      restarts += 1;
      page = -1;
      seen = 0;
      extra = [];
      again = true;
      continue;
    }
    const items = isArray(at) ? at : isObject(at) ? Object.values(at) : [];
    yield { items, view: shown.view, answer, restarts: again };
    again = false;
    seen += items.length;
    const next =
      follow && answer.sound && answer.status < 300 ? nextPage(operation, answer, items, page, seen, shown.view) : null;
    if (next === null) return;
    extra = next;
  }
}

function nextPage(
  operation: Operation,
  answer: ApiAnswer,
  items: readonly Json[],
  page: number,
  seen: number,
  view: View,
): readonly SlotAssignment[] | null {
  const paging = operation.list?.paging;
  if (paging === undefined || paging.kind === 'none') return null;
  const facts = pageFacts(operation);
  const fact = (name: PageFact): Json | undefined => {
    const path = facts.get(name);
    return path === undefined ? undefined : valueAt(answer.body, path);
  };
  if (fact('has-more') === false) return null;
  const link = nextUrl(answer, fact('next-url') ?? fact('end-url'));
  const told = facts.has('next-url') || facts.has('next-cursor') || facts.has('next-page') || facts.has('has-more');
  const nextFact = link ?? fact('next-cursor') ?? fact('end-cursor') ?? fact('next-page') ?? null;
  if (nextFact === null && told && fact('has-more') !== true) return null;
  if (nextFact === null && items.length === 0) return null;
  const total = fact('total');
  if (nextFact === null && typeof total === 'number' && seen >= total) return null;
  const slot = paging.kind === 'page' ? paging.page : paging.kind === 'offset' ? paging.offset : paging.cursor;
  if (link !== null) {
    const value = parameterOf(link, slot);
    if (value !== null) return [{ slot, value }];
  }
  switch (paging.kind) {
    case 'page':
      return [{ slot, value: typeof nextFact === 'number' ? nextFact : paging.first + page + 1 }];
    case 'offset':
      return [{ slot, value: seen }];
    case 'cursor': {
      const cursor =
        fact('next-cursor') ?? fact('end-cursor') ?? (paging.form === 'id' ? idOf(items.at(-1), view) : null);
      return cursor === null || cursor === undefined ? null : [{ slot, value: cursor }];
    }
    default:
      return null;
  }
}

function pageFacts(operation: Operation): ReadonlyMap<PageFact, JsonPath> {
  const body = successBranch(operation)?.body;
  const facts = new Map<PageFact, JsonPath>();
  for (const { path, node } of body === undefined ? [] : holesOf(body)) {
    if (node.t === 'expr' && node.value.k === 'page' && !facts.has(node.value.fact)) facts.set(node.value.fact, path);
  }
  return facts;
}

/** The target of `rel="next"` (RFC 8288), in the Link header or the body. */
function nextUrl(answer: ApiAnswer, inBody: Json | undefined): string | null {
  if (typeof inBody === 'string' && inBody !== '') return inBody;
  const link = headerValue(answer.headers, 'link');
  return link === undefined ? null : (/<([^>]*)>\s*;[^,]*rel="?next"?/.exec(link)?.[1] ?? null);
}

function parameterOf(url: string, slot: Slot): string | null {
  if (slot.in !== 'query') return null;
  const at = url.indexOf('?');
  return at < 0 ? null : new URLSearchParams(url.slice(at + 1)).get(slot.name);
}

function idOf(item: Json | undefined, view: View): Json | null {
  const id = valueAt(item, ['id']) ?? valueAt(item, view.moved.find(({ from }) => from[0] === 'id')?.to ?? ['id']);
  return id ?? null;
}
