/** What makes each reference API itself: one session each, its numbers worked out by hand. */
import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../support/reference-apis/json.ts';
import type { JsonObject } from '../support/reference-apis/json.ts';
import { RECORDING_START } from '../support/reference-apis/record-sessions.ts';
import { REFERENCE_APIS } from '../support/reference-apis/reference-apis.ts';
import type { ReferenceSend } from '../support/reference-apis/reference-api.ts';
import { createSessionClient } from '../support/reference-apis/session-client.ts';
import type { SessionClient } from '../support/reference-apis/session-client.ts';
import { AGENDA_ORIGIN, AGENDA_TOKEN, ME } from '../support/reference-apis/agenda/agenda-world.ts';
import { BILLING_AUTH, BILLING_ORIGIN as INVOICING_ORIGIN } from '../support/reference-apis/billing/billing-world.ts';
import { CRM_ORIGIN, CRM_TOKEN } from '../support/reference-apis/crm/crm-world.ts';
import { JSON_API } from '../support/reference-apis/crm/crm-document.ts';
import { FORGE_ORIGIN, MAINTAINER, PASSER_BY } from '../support/reference-apis/forge/forge-world.ts';
import { PAY_KEY, PAY_ORIGIN } from '../support/reference-apis/pay/pay-world.ts';
import { loginRpc } from '../support/reference-apis/rpc/rpc-login.ts';
import { OWNER } from '../support/reference-apis/rpc/rpc-world.ts';
import { SHOP_ORIGIN, STAFF_KEY } from '../support/reference-apis/shop/shop-origin.ts';
import { ACCOUNTS_ORIGIN, BILLING_ORIGIN, CLIENT } from '../support/reference-apis/split/split-world.ts';
import { TRACKER_ORIGIN } from '../support/reference-apis/tracker/tracker-origin.ts';
import { passwordOf } from '../support/reference-apis/tracker/tracker-world.ts';

describe('shop', () => {
  it('derives totals from lines and moves stock with orders', () => {
    const shop = createSessionClient(serve('shop'), SHOP_ORIGIN, { 'x-api-key': STAFF_KEY });
    const product = shop.call('POST /v1/products', { json: { sku: 'TST-100', name: 'Thing', price: 1250, stock: 5 } });
    const path = `/v1/products/${product.text('$.id')}`;
    const items = [{ product_id: product.number('$.id'), quantity: 3 }];
    const order = shop.call('POST /v1/orders', { json: { customer_id: 1, items } });
    expect(order.json).toMatchObject({ subtotal: 3750, tax: 750, shipping: 490, total: 4990, status: 'pending' });
    expect(shop.call(`GET ${path}`).number('$.stock')).toBe(2);
    expect(shop.call('POST /v1/orders', { json: { customer_id: 1, items } }).status).toBe(409);
    expect(shop.call(`POST /v1/orders/${order.text('$.id')}/cancel`).text('$.status')).toBe('cancelled');
    expect(shop.call(`GET ${path}`).number('$.stock')).toBe(5);
    expect(shop.call(`PATCH ${path}`, { json: { description: 'x', tags: ['a'] } }).json).toMatchObject({
      name: 'Thing',
    });
    expect(shop.call(`PATCH ${path}`, { json: { description: null } }).json).toMatchObject({
      description: null,
      tags: ['a'],
    });
    expect(shop.call('GET /v1/products?page=2&per_page=10').header('link')).toContain('rel="prev"');
  });
});

describe('crm', () => {
  it('answers 410 after a delete and frees the e-mail', () => {
    const headers = { authorization: `Bearer ${CRM_TOKEN}` };
    const crm = createSessionClient(serve('crm'), CRM_ORIGIN, headers, JSON_API);
    const json = { data: { type: 'contacts', attributes: { last_name: 'Doe', email: 'doe@x.test' } } };
    const id = crm.call('POST /v1/contacts', { json }).text('$.data.id');
    expect(crm.call('POST /v1/contacts', { json }).text('$.errors[0].source.pointer')).toBe('/data/attributes/email');
    expect(crm.call(`DELETE /v1/contacts/${id}`).status).toBe(204);
    expect(crm.call(`GET /v1/contacts/${id}`).status).toBe(410);
    expect(crm.call('POST /v1/contacts', { json }).status).toBe(201);
    const next = crm.call('GET /v1/contacts?page[size]=30').text('$.links.next');
    expect(crm.call(`GET ${next}`).rows('$.data')).toHaveLength(5);
  });
});

