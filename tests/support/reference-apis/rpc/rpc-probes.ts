import { probesOf } from '../define-probe.ts';
import type { ProbeDraft, ProbeSpec } from '../define-probe.ts';
import { createProbeSource } from '../probe-source.ts';
import type { ProbeContext, Scenario } from '../probe-source.ts';
import type { ProbeAction, ProbeClass, ProbeJson, ProbeSource, SlotRef } from '../probe.ts';
import { GRAPHQL_OPERATIONS } from './rpc-graphql.ts';
import { outstandingOf } from './rpc-show.ts';
import { ACCOUNTANT, createRpcWorld, isColdClient, isColdInvoice, OWNER, passwordOf, RPC_ORIGIN } from './rpc-world.ts';

type Handle = SlotRef & { readonly kind: 'handle' };

const [SID, CSRF, TEMP_SID, TEMP_CSRF] = ['sid', 'csrf', 'tempSid', 'tempCsrf'].map((name): Handle => ({
  kind: 'handle',
  name,
})) as [Handle, Handle, Handle, Handle];
const probe = probesOf({
  origin: RPC_ORIGIN,
  headers: { cookie: 'sid={sid}', 'x-csrf-token': '{csrf}' },
  slots: { sid: SID, csrf: CSRF },
  shows: '$.result',
});

const SEED = createRpcWorld(0);
const ACTIVE = [...SEED.clients.values()]
  .filter(({ id, archived }) => isColdClient(id) && !archived)
  .map(({ id }) => id);
const COLD = [...SEED.invoices.values()].filter(({ id }) => isColdInvoice(id));
const coldIn = (...states: readonly string[]): readonly number[] =>
  COLD.filter(({ status }) => states.includes(status)).map(({ id }) => id);
const [DRAFTS, SENT, DONE] = [coldIn('draft'), coldIn('sent'), coldIn('paid', 'void')];
const OWING = ACTIVE.filter(
  (id) => outstandingOf(SEED, id) > 0 && COLD.every(({ client_id, status }) => client_id !== id || status !== 'sent'),
);

const cold = (value: string | number): SlotRef => ({ kind: 'literal', value, untouched: true });
const slot = ($slot: string): { readonly $slot: string } => ({ $slot });
const idOf = (
  handle: SlotRef,
  jsonPath = '$.result.id',
): readonly { readonly name: string; readonly jsonPath: string }[] =>
  handle.kind === 'handle' ? [{ name: handle.name, jsonPath }] : [];

function rpc(kind: ProbeClass, method: string, params: ProbeJson, spec: ProbeSpec = {}): ProbeDraft {
  return probe(kind, 'POST /rpc', { json: { id: 0, method, params }, ...spec });
}

function graphql(kind: ProbeClass, name: string, variables: ProbeJson, spec: ProbeSpec = {}): ProbeDraft {
  const { document = '', field = '' } = GRAPHQL_OPERATIONS[name] ?? {};
  return probe(kind, 'POST /graphql', {
    json: { operationName: name, query: document, variables },
    shows: `$.data.${field}`,
    ...spec,
  });
}

const onInvoice = (i: SlotRef): ProbeSpec => ({ slots: { i }, entity: 'invoice/{i}' });
const onClient = (c: SlotRef): ProbeSpec => ({ slots: { c }, entity: 'client/{c}' });
const getInvoice = (i: SlotRef): ProbeDraft => rpc('read-item', 'invoice.get', { id: slot('i') }, onInvoice(i));
const getClient = (c: SlotRef): ProbeDraft => rpc('read-item', 'client.get', { id: slot('c') }, onClient(c));
const change = (
  method: string,
  i: SlotRef,
  params: Readonly<Record<string, ProbeJson>> = {},
  kind: ProbeClass = 'write',
): ProbeDraft => rpc(kind, `invoice.${method}`, { id: slot('i'), ...params }, onInvoice(i));

function makeInvoice({ random }: ProbeContext, i: SlotRef, c: SlotRef): ProbeDraft {
  const lines = [
    {
      description: random.pick(['Audit', 'Copywriting', 'Spare parts']),
      quantity: random.between(1, 8),
      unit_price: random.pick([65, 120.5, 33]),
    },
  ];
  const params = {
    client_id: slot('c'),
    lines,
    ...(random.chance(0.5) ? { due_date: '2024-08-15' } : { memo: 'Probe' }),
  };
  return rpc('write', 'invoice.create', params, { slots: { i, c }, creates: 'invoice/{i}', bind: idOf(i) });
}

