/** A help desk as learning might see it: customers, tickets with nested comments, orders, bearer tokens that expire. */
import type { JsonObject } from '../../../src/model/json.ts';
import type { Entity } from '../../../src/model/base-state.ts';
import type { Branch } from '../../../src/model/branch.ts';
import type { Effect } from '../../../src/model/effect.ts';
import { MODEL_VERSION, type LearnedModel } from '../../../src/model/learned-model.ts';
import type { ListModel } from '../../../src/model/list-model.ts';
import type { Operation } from '../../../src/model/operation.ts';
import type { Template } from '../../../src/model/template.ts';
import {
  body,
  entity,
  field,
  fieldModel,
  now,
  object,
  operation,
  ORIGIN,
  path,
  query,
  resource,
  sent,
  shown,
  success,
  value,
  view,
} from './model-parts.ts';

export const START = Date.UTC(2026, 0, 5, 9);
export const TOKEN = 'tok_4f9a1c7be2d84b60';
export const REFRESH = 'ref_77aa12bc90de4f11';

export interface HelpdeskSize {
  readonly customers?: number;
  readonly tickets?: number;
  /** Bytes of prose in each ticket. */
  readonly prose?: number;
}

const STATUSES = ['open', 'pending', 'solved', 'closed'] as const;

export function helpdeskModel({ customers = 12, tickets = 60, prose = 40 }: HelpdeskSize = {}): LearnedModel {
  const records = [
    ...customersOf(customers),
    ...ticketsOf(tickets, customers, prose),
    ...commentsOf(Math.min(tickets, 30)),
    ...ordersOf(10, customers),
  ];
  return {
    version: MODEL_VERSION,
    expansions: [],
    origins: [ORIGIN],
    operations: [
      ...customerOperations(),
      ...ticketOperations(),
      ...commentOperations(),
      ...orderOperations(),
      ...authOperations(),
      report(),
    ],
    resources: resources(),
    auth: [
      {
        origin: ORIGIN,
        carrier: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
        companion: null,
        principals: [
          {
            id: 'ada',
            entity: 'customers/1',
            token: TOKEN,
            tokenIssuedAt: START - 60_000,
            refreshToken: REFRESH,
            login: { operation: `POST ${ORIGIN}/oauth/token`, body: { username: 'ada', password: 'pw-ada-1' } },
          },
        ],
        issue: {
          operation: `POST ${ORIGIN}/oauth/token`,
          tokenPath: ['access_token'],
          refreshPath: ['refresh_token'],
          refreshSlot: null,
          expiresPath: ['expires_in'],
          ttlSeconds: 3600,
          rotates: false,
        },
        refresh: {
          operation: `POST ${ORIGIN}/oauth/refresh`,
          tokenPath: ['access_token'],
          refreshPath: ['refresh_token'],
          refreshSlot: body('refresh_token'),
          expiresPath: ['expires_in'],
          ttlSeconds: 3600,
          rotates: true,
        },
        open: [],
      },
    ],
    errors: [
      problem('not-found', 404, 'not_found', 'Record not found'),
      problem('unauthenticated', 401, 'unauthorized', 'Missing or bad token'),
      problem('invalid', 422, 'invalid', 'Validation failed'),
    ],
    commonHeaders: {
      [ORIGIN]: [
        { name: 'Content-Type', value: value('application/json') },
        { name: 'Date', value: { k: 'now', format: 'http-date', plusSeconds: 0 } },
        { name: 'X-Request-Id', value: { k: 'generate', shape: { kind: 'uuid', version: 4 } } },
      ],
    },
    workflow: { follows: [], lifecycles: [] },
    base: { at: START, entities: records, deleted: [], history: [], sequences: {} },
    samples: [
      {
        operation: `GET ${ORIGIN}/reports/daily`,
        request: { slots: [{ slot: query('day'), value: '2026-01-04' }] },
        status: 200,
        headers: [['Content-Type', 'application/json']],
        body: { kind: 'text', text: '{"day":"2026-01-04","opened":7}' },
        reads: [],
        lists: [],
        at: START - 1000,
      },
    ],
    ambiguous: [],
    latency: { [`GET ${ORIGIN}/tickets`]: [10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30] },
    rates: {},
  };
}

