import { describe, expect, it } from 'vitest';
import { createWorld } from '../../src/world/create-world.ts';
import { helpdeskModel, REFRESH, START } from '../support/models/helpdesk-model.ts';
import { clientOf } from '../support/models/world-client.ts';
import type { WorldPatch } from '../../src/model/world.ts';

const model = helpdeskModel();
const start = (patches: readonly WorldPatch[] = [], seed = 1) => {
  const world = createWorld({ model, patches, seed, startAt: START });
  return { world, call: clientOf(world) };
};

describe('reading', () => {
  it('shows records through their envelope, with the same bytes twice', () => {
    const { call } = start();
    const first = call('GET', '/tickets/3');
    expect(first).toMatchObject({
      status: 200,
      body: { ticket: { id: 3, subject: 'Case 3 about shipping' } },
      headers: { 'content-type': 'application/json' },
    });
    expect(first.answer).toMatchObject({ source: 'entity', reads: ['tickets/3'], principal: 'ada', unverified: false });
    expect(call('GET', '/tickets/3').body).toEqual(first.body);
    expect(call('GET', '/tickets/3.json').body).toEqual(first.body);
  });

  it('answers unknown ids, paths and methods as the API does', () => {
    const { call } = start();
    expect(call('GET', '/tickets/999')).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    expect(call('GET', '/tickets/abc')).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found', message: 'Record not found' } },
    });
    expect(call('GET', '/nope')).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    expect(call('PUT', '/customers')).toMatchObject({
      status: 405,
      body: { error: { code: 'method_not_allowed' } },
      headers: { allow: 'GET, POST' },
    });
    expect(call('HEAD', '/tickets/3')).toMatchObject({ status: 200, body: null });
    expect(call('OPTIONS', '/tickets/3')).toMatchObject({
      status: 204,
      headers: { allow: 'OPTIONS, DELETE, GET, PATCH, HEAD' },
    });
  });

  it('pages, filters, sorts and searches', () => {
    const { call } = start();
    const first = call('GET', '/tickets?status=open&per_page=4');
    expect(first.body.tickets.map((ticket: { id: number }) => ticket.id)).toEqual([57, 53, 49, 45]);
    expect(first.body.total).toBe(15);
    expect(first.headers['link']).toContain('rel="next"');
    expect(call('GET', new URL(first.body.next).pathname + new URL(first.body.next).search).body.tickets[0].id).toBe(
      41,
    );
    expect(call('GET', '/tickets?sort=subject').body.tickets[0].subject).toBe('Case 1 about billing');
    expect(call('GET', '/tickets?q=LOGIN').body.total).toBe(20);
    const comments = call('GET', '/tickets/1/comments?limit=1');
    expect(comments.body.comments).toHaveLength(1);
    expect(new URL(comments.body.next).searchParams.get('after')).toBeTruthy();
    expect(call('GET', '/orders?starting_after=3').body.map((order: { id: number }) => order.id)).toEqual([4, 5, 6]);
  });

  it('resolves me, and answers reports from what was recorded', () => {
    const { call } = start();
    expect(call('GET', '/customers/me').body.id).toBe(1);
    expect(call('GET', '/reports/daily?day=2026-01-04')).toMatchObject({
      status: 200,
      body: { day: '2026-01-04', opened: 7 },
    });
    expect(call('GET', '/reports/daily?day=2026-02-02').body.day).toBe('2026-02-02');
  });
});

