import { describe, expect, it } from 'vitest';
import type { RequestMatch, WorldPatch } from '../../src/model/world.ts';
import { createDraft } from '../../src/world/state/draft.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { worldAt } from '../../src/world/state/world-at.ts';
import { helpdeskModel, REFRESH, START } from '../support/models/helpdesk-model.ts';
import { clientOf } from '../support/models/world-client.ts';
import { ORIGIN } from '../support/models/model-parts.ts';

const model = helpdeskModel();
const anything: RequestMatch = { operations: null, kinds: null, key: null };
const on = (...kinds: NonNullable<RequestMatch['kinds']>): RequestMatch => ({ operations: null, kinds, key: null });
const start = (...patches: readonly WorldPatch[]) => {
  const world = createWorld({ model, patches, seed: 1, startAt: START });
  return { world, call: clientOf(world) };
};
const fault = (
  f: Extract<WorldPatch, { p: 'fault' }>['fault'],
  phase: 'before' | 'after',
  match = on('create'),
  from = 0,
  count: number | null = 1,
): WorldPatch => ({ p: 'fault', match, from, count, phase, fault: f });

describe('records before the start', () => {
  it('are changed everywhere, with the counts and totals of others', () => {
    const ticket = model.base.entities.find(({ key }) => key === 'tickets/1');
    if (ticket === undefined) throw new Error('fixture');
    const { world, call } = start(
      { p: 'remove', key: 'comments/1', unborn: true },
      { p: 'set', key: 'orders/1', path: ['items'], value: [{ sku: 'Z', quantity: 1, price: 9 }] },
      { p: 'set', key: 'tickets/2', path: ['priority'] },
      {
        p: 'put',
        entity: { ...ticket, key: 'tickets/900', id: '900', doc: { ...ticket.doc, id: 900, status: 'pending' } },
      },
    );
    expect(call('GET', '/tickets/1').body.ticket.comment_count).toBe(1);
    expect(call('GET', '/tickets/1/comments/1').status).toBe(404);
    expect(call('GET', '/orders/1').body.total).toBe(9);
    expect(call('GET', '/tickets/2').body.ticket).not.toHaveProperty('priority');
    expect(call('GET', '/tickets?status=pending').body.total).toBe(16);
    expect(call('GET', '/customers/1').body.ticket_count).toBe(1);
    expect(world.diff()).toEqual([]);
    expect(world.events()).toEqual([]);
  });

  it('stay inconsistent where that is the point', () => {
    expect(start({ p: 'set', key: 'orders/1', path: ['total'], value: 5 }).call('GET', '/orders/1').body.total).toBe(5);
  });

  it('go back to a moment of the recording', () => {
    const past = {
      ...model,
      base: {
        ...model.base,
        history: [
          { key: 'tickets/5', versions: [{ until: START - 1000, entity: null }] },
          {
            key: 'tickets/6',
            versions: [
              {
                until: START - 500,
                entity: {
                  ...(model.base.entities.find(
                    ({ key }) => key === 'tickets/6',
                  ) as never as (typeof model.base.entities)[number]),
                  doc: { id: 6, subject: 'old' },
                },
              },
            ],
          },
        ],
      },
    };
    const call = clientOf(
      createWorld({ model: past, patches: worldAt(past, START - 2000), seed: 1, startAt: START - 2000 }),
    );
    expect(call('GET', '/tickets/5').status).toBe(404);
    expect(call('GET', '/tickets/6').body.ticket.subject).toBe('old');
    expect(worldAt(past, START)).toEqual([]);
  });

  it('can be drafted, copied and given fresh ids', () => {
    const draft = createDraft(model, [], START, 5);
    const key = draft.clone('tickets/3', { subject: 'Twin' });
    expect(draft.entity(key)?.doc).toMatchObject({ subject: 'Twin', status: 'solved', id: Number(key.slice(8)) });
    expect(draft.freshId('tickets')).not.toBe(key.slice(8));
    expect(createDraft(model, [], START, 5).clone('tickets/3', {})).toBe(key);
    expect(start(...draft.patches()).call('GET', `/tickets?q=Twin`).body.total).toBe(1);
  });
});

