import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { Answer, SessionClient } from '../session-client.ts';
import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import { asciiSlug, FAMILY_NAMES, GIVEN_NAMES } from '../words.ts';
import { ACCOUNTS_ORIGIN, BILLING_ORIGIN, CLIENT, isColdBilling, isColdSlug } from './split-world.ts';

interface Office {
  readonly accounts: SessionClient;
  readonly billing: SessionClient;
}

const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  'weekly-report': (send) => {
    const { accounts, billing } = office(send);
    pages(accounts, '/v1/accounts?pageSize=10', 'pageToken');
    pages(accounts, '/v1/members?pageSize=30', 'pageToken');
    billing.call('GET /v2/plans');
    pages(billing, '/v2/subscriptions?page_size=12', 'page_token');
    pages(billing, '/v2/invoices?page_size=20', 'page_token');
  },
  onboarding: (send, random, index) => {
    const { accounts, billing } = office(send);
    const name = `${random.pick(['Cobalt', 'Ivy', 'Mango', 'Quill'])} ${random.pick(['Works', 'Systems', 'Farm'])} ${index}`;
    const slug = asciiSlug(name);
    const ownerEmail = `owner@${slug}.example`;
    if (random.chance(0.5)) accounts.call('POST /v1/accounts', { json: { name } });
    const account = accounts.call('POST /v1/accounts', {
      json: {
        name,
        ownerEmail,
        ...(random.chance(0.4)
          ? { billingAddress: { street: '2 Elm Street', city: 'Austin', postalCode: '73301' } }
          : {}),
      },
    });
    if (random.chance(0.6)) accounts.call('POST /v1/accounts', { json: { name, ownerEmail } });
    const person = `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`;
    const email = `${asciiSlug(person)}@${slug}.example`;
    accounts.call(`POST /v1/accounts/${slug}/members`, { json: { email, name: person } });
    accounts.call(`GET /v1/accounts/${slug}`);
    accounts.call(`GET /v1/accounts/${slug}/members`);
    billing.call('GET /v2/plans');
    const id = billing
      .call('POST /v2/subscriptions', {
        json: {
          account_id: account.text('$.data.id'),
          plan: random.pick(['starter', 'team']),
          seats: random.between(2, 12),
        },
      })
      .text('$.data.id');
    billing.call(`GET /v2/subscriptions/${id}`);
    billing.call(`GET /v2/balances/${account.text('$.data.id')}`);
  },
  'plan-change': (send, random) => {
    const { billing } = office(send);
    const subscription = pickBilling(random, billing.call('GET /v2/subscriptions?status=active&page_size=40'));
    const path = `/v2/subscriptions/${subscription['id']}`;
    billing.call(`GET ${path}`);
    billing.call(`PUT ${path}`, { json: { plan: random.pick(['team', 'business']), seats: random.between(3, 40) } });
    billing.call(`GET ${path}`);
    billing.call(`GET /v2/balances/${subscription['account_id']}`);
    if (random.chance(0.5)) billing.call(`PUT ${path}`, { json: { plan: 'team' } });
    if (random.chance(0.5)) billing.call(`PUT ${path}`, { json: { plan: 'platinum', seats: 3 } });
  },
  'billing-run': (send, random) => {
    const { billing } = office(send);
    const subscription = pickBilling(random, billing.call('GET /v2/subscriptions?status=active&page_size=40'));
    const bill = billing.call('POST /v2/invoices', {
      json: { subscription_id: subscription['id'], ...(random.chance(0.4) ? { memo: 'March' } : {}) },
    });
    const path = `/v2/invoices/${bill.text('$.data.id')}`;
    billing.call(`GET ${path}`);
    billing.call(`GET /v2/balances/${subscription['account_id']}`);
    billing.call(`PUT ${path}`, { json: { due_on: bill.text('$.data.due_on'), status: 'paid' } });
    billing.call(`GET ${path}`);
    billing.call(`GET /v2/balances/${subscription['account_id']}`);
    if (random.chance(0.6)) billing.call(`PUT ${path}`, { json: { due_on: '2024-12-31' } });
    billing.call(`GET /v2/invoices?account_id=${subscription['account_id']}`);
  },
  'staff-change': (send, random, index) => {
    const { accounts } = office(send);
    const account = pickAccount(random, accounts.call('GET /v1/accounts?pageSize=24'));
    const list = `/v1/accounts/${account['slug']}/members`;
    accounts.call(`GET ${list}`);
    const email = `new.person${index}@${account['slug']}.example`;
    accounts.call(`POST ${list}`, { json: { email, name: 'New Person', role: 'admin' } });
    accounts.call(`GET ${list}/${encodeURIComponent(email)}`);
    if (random.chance(0.6)) accounts.call(`POST ${list}`, { json: { email, name: 'New Person' } });
    accounts.call(`PUT ${list}/${encodeURIComponent(email)}`, { json: { name: `${random.pick(GIVEN_NAMES)} Person` } });
    accounts.call(`GET ${list}/${encodeURIComponent(email)}`);
    accounts.call(`GET /v1/accounts/${account['slug']}`);
    accounts.call(`DELETE ${list}/${encodeURIComponent(email)}`);
    accounts.call(`GET ${list}/${encodeURIComponent(email)}`);
    accounts.call(`GET /v1/accounts/${account['slug']}`);
    accounts.call(`GET /v1/members?role=${random.pick(['owner', 'admin'])}`);
  },
  offboarding: (send, random, index) => {
    const { accounts, billing } = office(send);
    const slug = `trial-${index}`;
    const account_id = accounts
      .call('POST /v1/accounts', { json: { name: `Trial ${index}`, slug, ownerEmail: `t${index}@trial.example` } })
      .text('$.data.id');
    const id = billing
      .call('POST /v2/subscriptions', { json: { account_id, plan: 'starter', seats: 1 } })
      .text('$.data.id');
    const bill = billing.call('POST /v2/invoices', { json: { subscription_id: id } }).text('$.data.id');
    billing.call(`GET /v2/subscriptions?account_id=${account_id}`);
    if (random.chance(0.4)) {
      billing.call(`DELETE /v2/subscriptions/${id}`);
      billing.call(`GET /v2/invoices/${bill}`);
    }
    accounts.call(`DELETE /v1/accounts/${slug}`);
    accounts.call(`GET /v1/accounts/${slug}`);
    billing.call(`GET /v2/subscriptions?account_id=${account_id}`);
    billing.call(`GET /v2/subscriptions/${id}`);
    billing.call(`GET /v2/invoices/${bill}`);
    billing.call('POST /v2/subscriptions', { json: { account_id, plan: 'starter', seats: 1 } });
  },
  'account-care': (send, random) => {
    const { accounts } = office(send);
    const {
      id: _id,
      memberCount: _count,
      createdAt: _created,
      updatedAt: _updated,
      ...fields
    } = pickAccount(random, accounts.call('GET /v1/accounts?status=active&pageSize=30'));
    accounts.call(`GET /v1/accounts/${fields['slug']}`);
    accounts.call(`PUT /v1/accounts/${fields['slug']}`, {
      json: {
        ...fields,
        billingAddress: random.chance(0.3)
          ? null
          : { street: `${random.between(1, 80)} Storgatan`, city: 'Gothenburg', postalCode: null },
      },
    });
    accounts.call(`GET /v1/accounts/${fields['slug']}`);
    if (random.chance(0.5)) accounts.call(`PUT /v1/accounts/${fields['slug']}`, { json: { name: 'Forgot the owner' } });
    accounts.call(`GET /v1/accounts?q=${random.pick(['bo', 'st', 'zz'])}`);
  },
  mistakes: (send, random) => {
    const { accounts, billing } = office(send);
    accounts.call('GET /v1/accounts/no-such-company');
    billing.call(`GET /v2/subscriptions/${random.between(10, 99)}`);
    billing.call('GET /v2/invoices/inv-00000000');
    billing.call('POST /v2/invoices', { json: { subscription_id: '1' } });
    billing.call('POST /v2/subscriptions', { json: { account_id: 'acc_nothing000', plan: 'team', seats: 2 } });
    billing.call('GET /v2/balances/acc_nothing000');
    const cancelled = billing
      .call('GET /v2/subscriptions?status=cancelled')
      .rows('$.data')
      .filter(isJsonObject)
      .filter(({ id }) => !isColdBilling(String(id)));
    for (const { id } of cancelled.slice(0, 1))
      billing.call(`PUT /v2/subscriptions/${id}`, { json: { plan: 'team', seats: 2 } });
    createSessionClient(send, BILLING_ORIGIN, { authorization: 'Bearer eyT.stale' }).call('GET /v2/invoices');
    createSessionClient(send, ACCOUNTS_ORIGIN, {}).call('GET /v1/accounts');
  },
  cancellation: (send, random) => {
    const { accounts, billing } = office(send);
    const { id: account_id } = pickAccount(random, accounts.call('GET /v1/accounts?status=active&pageSize=30'));
    const subscription = billing.call('POST /v2/subscriptions', { json: { account_id, plan: 'starter', seats: 1 } });
    const path = `/v2/subscriptions/${subscription.text('$.data.id')}`;
    billing.call(`PUT ${path}`, { json: { plan: 'starter', seats: 1, status: 'cancelled' } });
    billing.call(`GET ${path}`);
    billing.call(`GET /v2/subscriptions?account_id=${account_id}&status=active`);
    billing.call(`DELETE ${path}`);
    billing.call(`GET ${path}`);
  },
  'impatient-script': (send, random) => {
    const { billing } = office(send);
    const status = random.pick(['open', 'paid']);
    for (let call = 0; call < 11; call++)
      billing.call(`GET /v2/invoices?status=${status}&page_size=3`, { afterMs: call === 0 ? 4000 : 40 });
    const bill = pickBilling(random, billing.call(`GET /v2/invoices?status=${status}&page_size=30`, { afterMs: 2500 }));
    billing.call(`GET /v2/invoices/${bill['id']}`);
  },
};