describe('pay', () => {
  it('runs a POST once per idempotency key and lets refunds reduce a charge', () => {
    const pay = createSessionClient(serve('pay'), PAY_ORIGIN, { authorization: `Bearer ${PAY_KEY}` });
    const headers = { 'idempotency-key': 'k1' };
    const form = { amount: '1000', currency: 'eur', source: 'tok_visa', 'metadata[a]': '1', 'metadata[b]': '2' };
    const first = pay.call('POST /v1/charges', { form, headers });
    const again = pay.call('POST /v1/charges', { form, headers });
    expect(again.json).toEqual(first.json);
    expect(again.header('idempotent-replayed')).toBe('true');
    expect(pay.call('POST /v1/charges', { form: { ...form, amount: '2' }, headers }).status).toBe(400);
    const charge = first.text('$.id');
    pay.call(`POST /v1/charges/${charge}`, { form: { 'metadata[a]': '', 'metadata[c]': '3' } });
    pay.call('POST /v1/refunds', { form: { charge, amount: '400' } });
    expect(pay.call(`GET /v1/charges/${charge}`).json).toMatchObject({
      amount_refunded: 400,
      metadata: { b: '2', c: '3' },
    });
    expect(pay.call('POST /v1/refunds', { form: { charge, amount: '601' } }).status).toBe(400);
    expect(pay.call('POST /v1/refunds', { form: { charge } }).number('$.amount')).toBe(600);
    expect(pay.call('POST /v1/charges', { form: { ...form, source: 'tok_chargeDeclined' } }).status).toBe(402);
  });
});

describe('billing', () => {
  const form = { type: 'card', 'card[token]': 'tok_visa' };
  const open = (): SessionClient =>
    createSessionClient(serve('billing'), INVOICING_ORIGIN, { authorization: BILLING_AUTH });
  const customerOf = (billing: SessionClient, token: string): string => {
    const customer = billing.call('POST /v1/customers', { form: { name: 'A', 'metadata[a]': '1' } }).text('$.id');
    const card = billing.call('POST /v1/payment_methods', { form: { ...form, 'card[token]': token } }).text('$.id');
    billing.call(`POST /v1/payment_methods/${card}/attach`, { form: { customer } });
    billing.call(`POST /v1/customers/${customer}`, { form: { 'invoice_settings[default_payment_method]': card } });
    return customer;
  };

  it('bills a subscription at once, or declines it and keeps nothing', () => {
    const billing = open();
    const price = billing.call('GET /v1/prices?lookup_keys%5B0%5D=team_monthly').text('$.data[0].id');
    const order = (customer: string): ReturnType<SessionClient['call']> =>
      billing.call('POST /v1/subscriptions', {
        form: { customer, 'items[0][price]': price, 'items[0][quantity]': '3', 'expand[]': 'latest_invoice.customer' },
      });
    const customer = customerOf(billing, 'tok_visa');
    const made = order(customer);
    expect(made.json).toMatchObject({ status: 'active', latest_invoice: { total: 8700, status: 'paid' } });
    const number = made.text('$.latest_invoice.number');
    expect(number).toBe(`${made.text('$.latest_invoice.customer.invoice_prefix')}-0001`);
    expect(made.number('$.latest_invoice.customer.next_invoice_sequence')).toBe(2);
    const poor = customerOf(billing, 'tok_insufficientFunds');
    expect(order(poor).json).toMatchObject({ error: { code: 'card_declined', decline_code: 'insufficient_funds' } });
    expect(billing.call(`GET /v1/subscriptions?customer=${poor}`).rows('$.data')).toEqual([]);
    billing.call(`DELETE /v1/customers/${customer}`);
    expect(billing.call(`GET /v1/customers/${customer}`).json).toEqual({
      id: customer,
      object: 'customer',
      deleted: true,
    });
    expect(billing.call(`GET /v1/subscriptions/${made.text('$.id')}`).text('$.status')).toBe('canceled');
  });

  it('gathers pending items in a draft and numbers it when it is final', () => {
    const billing = open();
    const customer = customerOf(billing, 'tok_visa');
    const item = (more: Record<string, string>): string =>
      billing
        .call('POST /v1/invoiceitems', { form: { customer, amount: '1000', currency: 'usd', ...more } })
        .text('$.id');
    const first = item({});
    const draft = billing.call('POST /v1/invoices', { form: { customer, 'metadata[a]': '1', 'metadata[b]': '2' } });
    const path = `/v1/invoices/${draft.text('$.id')}`;
    item({ invoice: draft.text('$.id'), amount: '250' });
    expect(billing.call(`GET ${path}`).json).toMatchObject({ total: 1250, number: null, lines: { total_count: 2 } });
    expect(billing.call(`DELETE /v1/invoiceitems/${first}`).json).toMatchObject({ deleted: true });
    expect(billing.call(`POST ${path}`, { form: { 'metadata[a]': '' } }).json).toMatchObject({ metadata: { b: '2' } });
    expect(billing.call(`POST ${path}/finalize`).json).toMatchObject({ amount_due: 250, status: 'open' });
    expect(billing.call(`POST ${path}/pay`).json).toMatchObject({ amount_remaining: 0, attempt_count: 1, paid: true });
    expect(billing.call(`POST ${path}/void`).text('$.error.code')).toBe('invoice_not_open');
  });

  it('pages from either end and searches', () => {
    const billing = open();
    const ids = (query: string): readonly unknown[] =>
      billing
        .call(`GET /v1/customers?${query}`)
        .rows('$.data')
        .map((row) => isJsonObject(row) && row['id']);
    const all = ids('limit=7');
    expect(ids(`limit=3&starting_after=${String(all[1])}`)).toEqual(all.slice(2, 5));
    expect(ids(`limit=2&ending_before=${String(all[5])}`)).toEqual(all.slice(3, 5));
    const query = encodeURIComponent("email~'example.org' AND phone:null");
    const found = billing.call(`GET /v1/customers/search?query=${query}&limit=100`).rows('$.data');
    expect(found.length).toBeGreaterThan(0);
    for (const row of found) expect(row).toMatchObject({ phone: null, email: expect.stringContaining('example.org') });
  });
});

