import { describe, expect, it } from 'vitest';
import type { WorldPatch } from '../../src/model/world.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { helpdeskModel, START } from '../support/models/helpdesk-model.ts';
import { clientOf } from '../support/models/world-client.ts';

const model = helpdeskModel();
const creates = { operations: null, kinds: ['create' as const], key: null };
const idOf = (method: string, part: string): string =>
  model.operations.find((operation) => operation.method === method && operation.id.endsWith(part))?.id ?? '';
const start = (...patches: readonly WorldPatch[]) => {
  const world = createWorld({ model, patches, seed: 1, startAt: START });
  return { world, call: clientOf(world) };
};
const NEW = { ticket: { subject: 'Made later', body: 'x' } };

describe('writes that are done later', () => {
  const later = (fails: number): WorldPatch => ({ p: 'later', match: creates, jobs: 9, fails, afterMs: 0 });

  it('are taken, and done when their time has come, once', () => {
    const { world, call } = start(later(0));
    const before = world.diff().length;
    const taken = call('POST', '/tickets', NEW);
    expect(taken.status).toBe(202);
    expect(world.diff()).toHaveLength(before);
    expect(call('GET', taken.body.status_url).body.status).toBe('completed');
    expect(call('GET', taken.body.status_url).body.status).toBe('completed');
    expect(world.diff().filter(({ before: old }) => old === null)).toHaveLength(1);
  });

  it('come to nothing as often as was asked', () => {
    const { world, call } = start(later(1));
    const first = call('POST', '/tickets', NEW);
    expect(call('GET', first.body.status_url).body).toMatchObject({ status: 'failed' });
    expect(world.diff()).toEqual([]);
    const second = call('POST', '/tickets', NEW);
    expect(call('GET', second.body.status_url).body).toMatchObject({ status: 'completed' });
    expect(world.diff().length).toBeGreaterThan(0);
  });

  it('are refused at once where they would be', () => {
    const { call } = start(later(0));
    expect(call('POST', '/tickets', { ticket: {} }).status).toBe(422);
  });

  it('are kept apart in copies of the world', () => {
    const { world, call } = start(later(0));
    const copy = world.fork();
    const taken = call('POST', '/tickets', NEW);
    expect(clientOf(copy)('GET', taken.body.status_url).status).toBe(404);
    expect(copy.diff()).toEqual([]);
  });
});

describe('endpoints that have moved', () => {
  const moved: WorldPatch = {
    p: 'moved',
    operations: [idOf('GET', '/tickets/{id}')],
    at: 0,
    from: null,
    to: 'v2',
    status: 410,
  };

  it('answer under the new path as before, and say so under the old one', () => {
    const { call } = start(moved);
    const old = call('GET', '/tickets/3');
    expect(old.status).toBe(410);
    expect(JSON.stringify(old.body)).toContain('/v2/tickets/3');
    expect(call('GET', '/v2/tickets/3').body).toEqual(start().call('GET', '/tickets/3').body);
    expect(call('GET', '/tickets').status).toBe(200);
  });
});

describe('values with a new name', () => {
  const revalue: WorldPatch = {
    p: 'view',
    resource: 'tickets',
    operations: null,
    key: null,
    change: { v: 'revalue', path: ['status'], from: 'solved', to: 'done' },
  };

  it('are shown, searched and written under it; the old one is refused with the list of all', () => {
    const { world, call } = start(revalue);
    expect(call('GET', '/tickets/3').body.ticket.status).toBe('done');
    expect(call('GET', '/tickets?status=done').body.total).toBe(
      start().call('GET', '/tickets?status=solved').body.total,
    );
    expect(JSON.stringify(call('PATCH', '/tickets/1', { ticket: { status: 'solved' } }).body)).toContain('done');
    expect(world.diff()).toEqual([]);
    expect(call('PATCH', '/tickets/1', { ticket: { status: 'done' } }).body.ticket.status).toBe('done');
    expect(world.entity('tickets/1')?.doc['status']).toBe('solved');
  });
});

it('asks for one more field, and leaves it out of the record', () => {
  const { world, call } = start({
    p: 'require-field',
    match: creates,
    path: ['ticket', 'city'],
    value: 'Turin',
    status: 422,
    message: '"city" is required.',
  });
  expect(call('POST', '/tickets', NEW).status).toBe(422);
  expect(call('POST', '/tickets', { ticket: { ...NEW.ticket, city: 'Bari' } }).status).toBe(422);
  expect(call('POST', '/tickets', { ticket: { ...NEW.ticket, city: 'Turin' } }).status).toBe(201);
  expect(JSON.stringify(world.diff())).not.toContain('Turin');
});

it('lets somebody delete a record in the middle of things, coherently', () => {
  const { call } = start({
    p: 'actor',
    before: { operations: null, kinds: ['list'], key: null },
    nth: 1,
    atMs: null,
    edits: [],
    removes: ['tickets/2'],
  });
  const total = call('GET', '/tickets').body.total as number;
  expect(call('GET', '/tickets').body.total).toBe(total - 1);
  expect([404, 410]).toContain(call('GET', '/tickets/2').status);
});
