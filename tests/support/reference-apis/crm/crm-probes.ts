import { probesOf } from '../define-probe.ts';
import type { ProbeDraft, ProbeSpec } from '../define-probe.ts';
import { createProbeSource } from '../probe-source.ts';
import type { Scenario } from '../probe-source.ts';
import type { ProbeClass, ProbeJson, ProbeSource, SlotRef } from '../probe.ts';
import { FAMILY_NAMES, GIVEN_NAMES, NOTES } from '../words.ts';
import { JSON_API } from './crm-document.ts';
import { createCrmWorld, CRM_ORIGIN, CRM_TOKEN, isColdRecord } from './crm-world.ts';
import type { CrmRecord, CrmType } from './crm-world.ts';

const probe = probesOf({
  origin: CRM_ORIGIN,
  headers: { authorization: `Bearer ${CRM_TOKEN}`, accept: JSON_API },
  shows: '$.data',
  mediaType: JSON_API,
});

const COLD = [...createCrmWorld(0).records.values()].filter(({ id }) => isColdRecord(id));
const coldOf = (type: CrmType): readonly CrmRecord[] => COLD.filter((record) => record.type === type);
const DOOMED = coldOf('contacts').slice(0, 4);
const CONTACTS = coldOf('contacts').slice(4);
const COMPANIES = coldOf('companies');
const stageOf = ({ attributes }: CrmRecord): string => String(attributes['stage']);
const CLOSED_DEALS = coldOf('deals').filter((deal) => ['won', 'lost'].includes(stageOf(deal)));
const OPEN_DEALS = coldOf('deals').filter((deal) => !CLOSED_DEALS.includes(deal));

const cold = ({ id }: CrmRecord): SlotRef => ({ kind: 'literal', value: id, untouched: true });
const ghost = (uuid: string): SlotRef => ({ kind: 'literal', value: uuid });
const ref = (type: CrmType, slot: string): ProbeJson => ({ data: { type, id: { $slot: slot } } });
const idOf = (handle: SlotRef): ProbeSpec['bind'] & object =>
  handle.kind === 'handle' ? [{ name: handle.name, jsonPath: '$.data.id' }] : [];

type Slots = Readonly<Record<string, SlotRef>>;

/** POST of a new record bound to slot `x`. */
function create(
  type: CrmType,
  slots: Slots & { readonly x: SlotRef },
  attributes: ProbeJson,
  relationships: ProbeJson = {},
): ProbeDraft {
  const json = { data: { type, attributes, relationships } };
  return probe('write', `POST /v1/${type}`, { slots, creates: `/v1/${type}/{x}`, bind: idOf(slots.x), json });
}

function update(
  type: CrmType,
  x: SlotRef,
  attributes: ProbeJson,
  kind: ProbeClass = 'write',
  known = true,
): ProbeDraft {
  return probe(kind, `PATCH /v1/${type}/{x}`, {
    slots: { x },
    known,
    json: { data: { type, id: { $slot: 'x' }, attributes } },
  });
}

const get = (type: CrmType, x: SlotRef): ProbeDraft => probe('read-item', `GET /v1/${type}/{x}`, { slots: { x } });
const remove = (type: CrmType, x: SlotRef): ProbeDraft => probe('write', `DELETE /v1/${type}/{x}`, { slots: { x } });
const gone = (type: CrmType, x: SlotRef): ProbeDraft => probe('error', `GET /v1/${type}/{x}`, { slots: { x } });

