import { headerValue, queryOf, type HttpRequest, type HttpResponse } from '../model/http.ts';
import { isArray, isObject, type Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Operation } from '../model/operation.ts';
import type { Slot } from '../model/slot.ts';
import { indexModel } from '../model/model-index.ts';
import { bodyOf } from './compare-answers.ts';

const SIZE = /(?:size|limit|per_?page|count|max)\]?$/i;
const MORE = /^(?:next|has_?(?:more|next)|more)|next$/i;

/**
 * Whether a recorded answer shows a collection to its end: the resource's main list, asked for without a filter or a
 * later page, and nothing in the answer speaks of more.
 */
export function isWholeList(
  model: LearnedModel,
  operation: Operation,
  request: HttpRequest,
  response: HttpResponse,
): boolean {
  if (operation.kind !== 'list' || operation.resource === null) return false;
  if (indexModel(model).listsOf(operation.resource)[0]?.id !== operation.id) return false;
  if (queryOf(request.target).some(([name, value]) => !SIZE.test(name) && !isFirst(operation, name, value)))
    return false;
  if (/rel="?next/i.test(headerValue(response.headers, 'link') ?? '')) return false;
  const body = bodyOf(response);
  return !(flagOfMore(body) ?? speaksOfMore(body));
}

/** `page=1` and `offset=0` ask for the beginning. */
function isFirst({ list }: Operation, name: string, value: string): boolean {
  const paging = list?.paging;
  if (paging?.kind === 'page') return isNamed(paging.page, name) && value === String(paging.first);
  return paging?.kind === 'offset' && isNamed(paging.offset, name) && value === '0';
}

function isNamed(slot: Slot, name: string): boolean {
  return slot.in === 'query' && slot.name === name;
}

/** `has_more: false` has the last word: some APIs hand out a cursor on the last page too. */
function flagOfMore(value: Json | undefined): boolean | null {
  if (!isObject(value)) return null;
  for (const [key, each] of Object.entries(value)) {
    if (/^has_?(?:more|next)/i.test(key) && typeof each === 'boolean') return each;
    const inner = isArray(each) ? null : flagOfMore(each);
    if (inner !== null) return inner;
  }
  return null;
}

/** Outside of the items: `next_page: "…"`, `has_more: true`, `pages: 3`. */
function speaksOfMore(value: Json | undefined): boolean {
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, each]) => {
    if (isArray(each)) return false;
    if (/pages$/i.test(key) && typeof each === 'number' && each > 1) return true;
    if (MORE.test(key))
      return each !== null && each !== false && each !== '' && !isObject(each) ? true : speaksOfMore(each);
    return speaksOfMore(each);
  });
}
