import {
  array,
  assert,
  constantFrom,
  integer,
  oneof,
  property,
  record,
  tuple,
  constant,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { World } from '../../src/model/world.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { helpdeskModel, START } from '../support/models/helpdesk-model.ts';
import { clientOf, type Client } from '../support/models/world-client.ts';

const model = helpdeskModel({ tickets: 24, customers: 5 });

type Command = readonly [method: string, target: string, body?: unknown];

const id = integer({ min: 1, max: 28 });
const made = integer({ min: 1001, max: 1004 });
const anyId = oneof({ weight: 3, arbitrary: id }, made);
const status = constantFrom('open', 'pending', 'solved', 'closed', 'nonsense');

const writes: Arbitrary<Command> = oneof(
  record({ subject: constantFrom('a', 'b', ''), customer_id: integer({ min: 1, max: 7 }), status }).map(
    (ticket): Command => ['POST', '/tickets', { ticket }],
  ),
  tuple(anyId, status).map(([ticket, next]): Command => ['PATCH', `/tickets/${ticket}`, { ticket: { status: next } }]),
  tuple(anyId, integer({ min: 1, max: 6 })).map(([ticket, customer]): Command => [
    'PATCH',
    `/tickets/${ticket}`,
    { ticket: { customer_id: customer, subject: `moved to ${customer}` } },
  ]),
  anyId.map((ticket): Command => ['DELETE', `/tickets/${ticket}`]),
  anyId.map((ticket): Command => ['POST', `/tickets/${ticket}/comments`, { text: 'hello' }]),
  tuple(anyId, integer({ min: 1, max: 48 })).map(([ticket, comment]): Command => [
    'DELETE',
    `/tickets/${ticket}/comments/${comment}`,
  ]),
  tuple(
    integer({ min: 1, max: 12 }),
    array(record({ quantity: integer({ min: 0, max: 9 }), price: integer({ min: 0, max: 99 }) }), { maxLength: 3 }),
  ).map(([order, items]): Command => ['PUT', `/orders/${order}/items`, { items }]),
  integer({ min: 1, max: 12 }).map((order): Command => ['POST', `/orders/${order}/cancel`]),
  tuple(constantFrom('x@example.com', 'c1@example.com', 'y@example.com'), constantFrom('X', 'Y')).map(
    ([email, name]): Command => ['POST', '/customers', { email, name }],
  ),
);
const reads: Arbitrary<Command> = oneof(
  anyId.map((ticket): Command => ['GET', `/tickets/${ticket}`]),
  tuple(constantFrom('status=open', 'customer_id=2', 'q=case', 'sort=-subject', ''), integer({ min: 1, max: 9 })).map(
    ([query, size]): Command => ['GET', `/tickets?${query}&per_page=${size}`],
  ),
);
const commands = array(oneof({ weight: 3, arbitrary: writes }, reads), { maxLength: 25 });

function start(seed = 1): { readonly world: World; readonly call: Client } {
  const world = createWorld({ model, patches: [], seed, startAt: START });
  return { world, call: clientOf(world) };
}

function everyPage(call: Client, query: string, size: number): readonly { readonly id: number }[] {
  const items: { readonly id: number }[] = [];
  let next: string | null = `/tickets?${query}&per_page=${size}`;
  for (let page = 0; next !== null && page < 60; page++) {
    const { body } = call('GET', next);
    items.push(...(body.tickets as readonly { readonly id: number }[]));
    next = body.next === null ? null : String(body.next).replace(/^https:\/\/[^/]+/, '');
  }
  return items;
}

describe('whatever an agent does', () => {
  it('it reads its own writes, and refused writes leave no trace', () => {
    assert(
      property(commands, (list) => {
        const { world, call } = start();
        for (const [method, target, body] of list) {
          const before = world.digest();
          const said = call(method, target, body);
          if (method === 'GET') expect(world.digest()).toBe(before);
          if (said.status >= 400) {
            expect(world.digest()).toBe(before);
            expect(said.answer.changes).toEqual([]);
            continue;
          }
          const ticket = said.body?.ticket;
          if (method !== 'GET' && ticket !== undefined)
            expect(call('GET', `/tickets/${ticket.id}`).body.ticket).toEqual(ticket);
          if (method === 'DELETE') expect(call('GET', target).status).toBe(404);
          if (method === 'PUT')
            expect(said.body.total).toBe(
              said.body.items.reduce(
                (sum: number, item: { quantity: number; price: number }) => sum + item.quantity * item.price,
                0,
              ),
            );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('lists, items, filters, totals and counts agree', () => {
    assert(
      property(commands, integer({ min: 1, max: 13 }), (list, size) => {
        const { world, call } = start();
        for (const [method, target, body] of list) call(method, target, body);
        const all = everyPage(call, '', 50);
        expect(everyPage(call, '', size)).toEqual(all);
        expect(new Set(all.map((ticket) => ticket.id)).size).toBe(all.length);
        expect(all.map((ticket) => ticket.id).toSorted()).toEqual(
          [...world.entitiesOf('tickets')].map(({ doc }) => Number(doc['id'])).toSorted(),
        );
        for (const ticket of all) expect(call('GET', `/tickets/${ticket.id}`).body.ticket).toEqual(ticket);
        const sorted = everyPage(call, 'sort=-subject', size);
        expect(new Set(sorted.map((ticket) => ticket.id))).toEqual(new Set(all.map((ticket) => ticket.id)));
        for (const [name, value] of [
          ['status', 'open'],
          ['customer_id', '2'],
        ] as const) {
          const wanted = (all as readonly Record<string, unknown>[]).filter((ticket) => String(ticket[name]) === value);
          expect(everyPage(call, `${name}=${value}`, size)).toEqual(wanted);
          expect(call('GET', `/tickets?${name}=${value}`).body.total).toBe(wanted.length);
        }
        for (const { doc } of world.entitiesOf('tickets')) {
          const comments = [...world.entitiesOf('comments')].filter(
            (comment) => comment.doc['ticket_id'] === doc['id'],
          );
          expect(doc['comment_count']).toBe(comments.length);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('the same requests give the same bytes', () => {
    assert(
      property(commands, integer(), (list, seed) => {
        const [one, two] = [start(seed), start(seed)];
        for (const [method, target, body] of list) {
          const [left, right] = [one.call(method, target, body), two.call(method, target, body)];
          expect(left.answer).toEqual(right.answer);
        }
        expect(one.world.digest()).toBe(two.world.digest());
      }),
      { numRuns: 40 },
    );
  });

  it('a fork goes its own way', () => {
    assert(
      property(commands, commands, (first, second) => {
        const { world, call } = start();
        for (const [method, target, body] of first) call(method, target, body);
        const digest = world.digest();
        const fork = clientOf(world.fork());
        const twin = clientOf(world.fork());
        const answers = second.map(([method, target, body]) => fork(method, target, body).answer);
        expect(world.digest()).toBe(digest);
        expect(second.map(([method, target, body]) => twin(method, target, body).answer)).toEqual(answers);
      }),
      { numRuns: 40 },
    );
  });

  it('net changes are what differs from the start', () => {
    assert(
      property(commands, (list) => {
        const { world, call } = start();
        for (const [method, target, body] of list) call(method, target, body);
        const fresh = start().world;
        for (const { key, before, after } of world.diff()) {
          expect(before).toEqual(fresh.entity(key)?.doc ?? null);
          expect(after).toEqual(world.entity(key)?.doc ?? null);
        }
        const changed = new Set(world.diff().map(({ key }) => key));
        for (const { key, doc } of world.entitiesOf('tickets'))
          if (!changed.has(key)) expect(doc).toEqual(fresh.entity(key)?.doc);
      }),
      { numRuns: 60 },
    );
  });
});

describe('long lists', () => {
  const large = helpdeskModel({ tickets: 700, customers: 3 });
  it('follow changes as short ones do', () => {
    const touch = tuple(integer({ min: 1, max: 700 }), constantFrom('PATCH', 'DELETE', 'POST')).map(
      ([ticket, method]): Command =>
        method === 'POST'
          ? ['POST', '/tickets', { ticket: { subject: 'new', customer_id: 1 } }]
          : method === 'PATCH'
            ? ['PATCH', `/tickets/${ticket}`, { ticket: { subject: `s${ticket % 5}`, customer_id: (ticket % 3) + 1 } }]
            : ['DELETE', `/tickets/${ticket}`],
    );
    assert(
      property(
        array(
          tuple(
            touch,
            constantFrom('', 'sort=subject', 'customer_id=1', 'sort=-updated_at'),
            integer({ min: 1, max: 8 }),
          ),
          { maxLength: 30 },
        ),
        constant(50),
        (list, size) => {
          const world = createWorld({ model: large, patches: [], seed: 3, startAt: START });
          const call = clientOf(world);
          for (const [[method, target, body], query, page] of list) {
            call(method, target, body);
            call('GET', `/tickets?${query}&per_page=${size}&page=${page}`);
          }
          const fresh = clientOf(world.fork());
          for (const query of ['', 'sort=subject', 'customer_id=1', 'sort=-updated_at']) {
            const live = everyPage(call, query, size);
            expect(live).toEqual(everyPage(fresh, query, size));
            expect(live).toHaveLength(
              query === 'customer_id=1'
                ? [...world.entitiesOf('tickets')].filter(({ doc }) => doc['customer_id'] === 1).length
                : [...world.entitiesOf('tickets')].length,
            );
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});
