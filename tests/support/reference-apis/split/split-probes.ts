import { probesOf } from '../define-probe.ts';
import type { ProbeDraft, ProbeSpec } from '../define-probe.ts';
import { createProbeSource } from '../probe-source.ts';
import type { ProbeContext, Scenario } from '../probe-source.ts';
import type { ProbeClass, ProbeJson, ProbeSource, SlotRef } from '../probe.ts';
import {
  ACCOUNTS_ORIGIN,
  BILLING_ORIGIN,
  CLIENT,
  createSplitWorld,
  isColdBilling,
  isColdSlug,
  PLANS,
} from './split-world.ts';

const TOKEN: SlotRef = { kind: 'handle', name: 'token' };
const RELOGIN_MS = 50 * 60_000;
const probe = probesOf({
  origin: ACCOUNTS_ORIGIN,
  headers: { authorization: 'Bearer {token}' },
  slots: { token: TOKEN },
  shows: '$.data',
});
const billing = (kind: ProbeClass, target: string, spec: ProbeSpec = {}): ProbeDraft =>
  probe(kind, target, { origin: BILLING_ORIGIN, ...spec });

const SEED = createSplitWorld(0);
const COLD = [...SEED.accounts.values()].filter(({ slug }) => isColdSlug(slug));
const DOOMED = COLD.slice(0, 2);
const LASTING = COLD.slice(2);
const ACTIVE = LASTING.filter(({ status }) => status === 'active');
const SUSPENDED = [...SEED.accounts.values()].filter(({ status }) => status === 'suspended');
const lasts = (account_id: string): boolean => LASTING.some(({ id }) => id === account_id);
const SUBSCRIPTIONS = [...SEED.subscriptions.values()].filter(
  ({ id, account_id }) => isColdBilling(id) && lasts(account_id),
);
const RUNNING = SUBSCRIPTIONS.filter(({ status }) => status === 'active');
const BILLS = [...SEED.bills.values()].filter(({ id, account_id }) => isColdBilling(id) && lasts(account_id));
const OPEN_BILLS = BILLS.filter(({ status }) => status === 'open');
const PAID_BILLS = BILLS.filter(({ status }) => status === 'paid');

const cold = (value: string): SlotRef => ({ kind: 'literal', value, untouched: true });
const literal = (value: string): SlotRef => ({ kind: 'literal', value });
const slot = ($slot: string): { readonly $slot: string } => ({ $slot });
const bound = (handle: SlotRef, jsonPath: string): readonly { readonly name: string; readonly jsonPath: string }[] =>
  handle.kind === 'handle' ? [{ name: handle.name, jsonPath }] : [];

const getAccount = (s: SlotRef): ProbeDraft => probe('read-item', 'GET /v1/accounts/{s}', { slots: { s } });
const getSubscription = (u: SlotRef): ProbeDraft => billing('read-item', 'GET /v2/subscriptions/{u}', { slots: { u } });
const getBill = (b: SlotRef): ProbeDraft => billing('read-item', 'GET /v2/invoices/{b}', { slots: { b } });
const getBalance = (a: SlotRef): ProbeDraft => billing('read-item', 'GET /v2/balances/{a}', { slots: { a } });
const putSubscription = (u: SlotRef, json: ProbeJson): ProbeDraft =>
  billing('write', 'PUT /v2/subscriptions/{u}', { slots: { u }, json });
const putBill = (b: SlotRef, json: ProbeJson): ProbeDraft =>
  billing('write', 'PUT /v2/invoices/{b}', { slots: { b }, json });

function makeAccount({ unique, random }: ProbeContext, s: SlotRef, a: SlotRef): ProbeDraft {
  const name = `${random.pick(['Probe', 'Sonde', 'Zond'])} & Partners ${unique()}`;
  const json = {
    name,
    ownerEmail: `boss${unique()}@probe.example`,
    ...(random.chance(0.5) ? { billingAddress: { street: '9 Elm Street', city: 'Pune', postalCode: '411001' } } : {}),
  };
  return probe('write', 'POST /v1/accounts', {
    json,
    slots: { s, a },
    creates: '/v1/accounts/{s}',
    bind: [...bound(s, '$.data.slug'), ...bound(a, '$.data.id')],
  });
}