function problem(
  trigger: LearnedModel['errors'][number]['trigger'],
  status: number,
  code: string,
  message: string,
): LearnedModel['errors'][number] {
  return {
    scope: { origin: ORIGIN, operation: 'any', resource: null },
    trigger,
    status,
    headers: [],
    body: envelope(code, shown(value(message))),
    seen: 10,
  };
}

function envelope(code: string, message: Template): Template {
  return object({ error: object({ code: shown(value(code)), message }) });
}

function refusal(guard: Branch['guard'], status: number, code: string, message: string): Branch {
  return {
    guard,
    status,
    effects: [],
    body: envelope(code, shown(value(message))),
    headers: [],
    seen: 5,
    success: false,
  };
}

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

function entityOf(resourceName: string, doc: JsonObject, createdAt: number, parent: string | null = null): Entity {
  return {
    key: `${resourceName}/${String(doc['id'])}`,
    resource: resourceName,
    id: String(doc['id']),
    parent,
    doc,
    complete: true,
    createdAt,
  };
}

function customersOf(count: number): readonly Entity[] {
  return Array.from({ length: count }, (_, index) =>
    entityOf(
      'customers',
      {
        id: index + 1,
        name: `Customer ${index + 1}`,
        email: `c${index + 1}@example.com`,
        ticket_count: 0,
        vip: index % 3 === 0,
      },
      START - 9e8 + index,
    ),
  );
}

function ticketsOf(count: number, customers: number, prose: number): readonly Entity[] {
  return Array.from({ length: count }, (_, index) => {
    const at = START - 8e8 + index * 1000;
    const doc = {
      id: index + 1,
      subject: `Case ${index + 1} about ${['billing', 'login', 'shipping'][index % 3]}`,
      body: 'lorem ipsum '.repeat(Math.ceil(prose / 12)).slice(0, prose),
      status: STATUSES[index % 4] ?? 'open',
      priority: ['low', 'normal', 'high'][index % 3] ?? 'low',
      customer_id: (index % customers) + 1,
      tags: index % 2 === 0 ? ['a', 'b'] : ['b'],
      comment_count: index < 30 ? 2 : 0,
      created_at: iso(at),
      updated_at: iso(at),
    };
    return entityOf('tickets', doc, at);
  });
}

function commentsOf(tickets: number): readonly Entity[] {
  return Array.from({ length: tickets * 2 }, (_, index) => {
    const ticket = Math.floor(index / 2) + 1;
    return entityOf(
      'comments',
      {
        id: index + 1,
        ticket_id: ticket,
        author: { id: 1, name: 'Customer 1' },
        text: `note ${index + 1}`,
        created_at: iso(START - 7e8 + index),
      },
      START - 7e8 + index,
      `tickets/${ticket}`,
    );
  });
}

function ordersOf(count: number, customers: number): readonly Entity[] {
  return Array.from({ length: count }, (_, index) => {
    const items = [{ sku: 'A', quantity: 2, price: 500 + index }];
    return entityOf(
      'orders',
      { id: index + 1, customer_id: (index % customers) + 1, status: 'pending', items, total: 2 * (500 + index) },
      START - 6e8 + index,
    );
  });
}