const WRITES: readonly Scenario[] = [
  function* invoiceLife(context) {
    const [i, c] = [context.fresh('invoice'), cold(context.random.pick(ACTIVE))];
    yield makeInvoice(context, i, c);
    yield change('add_line', i, { line: { description: 'Extra', quantity: 2, unit_price: 12.25 } });
    yield getInvoice(i);
    yield change('remove_line', i, { line_id: 1 });
    yield change('update', i, { memo: 'Agreed by phone' });
    yield getInvoice(i);
    yield change('send', i);
    yield getClient(c);
    yield change('record_payment', i, { amount: 4.5, method: 'card' });
    yield getInvoice(i);
    yield change('record_payment', i, { amount: 20 });
    yield getInvoice(i);
    yield getClient(c);
    yield rpc('list', 'invoice.list', {});
  },
  function* draftGoes(context) {
    const [i, c] = [context.fresh('invoice'), cold(context.random.pick(ACTIVE))];
    yield makeInvoice(context, i, c);
    yield rpc('filter', 'invoice.list', { client_id: slot('c') }, { slots: { c } });
    yield change('update', i, { due_date: null, memo: 'To be dropped' });
    yield change('delete', i);
    yield change('get', i, {}, 'error');
    yield rpc('filter', 'invoice.list', { client_id: slot('c') }, { slots: { c } });
  },
  function* sentThenVoid(context) {
    const [i, c] = [context.fresh('invoice'), cold(context.random.pick(ACTIVE))];
    yield makeInvoice(context, i, c);
    yield change('send', i);
    yield getInvoice(i);
    yield change('void', i);
    yield getInvoice(i);
    yield getClient(c);
    yield rpc('list', 'report.summary', {});
    yield change('delete', i, {}, 'error');
  },
  function* clientLife({ fresh, unique, random }) {
    const c = fresh('client');
    yield rpc(
      'write',
      'client.create',
      { name: `Probe ${unique()} SARL`, country: 'FR' },
      { slots: { c }, creates: 'client/{c}', bind: idOf(c) },
    );
    yield rpc(
      'write',
      'client.update',
      { id: slot('c'), email: 'post@probe.example', vat_id: `FR${random.between(100000000, 999999999)}` },
      onClient(c),
    );
    yield getClient(c);
    yield rpc('write', 'client.update', { id: slot('c'), vat_id: null, country: 'BE' }, onClient(c));
    yield rpc('write', 'client.archive', { id: slot('c') }, onClient(c));
    yield getClient(c);
    yield rpc('error', 'invoice.create', { client_id: slot('c'), lines: [] }, { slots: { c } });
    yield rpc('filter', 'client.list', { archived: true });
  },
  function* throughGraphql({ fresh, random }) {
    const [g, c] = [fresh('invoice'), cold(random.pick(ACTIVE))];
    const entity = { slots: { g, c }, entity: 'graphql/invoice/{g}' };
    yield graphql(
      'write',
      'CreateInvoice',
      { input: { clientId: slot('c'), lines: [{ description: 'Via graph', quantity: 3, unitPrice: 75 }] } },
      { slots: { g, c }, creates: 'graphql/invoice/{g}', bind: idOf(g, '$.data.createInvoice.id') },
    );
    yield graphql('read-item', 'Invoice', { id: slot('g') }, entity);
    yield graphql('write', 'SendInvoice', { id: slot('g') }, entity);
    yield graphql('read-item', 'Invoice', { id: slot('g') }, entity);
    yield rpc(
      'write',
      'invoice.record_payment',
      { id: slot('g'), amount: 100 },
      { slots: { g }, entity: 'invoice/{g}' },
    );
    yield graphql('read-item', 'Client', { id: slot('c') }, { slots: { c }, entity: 'graphql/client/{c}' });
    yield graphql('error', 'SendInvoice', { id: slot('g') }, entity);
  },
  function* clientThroughGraphql({ fresh, unique }) {
    const c = fresh('client');
    yield graphql(
      'write',
      'CreateClient',
      { input: { name: `Edge ${unique()} AB`, country: 'SE', email: null } },
      { slots: { c }, creates: 'graphql/client/{c}', bind: idOf(c, '$.data.createClient.id') },
    );
    yield rpc('write', 'client.update', { id: slot('c'), name: `Edge ${unique()} & Söner` }, onClient(c));
    yield graphql('read-item', 'Client', { id: slot('c') }, { slots: { c }, entity: 'graphql/client/{c}' });
  },
  function* coldInvoiceMoves({ take, random }) {
    const [draft, sent] = [take(DRAFTS), take(SENT)];
    if (draft !== undefined) {
      yield change('update', cold(draft), { memo: 'Checked', due_date: '2024-09-01' });
      yield change('add_line', cold(draft), { line: { description: 'Fee', unit_price: random.between(1, 90) } });
      yield getInvoice(cold(draft));
      yield change('send', cold(draft));
      yield getInvoice(cold(draft));
    }
    if (sent !== undefined) {
      yield change('record_payment', cold(sent), { amount: 5 });
      yield getInvoice(cold(sent));
    }
  },
  function* coldClientEdit({ random }) {
    const c = cold(random.pick(ACTIVE));
    yield rpc('write', 'client.update', { id: slot('c'), email: random.pick(['ap@moved.example', null]) }, onClient(c));
    yield getClient(c);
    yield rpc('write', 'client.update', { id: slot('c'), country: random.pick(['FI', 'NO', 'DK']) }, onClient(c));
    yield getClient(c);
  },
];