describe('forge', () => {
  const REPO = '/repos/harborlabs/beacon-cli';
  const open = (send: ReferenceSend, token = MAINTAINER): SessionClient =>
    createSessionClient(send, FORGE_ORIGIN, { authorization: `Bearer ${token}` });

  it('draws one number for issues and pull requests, and merging closes what it says', () => {
    const forge = open(serve('forge'));
    const before = forge.call(`GET ${REPO}`).number('$.open_issues_count');
    const milestone = forge.call(`POST ${REPO}/milestones`, { json: { title: 'M' } }).number('$.number');
    const issue = forge.call(`POST ${REPO}/issues`, { json: { title: 'T', milestone, labels: ['bug', 'brand new'] } });
    const number = issue.number('$.number');
    expect(issue.json).toMatchObject({
      labels: [{ name: 'bug' }, { name: 'brand new', color: 'ededed' }],
      closed_at: null,
    });
    const json = { title: 'P', head: 'fix/p', base: 'main', body: `Closes #${number}` };
    const pull = forge.call(`POST ${REPO}/pulls`, { json });
    expect(pull.number('$.number')).toBe(number + 1);
    expect(forge.call(`GET ${REPO}`).number('$.open_issues_count')).toBe(before + 2);
    expect(forge.call(`POST ${REPO}/pulls`, { json }).status).toBe(422);
    const path = `${REPO}/pulls/${number + 1}`;
    expect(forge.call(`PUT ${path}/merge`, { json: { sha: 'a'.repeat(40) } }).status).toBe(409);
    const sha = forge.call(`PUT ${path}/merge`, { json: { sha: pull.text('$.head.sha') } }).text('$.sha');
    expect(forge.call(`GET ${path}`).json).toMatchObject({
      merged: true,
      merge_commit_sha: sha,
      merged_by: { login: 'mira' },
    });
    expect(forge.call(`PUT ${path}/merge`).status).toBe(405);
    expect(forge.call(`GET ${REPO}/issues/${number}`).json).toMatchObject({
      state: 'closed',
      state_reason: 'completed',
    });
    expect(forge.call(`GET ${REPO}/milestones/${milestone}`).json).toMatchObject({ open_issues: 0, closed_issues: 1 });
    forge.call(`PATCH ${REPO}/issues/${number}`, { json: { state: 'open' } });
    expect(forge.call(`GET ${REPO}/issues/${number}`).json).toMatchObject({
      state_reason: 'reopened',
      closed_at: null,
    });
  });

  it('follows a renamed label through every issue, and stars once', () => {
    const send = serve('forge');
    const forge = open(send);
    const path = `${REPO}/issues/${forge.call(`POST ${REPO}/issues`, { json: { title: 'T', labels: ['bug'] } }).text('$.number')}`;
    forge.call(`PATCH ${REPO}/labels/bug`, { json: { new_name: 'defect' } });
    expect(forge.call(`GET ${path}`).text('$.labels[0].name')).toBe('defect');
    expect(forge.call(`DELETE ${REPO}/labels/defect`).status).toBe(204);
    expect(forge.call(`GET ${path}`).rows('$.labels')).toEqual([]);
    const outside = open(send, PASSER_BY);
    outside.call('DELETE /user/starred/harborlabs/beacon-cli');
    const before = forge.call(`GET ${REPO}`).number('$.stargazers_count');
    for (const _ of ['once', 'twice']) expect(outside.call('PUT /user/starred/harborlabs/beacon-cli').status).toBe(204);
    expect(forge.call(`GET ${REPO}`).number('$.stargazers_count')).toBe(before + 1);
    expect(outside.call(`PATCH ${path}`, { json: { title: 'Mine' } }).status).toBe(403);
    expect(outside.call('GET /repos/harborlabs/design-notes').status).toBe(404);
  });

  it('answers 304 to whoever has the page, and links the others', () => {
    const forge = open(serve('forge'));
    const page = forge.call(`GET ${REPO}/issues?state=all&per_page=5&page=2`);
    const headers = { 'if-none-match': page.header('etag') ?? '' };
    expect(forge.call(`GET ${REPO}/issues?state=all&per_page=5&page=2`, { headers }).status).toBe(304);
    expect(page.header('link')).toMatch(
      /page=1>; rel="prev", .*page=3>; rel="next", .*page=3>; rel="last", .*rel="first"/,
    );
    const q = encodeURIComponent('is:issue -label:bug author:tlau');
    for (const row of forge.call(`GET /search/issues?q=${q}&per_page=100`).rows('$.items'))
      expect(row).toMatchObject({ user: { login: 'tlau' }, score: 1 });
  });
});