function subscribe({ random }: ProbeContext, u: SlotRef, a: SlotRef): ProbeDraft {
  const json = { account_id: slot('a'), plan: random.pick(Object.keys(PLANS)), seats: random.between(1, 20) };
  return billing('write', 'POST /v2/subscriptions', {
    json,
    slots: { u, a },
    creates: '/v2/subscriptions/{u}',
    bind: bound(u, '$.data.id'),
  });
}

function bill(b: SlotRef, u: SlotRef): ProbeDraft {
  return billing('write', 'POST /v2/invoices', {
    json: { subscription_id: slot('u') },
    slots: { b, u },
    creates: '/v2/invoices/{b}',
    bind: bound(b, '$.data.id'),
  });
}

const WRITES: readonly Scenario[] = [
  function* accountLife(context) {
    const [s, a, u, b] = ['slug', 'account', 'subscription', 'bill'].map(context.fresh) as [
      SlotRef,
      SlotRef,
      SlotRef,
      SlotRef,
    ];
    yield makeAccount(context, s, a);
    yield subscribe(context, u, a);
    yield bill(b, u);
    yield getBalance(a);
    yield putSubscription(u, { plan: 'business', seats: context.random.between(4, 9) });
    yield getSubscription(u);
    yield probe('write', 'PUT /v1/accounts/{s}', {
      slots: { s },
      json: { name: 'Renamed & Co', ownerEmail: 'new.boss@probe.example', status: 'suspended' },
    });
    yield getAccount(s);
    yield putBill(b, { due_on: '2024-10-01', memo: 'thanks' });
    yield putBill(b, { due_on: '2024-10-01', status: 'paid' });
    yield getBalance(a);
    yield probe('write', 'DELETE /v1/accounts/{s}', { slots: { s } });
    yield billing('error', 'GET /v2/subscriptions/{u}', { slots: { u } });
    yield billing('filter', 'GET /v2/invoices', { slots: { a }, query: { account_id: slot('a') } });
  },
  function* memberLife({ random, unique }) {
    const account = random.pick(LASTING);
    const email = `probe.${unique()}@${account.slug}.example`;
    const slots = { s: cold(account.slug), e: cold(email) };
    const path = '/v1/accounts/{s}/members/{e}';
    const created: ProbeSpec = {
      slots,
      creates: path,
      json: { email, name: 'Pia Probe', role: random.pick(['admin', 'member']) },
    };
    yield probe('write', 'POST /v1/accounts/{s}/members', created);
    yield getAccount(slots.s);
    yield probe('write', `PUT ${path}`, { slots, json: { name: 'Pia P. Probe', role: 'owner' } });
    yield probe('read-item', `GET ${path}`, { slots });
    yield probe('write', `PUT ${path}`, { slots, json: { name: 'Pia' } });
    yield probe('list', 'GET /v1/accounts/{s}/members', { slots });
    yield probe('write', `DELETE ${path}`, { slots });
    yield probe('write', 'POST /v1/accounts/{s}/members', created);
    yield getAccount(slots.s);
  },
  function* coldAccountEdit({ random }) {
    const account = random.pick(LASTING);
    const s = cold(account.slug);
    const { name, ownerEmail, status } = account;
    yield probe('write', 'PUT /v1/accounts/{s}', {
      slots: { s },
      json: { name: `${name} International`, ownerEmail, status },
    });
    yield getAccount(s);
    yield probe('write', 'PUT /v1/accounts/{s}', {
      slots: { s },
      json: {
        name,
        ownerEmail,
        status,
        billingAddress: { street: '1 Mill Lane', city: random.pick(['Leeds', 'Osaka']), postalCode: null },
      },
    });
    yield getAccount(s);
  },
  function* subscriptionLife(context) {
    const account = context.random.pick(ACTIVE);
    const [u, b, a] = [context.fresh('subscription'), context.fresh('bill'), cold(account.id)];
    yield subscribe(context, u, a);
    yield getBalance(a);
    yield putSubscription(u, { plan: 'team', seats: 7 });
    yield bill(b, u);
    yield getBill(b);
    yield billing('filter', 'GET /v2/subscriptions', { slots: { a }, query: { account_id: slot('a') } });
    yield billing('write', 'DELETE /v2/subscriptions/{u}', { slots: { u } });
    yield billing('error', 'GET /v2/invoices/{b}', { slots: { b } });
    yield getBalance(a);
  },
  function* billingRun({ random, fresh }) {
    const subscription = random.pick(RUNNING);
    const [u, b, a] = [cold(subscription.id), fresh('bill'), cold(subscription.account_id)];
    yield putSubscription(u, { plan: random.pick(Object.keys(PLANS)), seats: random.between(2, 60) });
    yield getSubscription(u);
    yield bill(b, u);
    yield getBalance(a);
    yield putBill(b, { due_on: '2024-11-15', memo: 'Extended' });
    yield getBill(b);
    yield putBill(b, { due_on: '2024-11-15', status: 'paid' });
    yield getBalance(a);
  },
  function* coldBillPaid({ take }) {
    const open = take(OPEN_BILLS);
    if (open === undefined) return;
    const b = cold(open.id);
    yield putBill(b, { due_on: open.due_on, status: 'paid' });
    yield getBill(b);
    yield getBalance(cold(open.account_id));
  },
  function* coldAccountGoes({ take }) {
    const account = take(DOOMED);
    if (account === undefined) return;
    const [s, a] = [cold(account.slug), cold(account.id)];
    yield getAccount(s);
    yield probe('write', 'DELETE /v1/accounts/{s}', { slots: { s } });
    yield probe('error', 'GET /v1/accounts/{s}', { slots: { s } });
    yield billing('filter', 'GET /v2/subscriptions', { slots: { a }, query: { account_id: slot('a') } });
    yield probe('list', 'GET /v1/accounts');
  },
];

