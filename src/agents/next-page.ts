import type { Json } from 'offscript';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { valueAt } from './json.ts';

/** The call for the page after this one; null at the end. Trusts what the answer says before counting for itself. */
export function nextPage(
  call: Call,
  answer: Answer,
  page: { readonly number: number; readonly items: number; readonly seen: number },
): Call | null {
  const { paging } = call.operation;
  if (paging === null) return null;
  const told = (path: readonly (string | number)[] | null): Json | undefined =>
    path === null ? undefined : valueAt(answer.body, path);
  if (told(paging.more) === false) return null;
  const value = told(paging.next) ?? parameterOf(told(paging.url) ?? linkOf(answer), paging.parameter) ?? null;
  if (value !== null) return withParameter(call, paging.parameter, value);
  const saysNothing = paging.next === null && paging.url === null && answer.header('link') === null;
  const total = told(paging.total);
  const isDone = typeof total === 'number' ? page.seen >= total : page.items === 0;
  if (paging.kind === 'cursor' || !saysNothing || isDone) return null;
  return withParameter(call, paging.parameter, paging.kind === 'offset' ? page.seen : paging.first + page.number);
}

function withParameter(call: Call, name: string, value: Json): Call {
  const others = call.values.filter(({ place }) => place.in !== 'query' || place.name !== name);
  return { ...call, values: [...others, { place: { in: 'query', name }, value }] };
}

/** RFC 8288. */
function linkOf(answer: Answer): string | undefined {
  return /<([^>]*)>\s*;[^,]*rel="?next"?/.exec(answer.header('link') ?? '')?.[1];
}

/** Only the parameter is taken from a URL in an answer: where to send is not for answers to say. */
function parameterOf(url: Json | undefined, name: string): string | null {
  if (typeof url !== 'string' || !url.includes('?')) return null;
  return new URLSearchParams(url.slice(url.indexOf('?') + 1)).get(name);
}