describe('agenda', () => {
  const MINE = '/v3/calendars/primary/events';
  const open = (): SessionClient =>
    createSessionClient(serve('agenda'), AGENDA_ORIGIN, { authorization: `Bearer ${AGENDA_TOKEN}` });
  const span = (from: string, to: string): object => ({ start: { dateTime: from }, end: { dateTime: to } });
  const rows = (agenda: SessionClient, path: string): readonly JsonObject[] =>
    agenda.call(`GET ${path}`).rows('$.items').filter(isJsonObject);

  it('unfolds a series, with one instance changed and one gone', () => {
    const agenda = open();
    const json = {
      summary: 'S',
      ...span('2026-01-05T09:00:00+01:00', '2026-01-05T10:00:00+01:00'),
      recurrence: ['RRULE:FREQ=DAILY;COUNT=4'],
    };
    const id = agenda.call(`POST ${MINE}`, { json }).text('$.id');
    const second = `${id}_20260106T080000Z`;
    expect(rows(agenda, `${MINE}/${id}/instances`)[1]).toMatchObject({ id: second, recurringEventId: id });
    agenda.call(`PATCH ${MINE}/${second}`, { json: { summary: 'Changed' } });
    expect(agenda.call(`DELETE ${MINE}/${id}_20260107T080000Z`).status).toBe(204);
    const query = 'singleEvents=true&orderBy=startTime&timeMin=2026-01-05T00:00:00Z&timeMax=2026-01-09T00:00:00Z';
    expect(rows(agenda, `${MINE}?${query}`).map(({ summary }) => summary)).toEqual(['S', 'Changed', 'S']);
    expect(agenda.call(`GET ${MINE}/${id}_20260108T080000Z`).json).toMatchObject({
      start: { dateTime: '2026-01-08T09:00:00+01:00' },
    });
    const items = [{ id: 'primary' }, { id: 'x@y.test' }];
    const asked = { timeMin: '2026-01-06T00:00:00Z', timeMax: '2026-01-09T00:00:00Z', items };
    expect(agenda.call('POST /v3/freeBusy', { json: asked }).json).toMatchObject({
      calendars: {
        primary: {
          busy: [
            { start: '2026-01-06T08:00:00.000Z', end: '2026-01-06T09:00:00.000Z' },
            { start: '2026-01-08T08:00:00.000Z', end: '2026-01-08T09:00:00.000Z' },
          ],
        },
        'x@y.test': { errors: [{ reason: 'notFound' }] },
      },
    });
  });

  it('tells changes since a token, and merges or replaces', () => {
    const agenda = open();
    const token = encodeURIComponent(agenda.call(`GET ${MINE}`).text('$.nextSyncToken'));
    const json = {
      summary: 'A',
      location: 'L',
      ...span('2026-02-01T09:00:00Z', '2026-02-01T10:00:00Z'),
      attendees: [{ email: ME }],
    };
    const made = agenda.call(`POST ${MINE}`, { json });
    const path = `${MINE}/${made.text('$.id')}`;
    expect(made.json).toMatchObject({ attendees: [{ organizer: true, self: true, responseStatus: 'accepted' }] });
    const moved = agenda.call(`PATCH ${path}`, { json: { end: { dateTime: '2026-02-01T11:00:00Z' }, location: null } });
    expect(moved.json).toMatchObject({ sequence: 1, summary: 'A' });
    expect(moved.json).not.toHaveProperty('location');
    const headers = { 'if-match': made.text('$.etag') };
    expect(agenda.call(`PATCH ${path}`, { json: { summary: 'B' }, headers }).status).toBe(412);
    const bare = agenda.call(`PUT ${path}`, {
      json: { summary: 'C', ...span('2026-02-01T09:00:00Z', '2026-02-01T11:00:00Z') },
    });
    expect(bare.json).not.toHaveProperty('attendees');
    expect(rows(agenda, `${MINE}?syncToken=${token}`)).toEqual([bare.json]);
    expect(agenda.call(`DELETE ${path}`).status).toBe(204);
    expect(agenda.call(`GET ${path}`).text('$.status')).toBe('cancelled');
    expect(agenda.call(`DELETE ${path}`).status).toBe(410);
    expect(rows(agenda, `${MINE}?syncToken=${token}`)).toEqual([expect.objectContaining({ status: 'cancelled' })]);
    expect(agenda.call(`GET ${MINE}?syncToken=b2xk`).status).toBe(410);
  });

  it('answers each request of a batch by itself', () => {
    const agenda = open();
    const body = { id: 'import1', summary: 'A', ...span('2026-03-01T09:00:00Z', '2026-03-01T10:00:00Z') };
    const url = '/calendars/primary/events';
    const twice = ['1', '2'].map((id) => ({ id, method: 'POST', url, body }));
    const answered = agenda.call('POST /v3/batch', { json: { requests: twice } }).rows('$.responses');
    expect(answered).toMatchObject([
      { status: 200 },
      { status: 409, body: { error: { errors: [{ reason: 'duplicate' }] } } },
    ]);
    expect(agenda.call(`POST ${MINE}/import1/move?destination=en.de%23holiday%40group.agenda.test`).status).toBe(403);
  });
});