function resources(): LearnedModel['resources'] {
  return [
    resource(
      'customers',
      [
        field('id', 'integer', { role: 'id', writable: false }),
        field('name', 'string', { role: 'label' }),
        field('email', 'string', { role: 'natural-key' }),
        field('ticket_count', 'integer', { role: 'derived', writable: false }),
        field('vip', 'boolean'),
      ],
      { naturalKey: [['email']], labelField: ['name'] },
    ),
    resource(
      'tickets',
      [
        field('id', 'integer', { role: 'id', writable: false }),
        field('subject', 'string', { role: 'label' }),
        field('body', 'string'),
        field('status', 'string', { enum: [...STATUSES] }),
        field('priority', 'string'),
        field('customer_id', 'integer', { role: 'foreign-key', references: 'customers' }),
        field('tags', 'array'),
        field('comment_count', 'integer', { role: 'derived', writable: false }),
        field('created_at', 'string', { role: 'server-chosen', writable: false }),
        field('updated_at', 'string', { role: 'volatile', writable: false }),
      ],
      { labelField: ['subject'] },
    ),
    resource(
      'comments',
      [
        field('id', 'integer', { role: 'id', writable: false }),
        field('ticket_id', 'integer', { role: 'parent', references: 'tickets', writable: false }),
        field('author', 'object', { writable: false }),
        field('text', 'string'),
        field('created_at', 'string', { role: 'server-chosen', writable: false }),
      ],
      { parent: { resource: 'tickets', field: ['ticket_id'] } },
    ),
    resource('orders', [
      field('id', 'integer', { role: 'id', writable: false }),
      field('customer_id', 'integer', { role: 'foreign-key', references: 'customers' }),
      field('status', 'string'),
      field('items', 'array'),
      field('total', 'integer', { role: 'derived', writable: false }),
    ]),
  ];
}

const pages: ListModel['paging'] = {
  kind: 'page',
  page: query('page'),
  size: query('per_page'),
  defaultSize: 10,
  maxSize: 50,
  first: 1,
};

function listBody(name: string, parts = {}): Template {
  return object({
    [name]: { t: 'list', view: view(name, parts) },
    total: shown({ k: 'page', fact: 'total' }),
    next: shown({ k: 'page', fact: 'next-url' }),
  });
}

const item = (name: string): Template => entity(name, 'target');

function customerOperations(): readonly Operation[] {
  const fields = [
    fieldModel('name', 'string'),
    fieldModel('email', 'string'),
    fieldModel('vip', 'boolean', { presence: 0.5 }),
  ];
  return [
    operation('GET', '/customers', 'list', {
      resource: 'customers',
      branches: [success(200, listBody('customers'))],
      list: {
        scope: [],
        filters: [{ slot: query('email'), paths: [['email']], op: 'equals', seen: 9 }],
        order: [{ path: ['id'], direction: 'asc' }],
        sort: null,
        paging: { kind: 'offset', offset: query('offset'), limit: query('limit'), defaultSize: 5, maxSize: 20 },
      },
    }),
    operation('GET', '/customers/{id:me}', 'read', {
      resource: 'customers',
      target: path('id'),
      branches: [success(200, item('customers'))],
    }),
    operation('POST', '/customers', 'create', {
      resource: 'customers',
      request: {
        contentType: 'application/json',
        body: fields,
        query: [],
        headers: [fieldModel('Idempotency-Key', 'string', { path: ['Idempotency-Key'], presence: 0.2 })],
      },
      branches: [
        refusal(
          {
            g: 'or',
            any: [
              { g: 'missing', slot: body('email') },
              { g: 'empty', slot: body('email') },
              { g: 'type-not', slot: body('email'), types: ['string'] },
            ],
          },
          422,
          'invalid',
          'email is required',
        ),
        refusal(
          { g: 'taken', resource: 'customers', path: ['email'], slot: body('email') },
          409,
          'conflict',
          'email is taken',
        ),
        success(201, entity('customers', 'created'), {
          effects: [
            {
              t: 'create',
              resource: 'customers',
              copy: { from: [], to: [], except: [] },
              defaults: { name: '', ticket_count: 0, vip: false },
              set: [{ path: ['id'], value: { k: 'new-id', resource: 'customers' } }],
            },
          ],
          headers: [
            {
              name: 'Location',
              value: {
                k: 'concat',
                parts: [value(`${ORIGIN}/customers/`), { k: 'field', of: { r: 'created' }, path: ['id'] }],
              },
            },
          ],
        }),
      ],
    }),
  ];
}

