import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { Answer, SessionClient } from '../session-client.ts';
import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import { asciiSlug, FAMILY_NAMES, GIVEN_NAMES, NOTES } from '../words.ts';
import { JSON_API } from './crm-document.ts';
import { CRM_ORIGIN, CRM_TOKEN, isColdRecord } from './crm-world.ts';

const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  sync: (send) => {
    const client = crm(send);
    for (const name of ['companies', 'contacts', 'deals', 'notes']) {
      for (
        let next: string | undefined = `/v1/${name}?page[size]=20&sort=created`;
        next !== undefined;
        next = nextOf(client.call(`GET ${next}`))
      );
    }
  },
  'new-lead': (send, random, index) => {
    const client = crm(send);
    const company = pick(random, client.call('GET /v1/companies?sort=name&page[size]=25'));
    const [first_name, last_name] = [random.pick(GIVEN_NAMES), random.pick(FAMILY_NAMES)];
    const email = `${asciiSlug(`${first_name} ${last_name}`)}.${index}@lead.test`;
    client.call(`GET /v1/contacts?filter[email]=${encodeURIComponent(email)}`);
    if (random.chance(0.5)) post(client, 'contacts', { first_name, email });
    const id = post(
      client,
      'contacts',
      { first_name, last_name, email, ...(random.chance(0.5) ? { phone: '+1-202-555-0177' } : {}) },
      one('company', 'companies', company),
    ).text('$.data.id');
    client.call(`GET /v1/contacts/${id}?include=company`);
    post(client, 'contacts', { last_name, email });
    patch(client, 'contacts', id, { status: 'active' });
    client.call(`GET /v1/contacts/${id}`);
    client.call(`GET /v1/companies/${company}`);
    client.call(`GET /v1/contacts?filter[company]=${company}&filter[status]=active`);
  },
  'deal-progress': (send, random) => {
    const client = crm(send);
    client.call(`GET /v1/deals?filter[stage]=${random.pick(['new', 'qualified', 'proposal'])}`);
    const deal = pick(random, client.call('GET /v1/deals?page[size]=30&sort=created'));
    client.call(`GET /v1/deals/${deal}`);
    patch(client, 'deals', deal, {
      stage: random.pick(['qualified', 'proposal', 'won']),
      amount: `${random.between(10, 400) * 100}.00`,
    });
    client.call(`GET /v1/deals/${deal}?include=company`);
    client.call(`GET /v1/deals/${deal}/relationships/contacts`);
    const contact = pick(random, client.call('GET /v1/contacts?filter[status]=active&page[size]=30&sort=created'));
    client.call(`POST /v1/deals/${deal}/relationships/contacts`, {
      json: { data: [{ type: 'contacts', id: contact }] },
    });
    client.call(`GET /v1/deals/${deal}`);
  },
  'new-deal': (send, random) => {
    const client = crm(send);
    const company = pick(random, client.call('GET /v1/companies'));
    const listed = client.call(`GET /v1/companies/${company}/contacts`).rows('$.data').filter(isJsonObject).slice(0, 2);
    const members =
      listed.length > 0 ? listed : [{ id: pick(random, client.call('GET /v1/contacts?sort=name&page[size]=30')) }];
    const contacts = { contacts: { data: members.map(({ id }) => ({ type: 'contacts', id })) } };
    const deal = post(
      client,
      'deals',
      {
        title: random.pick(['Pilot 2024', 'Rollout', 'Renewal']),
        ...(random.chance(0.6) ? { amount: '2500.00', currency: 'USD' } : {}),
      },
      { ...one('company', 'companies', company), ...contacts },
    ).text('$.data.id');
    client.call(`GET /v1/companies/${company}`);
    patch(client, 'deals', deal, { stage: 'qualified' });
    for (const { id } of members.slice(0, 1))
      client.call(`DELETE /v1/deals/${deal}/relationships/contacts`, { json: { data: [{ type: 'contacts', id }] } });
    client.call(`GET /v1/deals/${deal}`);
    patch(client, 'deals', deal, { stage: random.pick(['won', 'lost']) });
    patch(client, 'deals', deal, { stage: 'new' });
    client.call(`GET /v1/companies/${company}`);
  },
  'clean-up': (send, random, index) => {
    const client = crm(send);
    const email = `dup${index}@lead.test`;
    const id = post(client, 'contacts', { last_name: 'Duplicate', email }).text('$.data.id');
    client.call(`GET /v1/contacts?filter[email]=${email}`);
    client.call(`DELETE /v1/contacts/${id}`);
    client.call(`GET /v1/contacts/${id}`);
    if (random.chance(0.6)) patch(client, 'contacts', id, { status: 'active' });
    client.call(`GET /v1/contacts?filter[email]=${email}`);
    const deal = post(client, 'deals', { title: 'Test, please ignore' }).text('$.data.id');
    client.call(`GET /v1/deals/${deal}`);
    client.call(`DELETE /v1/deals/${deal}`);
    client.call(`GET /v1/deals/${deal}`);
  },
  'call-notes': (send, random) => {
    const client = crm(send);
    const contact = pick(random, client.call('GET /v1/contacts?sort=-updated'));
    client.call(`GET /v1/contacts/${contact}`);
    client.call(`GET /v1/notes?filter[contact]=${contact}`);
    const note = post(client, 'notes', { text: random.pick(NOTES) }, one('contact', 'contacts', contact)).text(
      '$.data.id',
    );
    client.call(`GET /v1/notes/${note}`);
    client.call(`GET /v1/notes?filter[contact]=${contact}`);
    patch(client, 'contacts', contact, { phone: random.chance(0.5) ? null : '+1-202-555-0123' });
    client.call(`GET /v1/contacts/${contact}`);
  },
  'job-change': (send, random) => {
    const client = crm(send);
    const contact = pick(random, client.call('GET /v1/contacts?page[size]=40'));
    const company = random.chance(0.3)
      ? post(client, 'companies', { name: `${random.pick(FAMILY_NAMES)} Partners`, industry: 'Legal' }).text(
          '$.data.id',
        )
      : pick(random, client.call('GET /v1/companies?sort=created'));
    client.call(`PATCH /v1/contacts/${contact}/relationships/company`, {
      json: { data: { type: 'companies', id: company } },
    });
    client.call(`GET /v1/contacts/${contact}`);
    client.call(`GET /v1/companies/${company}`);
    client.call(`GET /v1/companies/${company}/contacts`);
    patch(client, 'companies', company, { employees: random.between(5, 900) });
    client.call(`GET /v1/companies/${company}`);
  },
  mistakes: (send, random) => {
    const client = crm(send);
    const ghost = random.uuid();
    client.call(`GET /v1/contacts/${ghost}`);
    client.call(`GET /v1/deals/${ghost}`);
    client.call(`GET /v1/companies/${ghost}`);
    post(client, 'contacts', { last_name: 'Smith', email: 'smith(at)example.com' });
    post(client, 'companies', { domain: 'nameless.example' });
    const contact = pick(random, client.call('GET /v1/contacts'));
    patch(client, 'contacts', contact, { status: 'vip' });
    client.call(`GET /v1/contacts/${contact}`);
    if (random.chance(0.5)) post(client, 'deals', { amount: '10.00' });
    post(client, 'companies', { name: `${random.pick(['Alder', 'Birch', 'Cedar'])} & Co` });
    createSessionClient(send, CRM_ORIGIN, { authorization: 'Bearer crm_pat_old', accept: JSON_API }).call(
      'GET /v1/contacts',
    );
  },
  browse: (send, random) => {
    const client = crm(send);
    const first = client.call('GET /v1/contacts?page[size]=8');
    const next = nextOf(first);
    if (next !== undefined) client.call(`GET ${next}`);
    client.call(`GET /v1/contacts?filter[status]=${random.pick(['lead', 'churned'])}&sort=name`);
    client.call(`GET /v1/contacts?include=company&page[size]=5`);
    client.call(`GET /v1/deals?filter[stage]=${random.pick(['won', 'lost'])}&sort=-updated`);
    client.call(`GET /v1/companies?filter[industry]=${random.pick(['Retail', 'Health'])}`);
    client.call('GET /v1/contacts?page[after]=bm90LWEtY3Vyc29y');
  },
};