const PAGES: readonly Scenario[] = [
  function* accountPages({ random, fresh, isBound }) {
    const [one, two] = [fresh('page'), fresh('page')];
    const pageSize = String(random.pick([4, 6]));
    yield probe('page', 'GET /v1/accounts', { query: { pageSize }, bind: bound(one, '$.meta.nextPageToken') });
    yield probe('page', 'GET /v1/accounts', {
      slots: { t: one },
      query: { pageSize, pageToken: slot('t') },
      bind: bound(two, '$.meta.nextPageToken'),
    });
    if (isBound(two))
      yield probe('page', 'GET /v1/accounts', { slots: { t: two }, query: { pageSize, pageToken: slot('t') } });
  },
  function* billPages({ fresh, isBound }) {
    const one = fresh('page');
    yield billing('page', 'GET /v2/invoices', {
      query: { page_size: '7' },
      bind: bound(one, '$.meta.next_page_token'),
    });
    if (isBound(one))
      yield billing('page', 'GET /v2/invoices', {
        slots: { t: one },
        query: { page_size: '7', page_token: slot('t') },
      });
  },
  function* filters({ random }) {
    const a = cold(random.pick(LASTING).id);
    yield billing('filter', 'GET /v2/invoices', { slots: { a }, query: { account_id: slot('a'), status: 'open' } });
    yield probe('filter', 'GET /v1/members', { query: { role: random.pick(['owner', 'member']), pageSize: '50' } });
    yield probe('filter', 'GET /v1/accounts', { query: { q: random.pick(['bo', 'er', 'zz']), status: 'active' } });
  },
  function* burst({ random }) {
    const status = random.pick(['open', 'paid']);
    for (let call = 0; call < 10; call++)
      yield billing('page', 'GET /v2/invoices', { query: { status, page_size: '3' }, afterMs: call === 0 ? 3500 : 30 });
    yield billing('error', 'GET /v2/invoices', { query: { status, page_size: '3' }, afterMs: 30 });
    yield billing('filter', 'GET /v2/subscriptions', { query: { status: 'active' }, afterMs: 2600 });
  },
];