const PAGES: readonly Scenario[] = [
  function* rpcPages({ random }) {
    const page_size = random.pick([4, 7, 15]);
    yield rpc('page', 'invoice.list', { page: 1, page_size });
    yield rpc('page', 'invoice.list', { page: 2, page_size });
    yield rpc('page', 'client.list', { page: random.between(1, 3), page_size: 6 });
  },
  function* connection({ random, fresh, isBound }) {
    const [one, two] = [fresh('cursor'), fresh('cursor')];
    const first = random.pick([4, 9]);
    yield graphql('page', 'Invoices', { first }, { bind: idOf(one, '$.data.invoices.pageInfo.endCursor') });
    yield graphql(
      'page',
      'Invoices',
      { first, after: slot('a') },
      { slots: { a: one }, bind: idOf(two, '$.data.invoices.pageInfo.endCursor') },
    );
    if (isBound(two)) yield graphql('page', 'Invoices', { first, after: slot('a') }, { slots: { a: two } });
  },
  function* filters({ random }) {
    yield rpc('filter', 'invoice.list', { status: random.pick(['draft', 'sent', 'paid', 'void']) });
    yield rpc('page', 'invoice.list', { status: 'sent', page: 2, page_size: 5 });
    yield rpc('filter', 'client.list', { search: random.pick(['lab', 'wren', 'o', 'zzz']) });
    yield graphql('filter', 'Invoices', { first: 6, status: random.pick(['SENT', 'DRAFT']) });
  },
];

const ERRORS: readonly Scenario[] = [
  function* unknownIds({ random }) {
    yield rpc('error', 'invoice.get', { id: random.between(9000, 9999) });
    yield rpc('error', 'client.get', { id: `C-${random.between(10, 99)}` });
  },
  function* unknownNode() {
    yield graphql('error', 'Invoice', { id: '88888' });
  },
  function* sameName({ random }) {
    yield rpc('error', 'client.create', { name: SEED.clients.get(random.pick(ACTIVE))?.name ?? '', country: 'DE' });
  },
  function* noName() {
    yield rpc('error', 'client.create', { name: '' });
  },
  function* ghostClient() {
    yield rpc('error', 'invoice.create', { client_id: 'C-505', lines: [] });
  },
  function* sentTwice(context) {
    const i = context.fresh('invoice');
    yield makeInvoice(context, i, cold(context.random.pick(ACTIVE)));
    yield change('send', i);
    yield change('send', i, {}, 'error');
    yield change('record_payment', i, { amount: 99_999 }, 'error');
    yield getInvoice(i);
  },
  function* nothingToSend({ random, fresh }) {
    const [i, c] = [fresh('invoice'), cold(random.pick(ACTIVE))];
    yield rpc(
      'write',
      'invoice.create',
      { client_id: slot('c') },
      { slots: { i, c }, creates: 'invoice/{i}', bind: idOf(i) },
    );
    yield change('send', i, {}, 'error');
    yield getInvoice(i);
  },
  function* notOwner({ random }) {
    const i = cold(random.pick(DONE));
    yield rpc(
      'error',
      'invoice.void',
      { id: slot('i') },
      { slots: { i, sid: TEMP_SID, csrf: TEMP_CSRF }, entity: 'invoice/{i}' },
    );
    yield getInvoice(i);
  },
  function* noCsrf() {
    yield rpc('error', 'client.create', { name: 'Never' }, { headers: { 'x-csrf-token': '' } });
  },
  function* notLoggedIn() {
    yield rpc('error', 'invoice.list', {}, { headers: { cookie: '' } });
  },
];

