import { isJsonObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { Refusal } from '../router.ts';
import type { Call } from '../router.ts';
import { CRM_ORIGIN, isoOf, liveOf, RELATED } from './crm-world.ts';
import type { CrmRecord, CrmType, CrmWorld } from './crm-world.ts';

export const JSON_API = 'application/vnd.api+json';

export function documentReply(
  status: number,
  document: object,
  headers: Readonly<Record<string, string>> = {},
): ReferenceResponse {
  return jsonReply(status, { jsonapi: { version: '1.1' }, ...document }, { 'content-type': JSON_API, ...headers });
}

export function refuse(status: number, code: string, title: string, source?: object): Refusal {
  const error = { status: String(status), code, title, ...(source === undefined ? {} : { source }) };
  return new Refusal(jsonReply(status, { errors: [error] }, { 'content-type': JSON_API }));
}

export function crmErrorOf(response: ReferenceResponse): string | undefined {
  if (response.status < 400) return undefined;
  const body = parseJson(response.body);
  const [error] = isJsonObject(body) && Array.isArray(body['errors']) ? (body['errors'] as readonly JsonObject[]) : [];
  const source = isJsonObject(error?.['source']) ? Object.values(error['source'])[0] : '';
  return [response.status, error?.['code'], source].join(' ').trim();
}

/** The resource object of a record; deleted records vanish from its relationships. */
export function showRecord(world: CrmWorld, record: CrmRecord): object {
  const self = `${CRM_ORIGIN}/v1/${record.type}/${record.id}`;
  const isLive = (id: string | null): id is string => id !== null && world.records.get(id)?.deleted === false;
  const relationships: Record<string, object> = {};
  for (const [name, id] of Object.entries(record.one)) {
    relationships[name] = { data: isLive(id) ? { type: RELATED[name], id } : null };
  }
  for (const [name, ids] of Object.entries(record.many)) {
    relationships[name] = {
      data: ids.filter(isLive).map((id) => ({ type: RELATED[name], id })),
      links: { self: `${self}/relationships/${name}` },
    };
  }
  if (record.type === 'companies') relationships['contacts'] = { links: { related: `${self}/contacts` } };
  return {
    type: record.type,
    id: record.id,
    attributes: {
      ...record.attributes,
      ...summaryOf(world, record),
      created_at: isoOf(record.created),
      updated_at: isoOf(record.updated),
    },
    relationships,
    links: { self },
  };
}

function summaryOf(world: CrmWorld, record: CrmRecord): object {
  if (record.type !== 'companies') return {};
  const contact_count = liveOf(world, 'contacts').filter(({ one }) => one['company'] === record.id).length;
  const open = liveOf(world, 'deals').filter(
    ({ one, attributes }) => one['company'] === record.id && !['won', 'lost'].includes(String(attributes['stage'])),
  );
  return {
    contact_count,
    open_deal_count: open.length,
    open_deal_value: open.reduce((sum, deal) => sum + Number(deal.attributes['amount'] ?? 0), 0).toFixed(2),
  };
}

const PARAMETERS: Readonly<
  Record<CrmType, { readonly filters: readonly string[]; readonly include: readonly string[] }>
> = {
  contacts: { filters: ['company', 'status', 'email'], include: ['company'] },
  companies: { filters: ['industry'], include: [] },
  deals: { filters: ['company', 'stage'], include: ['company', 'contacts'] },
  notes: { filters: ['contact'], include: [] },
};

/** A collection: filters, sort, cursor page, `included`, links and the total. */
export function collectionReply(call: Call<CrmWorld>, type: CrmType, scope: readonly CrmRecord[]): ReferenceResponse {
  let rows = scope;
  for (const [key, value] of call.query) {
    const name = /^filter\[(\w+)\]$/.exec(key)?.[1];
    if (name === undefined) continue;
    if (!PARAMETERS[type].filters.includes(name))
      throw refuse(400, 'unknown_filter', `Cannot filter by ${name}`, { parameter: key });
    rows = rows.filter(({ one, attributes }) =>
      name in one ? one[name] === value : String(attributes[name] ?? '').toLowerCase() === value.toLowerCase(),
    );
  }
  rows = sorted(rows, call.query.get('sort') ?? '-created');
  const total = rows.length;
  const size = Number(call.query.get('page[size]') ?? 10);
  if (!Number.isInteger(size) || size < 1 || size > 50)
    throw refuse(400, 'invalid_page_size', 'page[size] must be 1 to 50', { parameter: 'page[size]' });
  const after = call.query.get('page[after]');
  const start = after === null ? 0 : rows.findIndex(({ id }) => cursorOf(id) === after) + 1;
  if (after !== null && start === 0)
    throw refuse(400, 'invalid_cursor', 'page[after] is not a cursor of this list', { parameter: 'page[after]' });
  const page = rows.slice(start, start + size);
  const last = page.at(-1);
  const next = new URLSearchParams(call.query);
  next.set('page[after]', last === undefined ? '' : cursorOf(last.id));
  const path = call.request.path.split('?')[0];
  return documentReply(200, {
    data: page.map((record) => showRecord(call.state, record)),
    ...included(call, type, page),
    links: { self: call.request.path, next: start + size < total ? `${path}?${next}` : null },
    meta: { total },
  });
}

export function included(call: Call<CrmWorld>, type: CrmType, rows: readonly CrmRecord[]): object {
  const name = call.query.get('include');
  if (name === null) return {};
  if (!PARAMETERS[type].include.includes(name))
    throw refuse(400, 'unknown_include', `Cannot include ${name}`, { parameter: 'include' });
  const ids = new Set(rows.flatMap(({ one, many }) => [one[name] ?? [], many[name] ?? []].flat()));
  const found = [...ids]
    .map((id) => call.state.records.get(id))
    .filter((record) => record !== undefined && !record.deleted);
  return { included: found.map((record) => showRecord(call.state, record as CrmRecord)) };
}

function sorted(rows: readonly CrmRecord[], sort: string): readonly CrmRecord[] {
  const key = sort.replace(/^-/, '');
  if (!['created', 'updated', 'name'].includes(key))
    throw refuse(400, 'unknown_sort', `Cannot sort by ${key}`, { parameter: 'sort' });
  const keyOf = ({ attributes, created, updated }: CrmRecord): string | number =>
    key === 'created'
      ? created
      : key === 'updated'
        ? updated
        : String(attributes['name'] ?? attributes['last_name'] ?? attributes['title']);
  const ascending = rows.toSorted((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : a.created - b.created,
  );
  return sort.startsWith('-') ? ascending.toReversed() : ascending;
}

function cursorOf(id: string): string {
  return btoa(id.slice(0, 18)).replaceAll('=', '');
}