const ERRORS: readonly Scenario[] = [
  function* unknownIds({ random }) {
    yield probe('error', 'GET /v1/accounts/{s}', { slots: { s: literal(`nobody-${random.between(1, 99)}`) } });
    yield billing('error', 'GET /v2/subscriptions/{u}', { slots: { u: literal(String(random.between(100, 999))) } });
    yield billing('error', 'GET /v2/invoices/{b}', { slots: { b: literal('inv-ffffffff') } });
  },
  function* takenSlug({ random }) {
    yield probe('error', 'POST /v1/accounts', {
      json: { name: 'Copycat', slug: random.pick(LASTING).slug, ownerEmail: 'c@copy.example' },
    });
  },
  function* ownerless({ unique }) {
    yield probe('error', 'POST /v1/accounts', { json: { name: `Ownerless ${unique()}` } });
  },
  function* ghostAccount() {
    yield billing('error', 'POST /v2/subscriptions', {
      json: { account_id: 'acc_0000000000', plan: 'team', seats: 3 },
    });
  },
  function* incompletePut({ random }) {
    const u = cold(random.pick(RUNNING).id);
    yield billing('error', 'PUT /v2/subscriptions/{u}', { slots: { u }, json: { plan: 'team' } });
  },
  function* ghostPlan({ random }) {
    yield billing('error', 'PUT /v2/subscriptions/{u}', {
      slots: { u: cold(random.pick(RUNNING).id) },
      json: { plan: 'free', seats: 1 },
    });
  },
  function* paidAlready({ random }) {
    const b = cold(random.pick(PAID_BILLS).id);
    yield billing('error', 'PUT /v2/invoices/{b}', { slots: { b }, json: { due_on: '2025-01-01' } });
  },
  function* memberTwice({ random }) {
    const { slug, ownerEmail } = random.pick(LASTING);
    yield probe('error', 'POST /v1/accounts/{s}/members', {
      slots: { s: cold(slug) },
      json: { email: ownerEmail, name: 'Twin' },
    });
  },
  function* staleToken() {
    yield billing('error', 'GET /v2/invoices', { headers: { authorization: 'Bearer eyT.expired' } });
  },
];

const RARE_ERRORS: readonly Scenario[] = [
  function* patched({ random }) {
    const s = cold(random.pick(LASTING).slug);
    yield probe('error', 'PATCH /v1/accounts/{s}', { known: false, slots: { s }, json: { name: 'Patched' } });
    yield getAccount(s);
  },
  function* lastOwner({ random }) {
    const { slug, ownerEmail } = random.pick(LASTING);
    yield probe('error', 'DELETE /v1/accounts/{s}/members/{e}', {
      known: false,
      slots: { s: cold(slug), e: cold(ownerEmail) },
    });
  },
  function* badSlug() {
    yield probe('error', 'POST /v1/accounts', {
      known: false,
      json: { name: 'Bad', slug: 'Bad Slug!', ownerEmail: 'b@bad.example' },
    });
  },
  function* noSeats({ random }) {
    const u = cold(random.pick(RUNNING).id);
    yield billing('error', 'PUT /v2/subscriptions/{u}', {
      known: false,
      slots: { u },
      json: { plan: 'team', seats: 0 },
    });
    yield getSubscription(u);
  },
  function* suspended({ random }) {
    yield billing('error', 'POST /v2/subscriptions', {
      known: false,
      json: { account_id: random.pick(SUSPENDED).id, plan: 'team', seats: 2 },
    });
  },
  function* noPage() {
    yield probe('error', 'GET /v1/accounts', { known: false, query: { pageSize: '0' } });
    yield billing('error', 'GET /v2/invoices', { known: false, query: { page_token: 'cDo5OTk5' } });
  },
  function* newSlug({ random }) {
    const { slug, name, ownerEmail } = random.pick(LASTING);
    yield probe('error', 'PUT /v1/accounts/{s}', {
      known: false,
      slots: { s: cold(slug) },
      json: { name, ownerEmail, slug: 'moved-on' },
    });
    yield getAccount(cold(slug));
  },
  function* wrongSecret() {
    yield probe('error', 'POST /v1/tokens', {
      known: false,
      headers: { authorization: '' },
      json: { clientId: CLIENT.clientId, clientSecret: 'guess' },
    });
  },
];

export function splitProbes(seed: number): ProbeSource {
  let loggedIn: number | undefined;
  return createProbeSource(seed, {
    writes: WRITES,
    pages: PAGES,
    errors: ERRORS,
    rareErrors: RARE_ERRORS,
    *before({ now }) {
      if (loggedIn !== undefined && now() - loggedIn < RELOGIN_MS) return;
      loggedIn = now();
      yield probe('auth', 'POST /v1/tokens', {
        headers: { authorization: '' },
        json: CLIENT,
        bind: bound(TOKEN, '$.data.token'),
      });
    },
  });
}