const RARE_ERRORS: readonly Scenario[] = [
  function* noMethod() {
    yield rpc('error', 'invoice.clone', { id: 4 }, { known: false });
  },
  function* noOperation() {
    yield graphql('error', 'DeleteEverything', {}, { known: false });
  },
  function* lockedInvoice({ random }) {
    const i = cold(random.pick(DONE));
    yield { ...change('update', i, { memo: 'too late' }, 'error'), known: false };
    yield getInvoice(i);
  },
  function* voidDone({ random }) {
    yield { ...change('void', cold(random.pick(DONE)), {}, 'error'), known: false };
  },
  function* strangeDate(context) {
    const i = context.fresh('invoice');
    yield makeInvoice(context, i, cold(context.random.pick(ACTIVE)));
    yield { ...change('update', i, { due_date: 'next week' }, 'error'), known: false };
    yield getInvoice(i);
    yield { ...change('remove_line', i, { line_id: 44 }, 'error'), known: false };
  },
  function* owingClient({ random }) {
    if (OWING.length === 0) return;
    const c = cold(random.pick(OWING));
    yield rpc('error', 'client.archive', { id: slot('c') }, { ...onClient(c), known: false });
    yield getClient(c);
  },
  function* pageZero() {
    yield rpc('error', 'invoice.list', { page: 0 }, { known: false });
  },
  function* graphNoCsrf() {
    yield graphql(
      'error',
      'CreateClient',
      { input: { name: 'Never', country: 'SE' } },
      { known: false, headers: { 'x-csrf-token': '' } },
    );
  },
  function* badCountry({ random }) {
    const c = cold(random.pick(ACTIVE));
    yield rpc('error', 'client.update', { id: slot('c'), country: 'Sweden' }, { ...onClient(c), known: false });
  },
  function* badCursor() {
    yield graphql('error', 'Invoices', { first: 3, after: 'bm9wZQ==' }, { known: false });
  },
];

export function rpcProbes(seed: number): ProbeSource {
  let loggedIn = false;
  let serial = 100;
  const source = createProbeSource(seed, {
    writes: WRITES,
    pages: PAGES,
    errors: ERRORS,
    rareErrors: RARE_ERRORS,
    *before() {
      if (loggedIn) return;
      loggedIn = true;
      for (const [email, sid, csrf] of [
        [OWNER, SID, CSRF],
        [ACCOUNTANT, TEMP_SID, TEMP_CSRF],
      ] as const) {
        yield rpc(
          'auth',
          'session.login',
          { email, password: passwordOf(email) },
          {
            headers: { cookie: '', 'x-csrf-token': '' },
            bind: [
              { name: sid.name, cookie: 'sid' },
              { name: csrf.name, jsonPath: '$.result.csrf_token' },
            ],
          },
        );
      }
    },
  });
  return { next: (view) => numbered(source.next(view), ++serial) };
}

/** Browsers number their calls; the answer echoes the number. */
function numbered(action: ProbeAction, id: number): ProbeAction {
  const { body } = action;
  if (body?.kind !== 'json' || action.pathTemplate !== '/rpc') return action;
  return { ...action, body: { ...body, value: { ...(body.value as { readonly [key: string]: ProbeJson }), id } } };
}