function ticketOperations(): readonly Operation[] {
  const fields = ['subject', 'body', 'status', 'priority'].map((name) =>
    fieldModel(`ticket.${name}`, 'string', { presence: 0.7 }),
  );
  const request = {
    contentType: 'application/json',
    body: [
      fieldModel('ticket', 'object'),
      ...fields,
      fieldModel('ticket.customer_id', 'integer', { presence: 0.7 }),
      fieldModel('ticket.tags', 'array', { presence: 0.3 }),
    ],
    query: [],
    headers: [],
  };
  const count: Effect = {
    t: 'recompute',
    of: { r: 'via', of: { r: 'created' }, path: ['customer_id'], resource: 'customers' },
    set: [
      {
        path: ['ticket_count'],
        value: {
          k: 'aggregate',
          fn: 'count',
          resource: 'tickets',
          by: ['customer_id'],
          of: { r: 'via', of: { r: 'created' }, path: ['customer_id'], resource: 'customers' },
          path: null,
          where: [],
        },
      },
    ],
  };
  return [
    operation('GET', '/tickets', 'list', {
      resource: 'tickets',
      branches: [
        success(200, listBody('tickets'), {
          headers: [
            {
              name: 'Link',
              value: {
                k: 'link',
                rels: [
                  { rel: 'next', fact: 'next-url' },
                  { rel: 'prev', fact: 'previous-url' },
                ],
              },
            },
          ],
        }),
      ],
      list: {
        scope: [],
        filters: [
          { slot: query('status'), paths: [['status']], op: 'equals', seen: 9 },
          { slot: query('customer_id'), paths: [['customer_id']], op: 'equals', seen: 9 },
          { slot: query('q'), paths: [['subject'], ['body']], op: 'contains', seen: 4 },
        ],
        order: [{ path: ['created_at'], direction: 'desc' }],
        sort: {
          slot: query('sort'),
          directionSlot: null,
          values: {
            subject: [{ path: ['subject'], direction: 'asc' }],
            updated_at: [{ path: ['updated_at'], direction: 'asc' }],
          },
          descendingPrefix: '-',
        },
        paging: pages,
      },
    }),
    operation('GET', '/tickets/{id}.json', 'read', {
      resource: 'tickets',
      target: path('id'),
      branches: [success(200, object({ ticket: item('tickets') }))],
    }),
    operation('GET', '/tickets/{id}', 'read', {
      resource: 'tickets',
      target: path('id'),
      branches: [
        success(200, object({ ticket: item('tickets') }), {
          headers: [
            { name: 'ETag', value: { k: 'digest', of: { r: 'target' }, prefix: '"', suffix: '"', length: 16 } },
          ],
        }),
      ],
    }),
    operation('POST', '/tickets', 'create', {
      resource: 'tickets',
      request,
      branches: [
        refusal(
          {
            g: 'or',
            any: [
              { g: 'missing', slot: body('ticket', 'subject') },
              { g: 'empty', slot: body('ticket', 'subject') },
            ],
          },
          422,
          'invalid',
          'subject is required',
        ),
        refusal(
          { g: 'unknown-entity', resource: 'customers', slot: body('ticket', 'customer_id') },
          422,
          'invalid',
          'customer does not exist',
        ),
        success(201, object({ ticket: entity('tickets', 'created') }), {
          effects: [
            {
              t: 'create',
              resource: 'tickets',
              copy: { from: ['ticket'], to: [], except: [] },
              defaults: { body: '', status: 'open', priority: 'normal', customer_id: null, tags: [], comment_count: 0 },
              set: [
                { path: ['id'], value: { k: 'new-id', resource: 'tickets' } },
                { path: ['created_at'], value: now },
                { path: ['updated_at'], value: now },
              ],
            },
            count,
          ],
        }),
      ],
    }),
    operation('PATCH', '/tickets/{id}', 'update', {
      resource: 'tickets',
      target: path('id'),
      request: { ...request, headers: [fieldModel('If-Match', 'string', { path: ['If-Match'], presence: 0.1 })] },
      branches: [
        refusal(
          { g: 'not-in', slot: body('ticket', 'status'), values: [...STATUSES] },
          422,
          'invalid',
          'status is not valid',
        ),
        refusal(
          {
            g: 'transition',
            of: { r: 'target' },
            path: ['status'],
            slot: body('ticket', 'status'),
            refused: [
              ['closed', 'open'],
              ['closed', 'pending'],
            ],
            allowed: [
              ['open', 'pending'],
              ['open', 'solved'],
              ['pending', 'solved'],
              ['solved', 'closed'],
            ],
          },
          409,
          'conflict',
          'closed tickets stay closed',
        ),
        success(200, object({ ticket: item('tickets') }), {
          effects: [
            {
              t: 'update',
              of: { r: 'target' },
              copy: { from: ['ticket'], to: [], mode: 'merge', except: [] },
              set: [{ path: ['updated_at'], value: now }],
            },
          ],
        }),
      ],
    }),
    operation('DELETE', '/tickets/{id}', 'delete', {
      resource: 'tickets',
      target: path('id'),
      branches: [
        success(
          204,
          { t: 'none' },
          { effects: [{ t: 'delete', of: { r: 'target' }, cascade: [{ resource: 'comments', by: ['ticket_id'] }] }] },
        ),
      ],
    }),
  ];
}