const WRITES: readonly Scenario[] = [
  function* contactLife({ random, fresh, unique }) {
    const [x, c] = [fresh('contact'), cold(random.pick(COMPANIES))];
    const email = `probe.${unique()}@mail.example`;
    yield create(
      'contacts',
      { x, c },
      {
        last_name: random.pick(FAMILY_NAMES),
        email,
        ...(random.chance(0.5) ? { first_name: random.pick(GIVEN_NAMES) } : {}),
      },
      { company: ref('companies', 'c') },
    );
    yield get('contacts', x);
    yield update('contacts', x, { status: random.pick(['active', 'churned']), phone: '+1-202-555-0142' });
    yield get('companies', c);
    yield update('contacts', x, { phone: null });
    yield probe('filter', 'GET /v1/contacts', {
      slots: { c },
      query: { 'filter[company]': { $slot: 'c' }, include: 'company' },
    });
    yield remove('contacts', x);
    yield gone('contacts', x);
    yield get('companies', c);
    const again = fresh('contact');
    yield create('contacts', { x: again, c }, { last_name: 'Again', email });
    yield get('contacts', again);
  },
  function* companyLife({ random, fresh, unique }) {
    const [x, p, d] = [fresh('company'), fresh('contact'), fresh('deal')];
    yield create(
      'companies',
      { x },
      { name: `Probe ${unique()} Ltd`, industry: random.pick(['Energy', 'Retail', null]) },
    );
    yield create(
      'contacts',
      { x: p, c: x },
      { last_name: 'Novak', email: `novak.${unique()}@corp.test` },
      { company: ref('companies', 'c') },
    );
    yield create(
      'deals',
      { x: d, c: x, p },
      { title: 'First deal', amount: '1200.50' },
      { company: ref('companies', 'c'), contacts: { data: [{ type: 'contacts', id: { $slot: 'p' } }] } },
    );
    yield get('companies', x);
    yield update('companies', x, { employees: random.between(2, 80), domain: 'probe.example' });
    yield probe('list', 'GET /v1/companies/{x}/contacts', { slots: { x } });
    yield remove('contacts', p);
    yield get('deals', d);
  },
  function* dealLife({ random, fresh }) {
    const [x, c, p] = [fresh('deal'), cold(random.pick(COMPANIES)), cold(random.pick(CONTACTS))];
    const link = {
      slots: { x, p },
      entity: '/v1/deals/{x}',
      shows: null,
      json: { data: [{ type: 'contacts', id: { $slot: 'p' } }] },
    };
    yield create(
      'deals',
      { x, c },
      { title: 'Probe deal', amount: `${random.between(1, 90)}00.00`, currency: 'GBP' },
      { company: ref('companies', 'c') },
    );
    yield probe('write', 'POST /v1/deals/{x}/relationships/contacts', link);
    yield get('deals', x);
    yield probe('write', 'DELETE /v1/deals/{x}/relationships/contacts', link);
    yield probe('list', 'GET /v1/deals/{x}/relationships/contacts', { slots: { x } });
    yield update('deals', x, { stage: 'won' });
    yield get('companies', c);
    yield update('deals', x, { stage: 'new' }, 'error');
    yield get('deals', x);
    yield remove('deals', x);
    yield gone('deals', x);
  },
  function* coldContactEdit({ random }) {
    const [x, c] = [cold(random.pick(CONTACTS)), cold(random.pick(COMPANIES))];
    yield update('contacts', x, { status: random.pick(['lead', 'active', 'churned']) });
    yield get('contacts', x);
    yield probe('write', 'PATCH /v1/contacts/{x}/relationships/company', {
      slots: { x, c },
      shows: null,
      json: ref('companies', 'c'),
    });
    yield get('contacts', x);
    yield update('contacts', x, { first_name: random.pick([...GIVEN_NAMES.slice(0, 5), null]) });
    yield update('contacts', x, { phone: `+1-202-555-01${random.between(10, 99)}` });
    yield get('contacts', x);
  },
  function* coldDealMoves({ random, take }) {
    const deal = take(OPEN_DEALS);
    if (deal === undefined) return;
    yield update('deals', cold(deal), { amount: `${random.between(3, 70)}50.00` });
    yield get('deals', cold(deal));
    yield update('deals', cold(deal), { stage: random.pick(['won', 'lost']) });
    yield get('deals', cold(deal));
    yield probe('filter', 'GET /v1/deals', { query: { 'filter[stage]': 'won' } });
  },
  function* coldContactGoes({ take }) {
    const contact = take(DOOMED);
    if (contact === undefined) return;
    yield remove('contacts', cold(contact));
    yield gone('contacts', cold(contact));
    yield probe('list', 'GET /v1/contacts');
  },
  function* noteLife({ random, fresh }) {
    const [x, y, p] = [fresh('note'), fresh('note'), cold(random.pick(CONTACTS))];
    yield create('notes', { x, p }, { text: random.pick(NOTES) }, { contact: ref('contacts', 'p') });
    yield create('notes', { x: y, p }, { text: random.pick(NOTES) }, { contact: ref('contacts', 'p') });
    yield probe('filter', 'GET /v1/notes', { slots: { p }, query: { 'filter[contact]': { $slot: 'p' } } });
    yield get('notes', x);
  },
];

const PAGES: readonly Scenario[] = [
  function* cursor({ random, fresh, isBound }) {
    const type = random.pick(['contacts', 'deals', 'companies']);
    const [one, two] = [fresh('next'), fresh('next')];
    const bind = (handle: typeof one) => [{ name: handle.name, jsonPath: '$.links.next' }];
    yield probe('page', `GET /v1/${type}`, {
      query: { 'page[size]': String(random.pick([3, 5, 7])) },
      bind: bind(one),
    });
    if (isBound(one)) yield probe('page', 'GET {+n}', { slots: { n: one }, bind: bind(two) });
    if (isBound(two)) yield probe('page', 'GET {+n}', { slots: { n: two } });
  },
  function* contactFilters({ random }) {
    yield probe('filter', 'GET /v1/contacts', {
      query: { 'filter[status]': random.pick(['lead', 'active', 'churned']), sort: 'name' },
    });
    yield probe('filter', 'GET /v1/contacts', {
      query: { 'filter[email]': String(random.pick(CONTACTS).attributes['email']).toUpperCase() },
    });
  },
  function* byCompany({ random }) {
    const c = cold(random.pick(COMPANIES));
    yield probe('filter', 'GET /v1/contacts', { slots: { c }, query: { 'filter[company]': { $slot: 'c' } } });
    yield probe('filter', 'GET /v1/contacts', {
      slots: { c },
      query: { 'filter[company]': { $slot: 'c' }, 'filter[status]': 'active' },
    });
  },
  function* sorted({ random }) {
    yield probe('filter', 'GET /v1/companies', {
      query: { sort: random.pick(['name', 'created']), 'page[size]': '6' },
    });
    yield probe('filter', 'GET /v1/deals', { query: { sort: '-updated', 'page[size]': '6' } });
  },
];