describe('views', () => {
  const view = (change: Extract<WorldPatch, { p: 'view' }>['change']): WorldPatch => ({
    p: 'view',
    resource: 'tickets',
    operations: null,
    key: null,
    change,
  });

  it('rename a field in every answer and request', () => {
    const { call } = start(view({ v: 'rename', path: ['status'], to: 'state', requests: true }));
    expect(call('GET', '/tickets/3').body.ticket).toMatchObject({ state: 'solved' });
    expect(call('GET', '/tickets?per_page=1').body.tickets[0]).not.toHaveProperty('status');
    expect(call('PATCH', '/tickets/1', { ticket: { state: 'solved' } }).body.ticket.state).toBe('solved');
    expect(call('PATCH', '/tickets/1', { ticket: { status: 'closed' } }).body.ticket.state).toBe('solved');
    expect(call('GET', '/tickets?state=solved').body.total).toBe(16);
  });

  it('drop, keep, retype, shorten, nest and add', () => {
    const shown = (change: Extract<WorldPatch, { p: 'view' }>['change']) =>
      start(view(change)).call('GET', '/tickets/3').body.ticket;
    expect(shown({ v: 'drop', path: ['body'] })).not.toHaveProperty('body');
    expect(Object.keys(shown({ v: 'keep-only', fields: ['id', 'status'] }))).toEqual(['id', 'status']);
    expect(shown({ v: 'retype', path: ['id'], as: 'string' }).id).toBe('3');
    expect(shown({ v: 'truncate', path: ['subject'], length: 4 }).subject).toBe('Case');
    expect(shown({ v: 'nest', path: ['status'], under: 'meta' })).toMatchObject({ meta: { status: 'solved' } });
    expect(shown({ v: 'add', name: 'beta', value: true }).beta).toBe(true);
  });
});

describe('faults', () => {
  it('come before or after the effect, as often as asked', () => {
    const before = start(fault({ f: 'status', status: 503, headers: [['Retry-After', '2']], body: null }, 'before'));
    const refused = before.call('POST', '/customers', { email: 'n@example.com' });
    expect(refused).toMatchObject({
      status: 503,
      body: { error: { code: 'service_unavailable', message: 'Service unavailable' } },
      headers: { 'retry-after': '2' },
    });
    expect(refused.answer).toMatchObject({ source: 'fault', faults: [{ patch: 0, request: 0 }], changes: [] });
    expect(before.call('POST', '/customers', { email: 'n@example.com' }).status).toBe(201);
    const after = start(fault({ f: 'hang' }, 'after'));
    expect(after.call('POST', '/customers', { email: 'n@example.com' }).answer).toMatchObject({
      outcome: { kind: 'error', error: { kind: 'timeout' } },
      changes: [{ key: 'customers/1001' }],
    });
    expect(after.call('POST', '/customers', { email: 'n@example.com' }).status).toBe(409);
  });

  it('rank: a dropped connection over a quota over a status', () => {
    const { world, call } = start(
      fault({ f: 'status', status: 500, headers: [], body: null }, 'before', anything),
      fault({ f: 'rate-limit', status: 429, retryAfter: { seconds: 30, as: 'seconds' } }, 'before', anything),
      fault({ f: 'network', error: 'reset' }, 'before', anything),
    );
    expect(call('GET', '/orders/1').body).toBe('reset');
    expect(call('GET', '/orders/1')).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
    expect(call('GET', '/orders/1')).toMatchObject({ status: 429, headers: { 'retry-after': '29' } });
    call.at += 30_000;
    expect(call('GET', '/orders/1').status).toBe(500);
    expect(call('GET', '/orders/1').status).toBe(200);
    expect(world.delivered().map(({ patch }) => patch)).toEqual([2, 1, 1, 0]);
  });

  it('cut bodies short, and lose the effect with them only where they come before it', () => {
    const cut = start(fault({ f: 'truncate', fraction: 0.5 }, 'after', on('read')));
    expect(typeof cut.call('GET', '/orders/1').body).toBe('string');
    expect(typeof cut.call('GET', '/orders/1').body).toBe('object');
    const lost = start(fault({ f: 'empty-body' }, 'before'));
    expect(lost.call('POST', '/customers', { email: 'n@example.com' })).toMatchObject({ status: 201, body: null });
    expect(lost.world.diff()).toEqual([]);
  });

  it('take as long as they were told', () => {
    const { call } = start({ p: 'latency', match: on('list'), model: { l: 'fixed', ms: 4321 } });
    expect(call('GET', '/tickets').answer.latencyMs).toBe(4321);
    const usual = start().call('GET', '/tickets').answer.latencyMs;
    expect(usual).toBeGreaterThanOrEqual(10);
    expect(usual).toBeLessThanOrEqual(30);
  });
});