function commentOperations(): readonly Operation[] {
  const parents = [{ resource: 'tickets', slot: path('ticket_id') }];
  const embeds = [{ path: ['author'], resource: 'customers', idPath: ['id'], many: false, fields: null }];
  const bump: Effect = {
    t: 'recompute',
    of: { r: 'parent', index: 0 },
    set: [
      {
        path: ['comment_count'],
        value: {
          k: 'aggregate',
          fn: 'count',
          resource: 'comments',
          by: ['ticket_id'],
          of: { r: 'parent', index: 0 },
          path: null,
          where: [],
        },
      },
      { path: ['updated_at'], value: now },
    ],
  };
  return [
    operation('GET', '/tickets/{ticket_id}/comments', 'list', {
      resource: 'comments',
      parents,
      branches: [success(200, listBody('comments', { embeds }))],
      list: {
        scope: [{ path: ['ticket_id'], value: sent(path('ticket_id')) }],
        filters: [],
        order: [{ path: ['id'], direction: 'asc' }],
        sort: null,
        paging: {
          kind: 'cursor',
          cursor: query('after'),
          size: query('limit'),
          defaultSize: 2,
          maxSize: 10,
          form: 'token',
        },
      },
    }),
    operation('GET', '/tickets/{ticket_id}/comments/{id}', 'read', {
      resource: 'comments',
      target: path('id'),
      parents,
      branches: [success(200, entity('comments', 'target', { embeds }))],
    }),
    operation('POST', '/tickets/{ticket_id}/comments', 'create', {
      resource: 'comments',
      parents,
      request: { contentType: 'application/json', body: [fieldModel('text', 'string')], query: [], headers: [] },
      branches: [
        refusal({ g: 'missing', slot: body('text') }, 422, 'invalid', 'text is required'),
        success(201, entity('comments', 'created', { embeds }), {
          effects: [
            {
              t: 'create',
              resource: 'comments',
              copy: { from: [], to: [], except: [] },
              defaults: {},
              set: [
                { path: ['id'], value: { k: 'new-id', resource: 'comments' } },
                { path: ['ticket_id'], value: { k: 'field', of: { r: 'parent', index: 0 }, path: ['id'] } },
                { path: ['author'], value: value({ id: 1, name: 'Customer 1' }) },
                { path: ['created_at'], value: now },
              ],
            },
            bump,
          ],
        }),
      ],
    }),
    operation('DELETE', '/tickets/{ticket_id}/comments/{id}', 'delete', {
      resource: 'comments',
      target: path('id'),
      parents,
      branches: [success(204, { t: 'none' }, { effects: [{ t: 'delete', of: { r: 'target' }, cascade: [] }] })],
    }),
  ];
}

