import { badParameter } from './errors.ts';
import type { Exchange, Reply } from './exchange.ts';

/** `?page=&per_page=` for collections that people leaf through. */
export function numberedPage<T>(exchange: Exchange, records: readonly T[], render: (record: T) => unknown): Reply {
  const { url } = exchange;
  const perPage = count(url, 'per_page', 20, 100);
  const page = count(url, 'page', 1, 10_000);
  const pages = Math.max(1, Math.ceil(records.length / perPage));
  const next = page < pages ? page + 1 : null;
  const links: string[] = [];
  if (next !== null) links.push(link(url, { page: String(next) }, 'next'));
  if (page > 1) links.push(link(url, { page: String(page - 1) }, 'prev'));
  return {
    status: 200,
    headers: links.length > 0 ? { Link: links.join(', ') } : {},
    body: {
      data: records.slice((page - 1) * perPage, page * perPage).map(render),
      meta: { total: records.length, page, per_page: perPage, next },
    },
  };
}

/** `?limit=&cursor=` for collections that programs walk. The cursor names the last record shown. */
export function cursorPage<T extends { readonly id: string }>(
  exchange: Exchange,
  records: readonly T[],
  render: (record: T) => unknown,
): Reply {
  const { url } = exchange;
  const limit = count(url, 'limit', 25, 100);
  const cursor = url.searchParams.get('cursor');
  const start = cursor === null ? 0 : records.findIndex((record) => encodeCursor(record.id) === cursor) + 1;
  if (cursor !== null && start === 0) throw badParameter('cursor', 'cursor is not valid');
  const shown = records.slice(start, start + limit);
  const last = shown.at(-1);
  const next = last !== undefined && start + limit < records.length ? encodeCursor(last.id) : null;
  return {
    status: 200,
    headers: next === null ? {} : { Link: link(url, { cursor: next }, 'next') },
    body: { data: shown.map(render), meta: { total: records.length, limit, next_cursor: next } },
  };
}

/** @example sort=-created_at */
export function sorted<T>(
  exchange: Exchange,
  records: readonly T[],
  keys: Readonly<Record<string, (record: T) => number | string>>,
  fallback: string,
): T[] {
  const sort = exchange.url.searchParams.get('sort') ?? fallback;
  const descending = sort.startsWith('-');
  const key = keys[descending ? sort.slice(1) : sort];
  if (key === undefined) throw badParameter('sort', `sort must be one of: ${Object.keys(keys).join(', ')}`);
  const sign = descending ? -1 : 1;
  return records.toSorted((a, b) => sign * compare(key(a), key(b)));
}

/** @throws ApiError 400 when the parameter is sent with a value outside `allowed` */
export function enumParameter<T extends string>(exchange: Exchange, name: string, allowed: readonly T[]): T | null {
  const value = exchange.url.searchParams.get(name);
  if (value === null) return null;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw badParameter(name, `${name} must be one of: ${allowed.join(', ')}`);
  return found;
}

function count(url: URL, name: string, fallback: number, max: number): number {
  const text = url.searchParams.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw badParameter(name, `${name} must be an integer from 1 to ${max}`);
  return value;
}

function link(url: URL, change: Readonly<Record<string, string>>, rel: string): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(change)) target.searchParams.set(name, value);
  return `<${target.pathname}${target.search}>; rel="${rel}"`;
}

function encodeCursor(id: string): string {
  return Buffer.from(`after:${id}`).toString('base64url');
}

/** By code unit, so that the order is the same on every machine. */
function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