describe('other misbehaviour', () => {
  it('ends tokens early, once or with their refresh', () => {
    const { call, world } = start({ p: 'token-life', seconds: null, calls: 3, refreshDies: false });
    expect([1, 2, 3, 4].map(() => call('GET', '/orders/1').status)).toEqual([200, 200, 401, 401]);
    expect(world.delivered()).toMatchObject([{ patch: 0, what: 'token ended' }]);
    call.token = call('POST', '/oauth/refresh', { refresh_token: REFRESH }).body.access_token;
    expect([1, 2, 3, 4].map(() => call('GET', '/orders/1').status)).toEqual([200, 200, 200, 200]);
    const short = start({ p: 'token-life', seconds: 2, calls: null, refreshDies: true }).call;
    expect([1, 2, 3].map(() => short('GET', '/orders/1').status)).toEqual([200, 200, 401]);
    expect(short('POST', '/oauth/refresh', { refresh_token: REFRESH }).status).toBe(401);
    expect(short('POST', '/oauth/token', { username: 'ada', password: 'pw-ada-1' }).status).toBe(200);
  });

  it('forgets a field while saying otherwise', () => {
    const { call } = start({ p: 'ignore-field', match: on('update'), paths: [['priority']], times: 1 });
    expect(call('PATCH', '/tickets/3', { ticket: { priority: 'urgent', subject: 'S' } }).body.ticket).toMatchObject({
      priority: 'urgent',
      subject: 'S',
    });
    expect(call('GET', '/tickets/3').body.ticket).toMatchObject({ priority: 'high', subject: 'S' });
    call('PATCH', '/tickets/3', { ticket: { priority: 'urgent' } });
    expect(call('GET', '/tickets/3').body.ticket.priority).toBe('urgent');
  });

  it('applies a write twice', () => {
    const { call } = start({ p: 'apply-twice', match: on('create'), times: 1 });
    const made = call('POST', '/tickets', { ticket: { subject: 'Twice' } });
    expect(call('GET', '/tickets?q=Twice').body.tickets.map((ticket: { id: number }) => ticket.id)).toContain(
      made.body.ticket.id,
    );
    expect(call('GET', '/tickets?q=Twice').body.total).toBe(2);
    call('POST', '/tickets', { ticket: { subject: 'Once' } });
    expect(call('GET', '/tickets?q=Once').body.total).toBe(1);
  });

  it('lags behind its own writes', () => {
    const { call } = start({ p: 'stale', match: on('read', 'list'), reads: 2 });
    call('PATCH', '/tickets/3', { ticket: { priority: 'urgent' } });
    expect([1, 2, 3].map(() => call('GET', '/tickets/3').body.ticket.priority)).toEqual(['high', 'high', 'urgent']);
    const made = call('POST', '/tickets', { ticket: { subject: 'late' } }).body.ticket;
    expect([1, 2, 3].map(() => call('GET', `/tickets/${made.id}`).status)).toEqual([404, 404, 200]);
  });

  it('bends lists', () => {
    const { call } = start({
      p: 'list',
      match: anything,
      maxSize: 3,
      reverse: true,
      ignoreFilters: ['status'],
      total: 'absent',
    });
    const { body } = call('GET', '/tickets?status=open');
    expect(body.tickets.map((ticket: { id: number }) => ticket.id)).toEqual([1, 2, 3]);
    expect(body.total).toBeNull();
  });

  it('asks for a state first', () => {
    const { call } = start({
      p: 'require',
      match: { operations: [`POST ${ORIGIN}/orders/{id}/cancel`], kinds: null, key: null },
      key: 'tickets/1',
      path: ['status'],
      values: ['solved'],
      status: 409,
      message: 'ticket 1 must be solved first',
    });
    expect(call('POST', '/orders/1/cancel')).toMatchObject({
      status: 409,
      body: { error: { message: 'ticket 1 must be solved first' } },
    });
    call('PATCH', '/tickets/1', { ticket: { status: 'solved' } });
    expect(call('POST', '/orders/1/cancel').status).toBe(200);
  });

  it('lets others act in between', () => {
    const { call, world } = start({
      p: 'actor',
      before: on('update'),
      nth: 1,
      atMs: null,
      edits: [{ key: 'tickets/3', path: ['status'], value: 'closed' }],
    });
    expect(call('PATCH', '/tickets/3', { ticket: { status: 'solved' } }).status).toBe(200);
    expect(call('PATCH', '/tickets/3', { ticket: { status: 'open' } }).status).toBe(409);
    expect(world.events()).toMatchObject([
      { cause: 'agent' },
      { cause: 'actor', change: { after: { status: 'closed' } } },
    ]);
    expect(call('GET', '/tickets/3').body.ticket.updated_at).toBe('2026-01-05T09:00:02Z');
  });
});