export function splitSessions(seed: number, count: number): ReturnType<typeof sessionsOf> {
  return sessionsOf(WORKFLOWS, seed, count);
}

function office(send: ReferenceSend): Office {
  const token = createSessionClient(send, ACCOUNTS_ORIGIN, {})
    .call('POST /v1/tokens', { json: CLIENT })
    .text('$.data.token');
  const headers = { authorization: `Bearer ${token}` };
  return {
    accounts: createSessionClient(send, ACCOUNTS_ORIGIN, headers),
    billing: createSessionClient(send, BILLING_ORIGIN, headers),
  };
}

function pages(client: SessionClient, path: string, parameter: string): void {
  for (let token: unknown = ''; typeof token === 'string';) {
    const page: Answer = client.call(`GET ${path}${token === '' ? '' : `&${parameter}=${token}`}`);
    const meta = isJsonObject(page.json) ? page.json['meta'] : undefined;
    token = isJsonObject(meta) ? (meta['nextPageToken'] ?? meta['next_page_token']) : undefined;
  }
}

function pickAccount(random: Random, answer: Answer): JsonObject {
  return random.pick(
    answer
      .rows('$.data')
      .filter(isJsonObject)
      .filter(({ slug }) => !isColdSlug(String(slug))),
  );
}

function pickBilling(random: Random, answer: Answer): JsonObject {
  return random.pick(
    answer
      .rows('$.data')
      .filter(isJsonObject)
      .filter(({ id }) => !isColdBilling(String(id))),
  );
}