describe('tracker', () => {
  it('wants the current ETag, counts comments, and rotates refresh tokens', () => {
    const send = serve('tracker');
    const anyone = createSessionClient(send, TRACKER_ORIGIN, {});
    const login = anyone.call('POST /api/auth/login', { json: { username: 'priya', password: passwordOf('priya') } });
    const priya = createSessionClient(send, TRACKER_ORIGIN, {
      authorization: `Bearer ${login.text('$.access_token')}`,
    });
    const issue = priya.call('POST /api/projects/infra/issues', { json: { title: 'T' } });
    const path = `/api/projects/infra/issues/${issue.text('$.number')}`;
    const etag = issue.header('etag') ?? '';
    const edit = (headers: Record<string, string>): number =>
      priya.call(`PATCH ${path}`, { json: { title: 'U' }, headers }).status;
    expect(edit({})).toBe(428);
    priya.call(`POST ${path}/comments`, { json: { body: 'hello' } });
    expect(edit({ 'if-match': etag })).toBe(412);
    const fresh = priya.call(`GET ${path}`);
    expect(fresh.number('$.comment_count')).toBe(1);
    expect(edit({ 'if-match': fresh.header('etag') ?? '' })).toBe(200);
    expect(priya.call('GET /api/users/me', { afterMs: 16 * 60_000 }).text('$.error.code')).toBe('token_expired');
    const json = { refresh_token: login.text('$.refresh_token') };
    expect(anyone.call('POST /api/auth/refresh', { json }).status).toBe(200);
    expect(anyone.call('POST /api/auth/refresh', { json }).text('$.error.code')).toBe('refresh_reused');
  });
});