export function crmSessions(seed: number, count: number): ReturnType<typeof sessionsOf> {
  return sessionsOf(WORKFLOWS, seed, count);
}

function crm(send: ReferenceSend): SessionClient {
  return createSessionClient(send, CRM_ORIGIN, { authorization: `Bearer ${CRM_TOKEN}`, accept: JSON_API }, JSON_API);
}

function one(name: string, type: string, id: string): object {
  return { [name]: { data: { type, id } } };
}

function post(client: SessionClient, type: string, attributes: object, relationships?: object): Answer {
  return client.call(`POST /v1/${type}`, {
    json: { data: { type, attributes, ...(relationships === undefined ? {} : { relationships }) } },
  });
}

function patch(client: SessionClient, type: string, id: string, attributes: object): Answer {
  return client.call(`PATCH /v1/${type}/${id}`, { json: { data: { type, id, attributes } } });
}

function nextOf(answer: Answer): string | undefined {
  const links = isJsonObject(answer.json) ? answer.json['links'] : undefined;
  return isJsonObject(links) && typeof links['next'] === 'string' ? links['next'] : undefined;
}

/** The id of a listed record that sessions may address. */
function pick(random: Random, answer: Answer): string {
  const ids = answer
    .rows('$.data')
    .filter(isJsonObject)
    .map((row: JsonObject) => String(row['id']))
    .filter((id) => !isColdRecord(id));
  return random.pick(ids);
}
