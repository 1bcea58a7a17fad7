import { emptyReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { collectionReply, documentReply, included, refuse, showRecord } from './crm-document.ts';
import { linkageFrom, recordFrom } from './crm-writes.ts';
import { CRM_ORIGIN, liveOf, RELATED } from './crm-world.ts';
import type { CrmRecord, CrmType, CrmWorld } from './crm-world.ts';

type CrmRoute = Route<CrmWorld>;

const list = (type: CrmType): CrmRoute => ({
  operation: `${type}.list`,
  method: 'GET',
  pattern: `/v1/${type}`,
  handle: (call) => collectionReply(call, type, liveOf(call.state, type)),
});

const create = (type: CrmType): CrmRoute => ({
  operation: `${type}.create`,
  method: 'POST',
  pattern: `/v1/${type}`,
  handle: (call) => {
    const record = recordFrom(call, type, undefined);
    call.state.records.set(record.id, record);
    return documentReply(
      201,
      { data: showRecord(call.state, record) },
      { location: `${CRM_ORIGIN}/v1/${type}/${record.id}` },
    );
  },
});

const get = (type: CrmType): CrmRoute => ({
  operation: `${type}.get`,
  method: 'GET',
  pattern: `/v1/${type}/{id}`,
  handle: (call) => {
    const record = recordAt(call, type);
    return documentReply(200, { data: showRecord(call.state, record), ...included(call, type, [record]) });
  },
});

const update = (type: CrmType): CrmRoute => ({
  operation: `${type}.update`,
  method: 'PATCH',
  pattern: `/v1/${type}/{id}`,
  handle: (call) => {
    const record = recordFrom(call, type, recordAt(call, type));
    call.state.records.set(record.id, record);
    return documentReply(200, { data: showRecord(call.state, record) });
  },
});

/** Soft: the record stays, every later call answers 410. */
const remove = (type: CrmType): CrmRoute => ({
  operation: `${type}.delete`,
  method: 'DELETE',
  pattern: `/v1/${type}/{id}`,
  handle: (call) => {
    const record = recordAt(call, type);
    call.state.records.set(record.id, { ...record, deleted: true, updated: call.at });
    return emptyReply(204);
  },
});

const DEAL_CONTACTS = '/v1/deals/{id}/relationships/contacts';

export const CRM_ROUTES: readonly CrmRoute[] = [
  list('contacts'),
  create('contacts'),
  get('contacts'),
  update('contacts'),
  remove('contacts'),
  {
    operation: 'contacts.company.set',
    method: 'PATCH',
    pattern: '/v1/contacts/{id}/relationships/company',
    handle: setCompany,
  },
  list('companies'),
  create('companies'),
  get('companies'),
  update('companies'),
  {
    operation: 'companies.contacts',
    method: 'GET',
    pattern: '/v1/companies/{id}/contacts',
    handle: (call) => {
      const { id } = recordAt(call, 'companies');
      return collectionReply(
        call,
        'contacts',
        liveOf(call.state, 'contacts').filter(({ one }) => one['company'] === id),
      );
    },
  },
  list('deals'),
  create('deals'),
  get('deals'),
  update('deals'),
  remove('deals'),
  {
    operation: 'deals.contacts.list',
    method: 'GET',
    pattern: DEAL_CONTACTS,
    handle: (call) => documentReply(200, linkage(call, recordAt(call, 'deals'))),
  },
  {
    operation: 'deals.contacts.add',
    method: 'POST',
    pattern: DEAL_CONTACTS,
    handle: (call) => relink(call, (held, given) => [...new Set([...held, ...given])]),
  },
  {
    operation: 'deals.contacts.remove',
    method: 'DELETE',
    pattern: DEAL_CONTACTS,
    handle: (call) => relink(call, (held, given) => held.filter((id) => !given.includes(id))),
  },
  list('notes'),
  create('notes'),
  get('notes'),
];

function recordAt(call: Call<CrmWorld>, type: CrmType): CrmRecord {
  const record = call.state.records.get(call.param('id'));
  if (record === undefined || record.type !== type) throw refuse(404, 'not_found', `No such record in ${type}`);
  if (record.deleted) throw refuse(410, 'gone', 'This record was deleted');
  return record;
}

function setCompany(call: Call<CrmWorld>): ReferenceResponse {
  const contact = recordAt(call, 'contacts');
  const data = call.json()?.['data'];
  const [company = null] = data === null ? [] : linkageFrom(call, 'company');
  call.state.records.set(contact.id, { ...contact, one: { ...contact.one, company }, updated: call.at });
  return emptyReply(204);
}

function relink(
  call: Call<CrmWorld>,
  change: (held: readonly string[], given: readonly string[]) => readonly string[],
): ReferenceResponse {
  const deal = recordAt(call, 'deals');
  const contacts = change(deal.many['contacts'] ?? [], linkageFrom(call, 'contacts'));
  call.state.records.set(deal.id, { ...deal, many: { contacts }, updated: call.at });
  return emptyReply(204);
}

function linkage(call: Call<CrmWorld>, deal: CrmRecord): object {
  const ids = (deal.many['contacts'] ?? []).filter((id) => call.state.records.get(id)?.deleted === false);
  return {
    data: ids.map((id) => ({ type: RELATED['contacts'], id })),
    links: { self: `${CRM_ORIGIN}/v1/deals/${deal.id}/relationships/contacts` },
  };
}