const ERRORS: readonly Scenario[] = [
  function* unknownId({ random }) {
    yield probe('error', 'GET /v1/contacts/{x}', { slots: { x: ghost(random.uuid()) } });
    yield probe('error', 'GET /v1/deals/{x}', { slots: { x: ghost(random.uuid()) } });
  },
  function* takenEmail({ random }) {
    const twin = random.pick(CONTACTS);
    yield probe('error', 'POST /v1/contacts', {
      json: { data: { type: 'contacts', attributes: { last_name: 'Copy', email: twin.attributes['email'] ?? '' } } },
    });
    yield get('contacts', cold(twin));
  },
  function* nameless({ unique }) {
    yield probe('error', 'POST /v1/contacts', {
      json: { data: { type: 'contacts', attributes: { email: `x${unique()}@mail.example` } } },
    });
    yield probe('error', 'POST /v1/companies', {
      json: { data: { type: 'companies', attributes: { industry: 'Retail' } } },
    });
  },
  function* badEmail() {
    yield probe('error', 'POST /v1/contacts', {
      json: { data: { type: 'contacts', attributes: { last_name: 'Li', email: 'li.example.com' } } },
    });
  },
  function* badStatus({ random }) {
    const x = cold(random.pick(CONTACTS));
    yield update('contacts', x, { status: 'platinum' }, 'error');
    yield get('contacts', x);
  },
  function* reopenDeal({ random }) {
    const x = cold(random.pick(CLOSED_DEALS));
    yield update('deals', x, { stage: 'new' }, 'error');
    yield get('deals', x);
  },
  function* badCursor() {
    yield probe('error', 'GET /v1/contacts', { query: { 'page[after]': 'AAAA' } });
  },
  function* oldToken() {
    yield probe('error', 'GET /v1/contacts', { headers: { authorization: 'Bearer crm_pat_ancient' } });
  },
];

const RARE_ERRORS: readonly Scenario[] = [
  function* plainJson() {
    yield probe('error', 'POST /v1/contacts', {
      known: false,
      body: { kind: 'json', value: { data: { type: 'contacts', attributes: { last_name: 'X', email: 'x@x.test' } } } },
    });
  },
  function* wrongType({ unique }) {
    yield probe('error', 'POST /v1/contacts', {
      known: false,
      json: { data: { type: 'people', attributes: { last_name: 'X', email: `y${unique()}@x.test` } } },
    });
  },
  function* ownId({ random }) {
    yield probe('error', 'POST /v1/companies', {
      known: false,
      json: { data: { type: 'companies', id: random.uuid(), attributes: { name: 'Mine' } } },
    });
  },
  function* unknownFilter() {
    yield probe('error', 'GET /v1/contacts', { known: false, query: { 'filter[age]': '40' } });
  },
  function* unknownInclude() {
    yield probe('error', 'GET /v1/contacts', { known: false, query: { include: 'friends' } });
  },
  function* pageOfNone() {
    yield probe('error', 'GET /v1/deals', { known: false, query: { 'page[size]': '0' } });
  },
  function* ghostCompany({ random, unique }) {
    const slots = { g: ghost(random.uuid()) };
    yield probe('error', 'POST /v1/contacts', {
      known: false,
      slots,
      json: {
        data: {
          type: 'contacts',
          attributes: { last_name: 'Y', email: `z${unique()}@x.test` },
          relationships: { company: ref('companies', 'g') },
        },
      },
    });
  },
  function* numericAmount({ random }) {
    const x = cold(random.pick(CLOSED_DEALS));
    yield update('deals', x, { amount: 12 }, 'error', false);
    yield get('deals', x);
  },
  function* takenOnUpdate({ random }) {
    const [x, twin] = random.shuffle(CONTACTS) as [CrmRecord, CrmRecord];
    yield update('contacts', cold(x), { email: twin.attributes['email'] ?? null }, 'error', false);
    yield get('contacts', cold(x));
  },
  function* deleteCompany({ random }) {
    yield probe('error', 'DELETE /v1/companies/{x}', { known: false, slots: { x: cold(random.pick(COMPANIES)) } });
  },
];

export function crmProbes(seed: number): ProbeSource {
  return createProbeSource(seed, { writes: WRITES, pages: PAGES, errors: ERRORS, rareErrors: RARE_ERRORS });
}