describe('writing', () => {
  it('creates, lists, changes and deletes', () => {
    const { world, call } = start();
    const made = call('POST', '/tickets', { ticket: { subject: 'New', customer_id: 2, hacker: true } });
    expect(made).toMatchObject({ status: 201, body: { ticket: { id: 1001, subject: 'New', status: 'open' } } });
    expect(made.body.ticket).not.toHaveProperty('hacker');
    expect(Object.keys(made.body.ticket)).toEqual(Object.keys(call('GET', '/tickets/1').body.ticket));
    expect(call('GET', '/tickets?per_page=1').body).toMatchObject({ total: 61, tickets: [{ id: 1001 }] });
    expect(call('GET', '/customers/2').body.ticket_count).toBe(1);
    const changed = call('PATCH', '/tickets/1001', { ticket: { status: 'solved' } });
    expect(changed.body.ticket.status).toBe('solved');
    expect(call('GET', '/tickets?status=solved').body.tickets[0].id).toBe(1001);
    expect(call('DELETE', '/tickets/1001').status).toBe(204);
    expect(call('GET', '/tickets/1001').status).toBe(404);
    expect(call('GET', '/tickets').body.total).toBe(60);
    expect(call('GET', '/customers/2').body.ticket_count).toBe(0);
    expect(world.diff()).toEqual([]);
    expect(world.events().map(({ change }) => change.key)).toEqual([
      'tickets/1001',
      'customers/2',
      'tickets/1001',
      'tickets/1001',
      'customers/2',
    ]);
  });

  it('refuses what the API refuses and changes nothing by it', () => {
    const { world, call } = start();
    const digest = world.digest();
    expect(call('POST', '/tickets', { ticket: {} })).toMatchObject({
      status: 422,
      body: { error: { message: 'subject is required' } },
    });
    expect(call('POST', '/tickets', { ticket: { subject: 'x', customer_id: 777 } }).status).toBe(422);
    expect(call('PATCH', '/tickets/4', { ticket: { status: 'open' } }).status).toBe(409);
    expect(call('POST', '/customers', { email: 'c1@example.com', name: 'x' }).status).toBe(409);
    expect(call('POST', '/tickets', '{broken')).toMatchObject({ status: 400 });
    expect(call('POST', '/tickets', '<a/>', [['Content-Type', 'text/xml']])).toMatchObject({ status: 415 });
    expect(world.digest()).toBe(digest);
    expect(world.events()).toEqual([]);
  });

  it('keeps totals, counts and copies in step', () => {
    const { call } = start();
    expect(call('PUT', '/orders/1/items', { items: [{ sku: 'B', quantity: 3, price: 7 }] }).body.total).toBe(21);
    call('POST', '/tickets/1/comments', { text: 'hello' });
    expect(call('GET', '/tickets/1').body.ticket).toMatchObject({ comment_count: 3 });
    call('DELETE', '/tickets/1/comments/1');
    expect(call('GET', '/tickets/1').body.ticket.comment_count).toBe(2);
    expect(call('GET', '/tickets/2/comments/1').status).toBe(404);
    expect(call('GET', '/tickets/2/comments/2').status).toBe(404);
    expect(call('GET', '/tickets/1/comments/2').status).toBe(200);
  });

  it('repeats the first answer for an idempotency key', () => {
    const { call } = start();
    const key = [['Idempotency-Key', 'k1']] as const;
    const first = call('POST', '/customers', { email: 'n@example.com', name: 'N' }, key);
    expect(call('POST', '/customers', { email: 'n@example.com', name: 'N' }, key).body).toEqual(first.body);
    expect(call('POST', '/customers', { email: 'm@example.com', name: 'M' }, key).status).toBe(422);
    const etag = call('GET', '/tickets/2').headers['etag'] ?? '';
    expect(call('PATCH', '/tickets/2', { ticket: { priority: 'low' } }, [['If-Match', '"no"']]).status).toBe(412);
    expect(call('PATCH', '/tickets/2', { ticket: { priority: 'low' } }, [['If-Match', etag]]).status).toBe(200);
  });
});

describe('credentials', () => {
  it('asks for a token, lets it expire, refreshes it with rotation and revokes it', () => {
    const { call } = start();
    const first = call.token;
    call.token = null;
    expect(call('GET', '/tickets/1')).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    call.token = first;
    call.at = START + 3_600_000;
    expect(call('GET', '/tickets/1').status).toBe(401);
    const renewed = call('POST', '/oauth/refresh', { refresh_token: REFRESH });
    expect(renewed).toMatchObject({ status: 200, body: { expires_in: 3600 } });
    expect(renewed.body.access_token).toMatch(/^tok_[0-9a-z]{16}$/);
    call.token = renewed.body.access_token;
    expect(call('GET', '/tickets/1').status).toBe(200);
    expect(call('POST', '/oauth/refresh', { refresh_token: REFRESH }).status).toBe(401);
    expect(call('POST', '/oauth/token', { username: 'ada', password: 'wrong' }).status).toBe(401);
    expect(call('POST', '/oauth/token', { username: 'ada', password: 'pw-ada-1' }).status).toBe(200);
    expect(call('POST', '/oauth/revoke', { token: renewed.body.access_token }).status).toBe(200);
    expect(call('GET', '/tickets/1').status).toBe(401);
  });
});
