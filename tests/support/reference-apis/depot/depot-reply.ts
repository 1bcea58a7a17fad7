import { isJsonObject, parseJson } from '../json.ts';
import { jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { Refusal } from '../router.ts';
import type { Call } from '../router.ts';
import type { Bin, DepotWorld, Item, PickList, User, Zone } from './depot-world.ts';

export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** RFC 7807. */
export function problem(
  status: number,
  type: string,
  title: string,
  detail: string,
  errors?: readonly FieldError[],
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  const body = {
    type: `https://depot.test/problems/${type}`,
    title,
    status,
    detail,
    ...(errors === undefined ? {} : { errors }),
  };
  return new Refusal(jsonReply(status, body, { 'content-type': 'application/problem+json', ...headers }));
}

export function invalid(...errors: readonly FieldError[]): Refusal {
  return problem(
    422,
    'validation',
    'Your request is not valid',
    `${errors.length} field(s) cannot be accepted`,
    errors,
  );
}

export function missing(what: string, id: string): Refusal {
  return problem(404, 'not-found', 'Not found', `There is no ${what} ${id}`);
}

export function depotErrorOf(response: ReferenceResponse): string | undefined {
  if (response.status < 400) return undefined;
  const body = parseJson(response.body);
  if (!isJsonObject(body)) return String(response.status);
  const errors = Array.isArray(body['errors']) ? body['errors'].filter(isJsonObject) : [];
  const type = String(body['type'] ?? body['error'] ?? '').replace(/^.*\//, '');
  return [response.status, type, ...errors.map(({ field, code }) => `${field}:${code}`)].join(' ');
}

/** The form fields of a call; an unknown field is 422. */
export function formOf(call: Call<DepotWorld>, allowed: readonly string[]): URLSearchParams {
  if (!call.header('content-type')?.startsWith('application/x-www-form-urlencoded'))
    throw problem(415, 'media-type', 'Unsupported media type', 'Send application/x-www-form-urlencoded');
  const form = new URLSearchParams(new TextDecoder().decode(call.request.body));
  for (const key of form.keys()) {
    const name = key.replace(/\[.*$/, '');
    if (!allowed.includes(name)) throw invalid({ field: name, code: 'unknown', message: `${name} is not a field` });
  }
  return form;
}

export function whole(form: URLSearchParams, field: string, low: number): number | undefined {
  const value = form.get(field);
  if (value === null) return undefined;
  if (!/^\d+$/.test(value) || Number(value) < low)
    throw invalid({ field, code: 'range', message: `${field} must be a whole number from ${low}` });
  return Number(value);
}

/** A bare array; `X-Total-Count` and `Link` carry the rest. limit 20 by default, 100 at most. */
export function listReply(call: Call<DepotWorld>, rows: readonly object[]): ReferenceResponse {
  const offset = Number(call.query.get('offset') ?? 0);
  const limit = Number(call.query.get('limit') ?? 20);
  if (!Number.isInteger(offset) || offset < 0)
    throw problem(400, 'parameter', 'Bad parameter', 'offset must be 0 or more');
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw problem(400, 'parameter', 'Bad parameter', 'limit must be from 1 to 100');
  const path = call.request.path.split('?')[0] ?? '';
  const to = (start: number, rel: string): string => {
    const query = new URLSearchParams(call.query);
    query.set('offset', String(start));
    query.set('limit', String(limit));
    return `<${call.request.origin}${path}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(offset > 0 ? [to(Math.max(0, offset - limit), 'prev')] : []),
    ...(offset + limit < rows.length ? [to(offset + limit, 'next')] : []),
  ];
  return jsonReply(200, rows.slice(offset, offset + limit), {
    'x-total-count': String(rows.length),
    ...(links.length === 0 ? {} : { link: links.join(', ') }),
  });
}

export function showUser(user: User): object {
  return { ...user };
}

export function showWarehouse(state: DepotWorld, slug: string): object {
  const zones = [...state.zones.values()].filter(({ warehouse }) => warehouse === slug);
  return { ...state.warehouses.get(slug), zone_count: zones.length, unit_count: unitsIn(state, `${slug}/`) };
}

export function showZone(state: DepotWorld, zone: Zone): object {
  const place = `${zone.warehouse}/${zone.slug}/`;
  const bins = [...state.bins.keys()].filter((key) => key.startsWith(place));
  return { ...zone, bin_count: bins.length, unit_count: unitsIn(state, place) };
}

export function showBin(state: DepotWorld, bin: Bin): object {
  const units = unitsIn(state, `${placeOf(bin)} `);
  return { path: placeOf(bin), ...bin, units, free: bin.capacity - units };
}

export function placeOf({ warehouse, zone, code }: Bin): string {
  return `${warehouse}/${zone}/${code}`;
}

export function unitsIn(state: DepotWorld, prefix: string): number {
  let units = 0;
  for (const [key, quantity] of state.stock) if (key.startsWith(prefix)) units += quantity;
  return units;
}

export function onHand(state: DepotWorld, sku: string): number {
  let units = 0;
  for (const [key, quantity] of state.stock) if (key.endsWith(` ${sku}`)) units += quantity;
  return units;
}

export function reserved(state: DepotWorld, sku: string): number {
  let units = 0;
  for (const { state: at, lines } of state.picks.values())
    if (at === 'released' || at === 'picking') for (const line of lines) if (line.sku === sku) units += line.quantity;
  return units;
}

export function showItem(state: DepotWorld, item: Item): object {
  const [on_hand, held] = [onHand(state, item.sku), reserved(state, item.sku)];
  return { ...item, on_hand, reserved: held, available: on_hand - held, needs_reorder: on_hand < item.reorder_point };
}

/** Lists leave out the lines. */
export function showPick(pick: PickList, isWhole: boolean): object {
  const { lines, ...rest } = pick;
  const unit_count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return { ...rest, line_count: lines.length, unit_count, ...(isWhole ? { lines } : {}) };
}