describe('rpc', () => {
  it('shows one invoice through both endpoints', () => {
    const { rpc, graphql } = loginRpc(serve('rpc'), OWNER);
    const lines = [{ description: 'A', quantity: 2, unit_price: 10.25 }];
    const id = rpc('invoice.create', { client_id: 'C-1001', lines }).number('$.result.id');
    const before = rpc('client.get', { id: 'C-1001' }).number('$.result.outstanding');
    expect(graphql('SendInvoice', { id: String(id) }).json).toMatchObject({
      data: { sendInvoice: { status: 'SENT', total: 20.5 } },
    });
    expect(rpc('client.get', { id: 'C-1001' }).number('$.result.outstanding')).toBeCloseTo(before + 20.5);
    expect(rpc('invoice.record_payment', { id, amount: 30 }).json).toMatchObject({
      ok: false,
      error: { code: 'OVERPAYMENT' },
    });
    expect(rpc('invoice.record_payment', { id, amount: 20.5 }).text('$.result.status')).toBe('paid');
    expect(rpc('client.create', { name: 'X' }, { 'x-csrf-token': '' }).text('$.error.code')).toBe('CSRF_MISMATCH');
  });
});

describe('split', () => {
  it('cascades a delete to the other host and limits the rate there', () => {
    const send = serve('split');
    const token = createSessionClient(send, ACCOUNTS_ORIGIN, {})
      .call('POST /v1/tokens', { json: CLIENT })
      .text('$.data.token');
    const [accounts, billing] = [ACCOUNTS_ORIGIN, BILLING_ORIGIN].map((origin) =>
      createSessionClient(send, origin, { authorization: `Bearer ${token}` }),
    ) as [SessionClient, SessionClient];
    const account = accounts.call('POST /v1/accounts', { json: { name: 'Acme Co', ownerEmail: 'a@acme.example' } });
    const account_id = account.text('$.data.id');
    const subscription = billing.call('POST /v2/subscriptions', { json: { account_id, plan: 'team', seats: 3 } });
    expect(subscription.number('$.data.monthly_amount')).toBe(5700);
    billing.call('POST /v2/invoices', { json: { subscription_id: subscription.text('$.data.id') } });
    expect(billing.call(`GET /v2/balances/${account_id}`).number('$.data.amount_due')).toBe(5700);
    expect(accounts.call('DELETE /v1/accounts/acme-co').status).toBe(204);
    expect(billing.call(`GET /v2/subscriptions/${subscription.text('$.data.id')}`).status).toBe(404);
    expect(billing.call(`GET /v2/invoices?account_id=${account_id}`).rows('$.data')).toEqual([]);
    const statuses = Array.from({ length: 11 }, (_, n) =>
      billing.call('GET /v2/plans', { afterMs: n === 0 ? 5000 : 10 }),
    );
    expect(statuses.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    expect(statuses.at(-1)?.header('retry-after')).toBe('2');
  });
});

function serve(name: string): ReferenceSend {
  const instance = REFERENCE_APIS.find((api) => api.name === name)?.create(7);
  if (instance === undefined) throw new Error(`no reference API ${name}`);
  let at = RECORDING_START;
  return (request, afterMs) => instance.handle(request, (at += afterMs ?? 500));
}