function orderOperations(): readonly Operation[] {
  return [
    operation('GET', '/orders/{id}', 'read', {
      resource: 'orders',
      target: path('id'),
      branches: [success(200, item('orders'))],
    }),
    operation('GET', '/orders', 'list', {
      resource: 'orders',
      branches: [success(200, { t: 'list', view: view('orders') })],
      list: {
        scope: [],
        filters: [],
        order: [],
        sort: null,
        paging: {
          kind: 'cursor',
          cursor: query('starting_after'),
          size: query('limit'),
          defaultSize: 3,
          maxSize: 10,
          form: 'id',
        },
      },
    }),
    operation('PUT', '/orders/{id}/items', 'update', {
      resource: 'orders',
      target: path('id'),
      request: { contentType: 'application/json', body: [fieldModel('items', 'array')], query: [], headers: [] },
      branches: [
        refusal(
          { g: 'not', of: { g: 'state-in', of: { r: 'target' }, path: ['status'], values: ['pending'] } },
          409,
          'conflict',
          'order is not pending',
        ),
        success(200, item('orders'), {
          effects: [
            { t: 'update', of: { r: 'target' }, copy: { from: [], to: [], mode: 'merge', except: [] }, set: [] },
            {
              t: 'recompute',
              of: { r: 'target' },
              set: [
                {
                  path: ['total'],
                  value: {
                    k: 'fold',
                    fn: 'sum',
                    of: { r: 'target' },
                    array: ['items'],
                    paths: [['quantity'], ['price']],
                  },
                },
              ],
            },
          ],
        }),
      ],
    }),
    operation('POST', '/orders/{id}/cancel', 'action', {
      resource: 'orders',
      target: path('id'),
      branches: [
        refusal(
          { g: 'state-in', of: { r: 'target' }, path: ['status'], values: ['cancelled'] },
          409,
          'conflict',
          'already cancelled',
        ),
        success(200, item('orders'), {
          effects: [
            { t: 'update', of: { r: 'target' }, copy: null, set: [{ path: ['status'], value: value('cancelled') }] },
          ],
        }),
      ],
    }),
  ];
}

function authOperations(): readonly Operation[] {
  const token = object({
    access_token: shown(value('x')),
    refresh_token: shown(value('y')),
    expires_in: shown(value(3600)),
    token_type: shown(value('Bearer')),
  });
  return [
    operation('POST', '/oauth/token', 'auth', {
      authenticated: false,
      request: {
        contentType: 'application/json',
        body: [fieldModel('username', 'string'), fieldModel('password', 'string')],
        query: [],
        headers: [],
      },
      branches: [success(200, token)],
    }),
    operation('POST', '/oauth/refresh', 'auth', {
      authenticated: false,
      request: {
        contentType: 'application/json',
        body: [fieldModel('refresh_token', 'string')],
        query: [],
        headers: [],
      },
      branches: [success(200, token)],
    }),
    operation('POST', '/oauth/revoke', 'auth', {
      authenticated: false,
      request: { contentType: 'application/json', body: [fieldModel('token', 'string')], query: [], headers: [] },
      branches: [success(200, object({ revoked: shown(value(true)) }))],
    }),
  ];
}

function report(): Operation {
  return operation('GET', '/reports/daily', 'compute', { branches: [success(200, { t: 'sample' })] });
}
