/** A small support desk, modelled by hand: what learning would make of one, without learning. */
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { AuthModel } from '../../../src/model/auth-model.ts';
import type { Entity } from '../../../src/model/base-state.ts';
import type { Branch, ErrorShape } from '../../../src/model/branch.ts';
import type { Effect } from '../../../src/model/effect.ts';
import type { FieldModel } from '../../../src/model/field.ts';
import { MODEL_VERSION, type LearnedModel } from '../../../src/model/learned-model.ts';
import type { ListModel } from '../../../src/model/list-model.ts';
import type { Operation, Segment } from '../../../src/model/operation.ts';
import type { Resource, ResourceField } from '../../../src/model/resource.ts';
import type { Slot } from '../../../src/model/slot.ts';
import type { Template, View } from '../../../src/model/template.ts';

export const DESK = 'https://desk.example.com';
export const DESK_AT = Date.parse('2024-05-14T09:00:00Z');

const CUSTOMERS: readonly JsonObject[] = [
  { id: 101, name: 'Maria Lopez', email: 'maria.lopez@mail.example', city: 'Turin' },
  { id: 102, name: 'Jonas Weber', email: 'jonas.weber@mail.example', city: 'Bonn' },
  { id: 103, name: 'Aiko Tanaka', email: 'aiko.tanaka@mail.example', city: 'Osaka' },
  { id: 104, name: 'Lena Novak', email: 'lena.novak@mail.example', city: 'Prague' },
];

const SUBJECTS = [
  'Printer on the third floor',
  'Invoice sent twice',
  'Cannot reset my password',
  'Parcel has not arrived',
  'Screen flickers at start',
  'Wrong size delivered',
  'Newsletter cannot be left',
  'Refund still missing',
  'Login page is blank',
  'Coupon not accepted',
  'Address change needed',
  'Order shows twice',
  'Battery gets too hot',
  'No sound after update',
  'Delivery came too early',
  'Box was open',
  'Warranty question',
  'Contract ends in June',
  'Phone line is dead',
  'Manual is missing',
] as const;
const TICKETS: readonly JsonObject[] = SUBJECTS.map((subject, at) => ({
  id: 12 + at * 3,
  subject,
  description: `Hello, I have a problem with the following: ${subject.toLowerCase()}. Please help me soon.`,
  status: (['open', 'pending', 'open', 'new'] as const)[at % 4] ?? 'open',
  priority: (['low', 'normal', 'high'] as const)[at % 3] ?? 'low',
  type: (['question', 'incident'] as const)[at % 2] ?? 'question',
  customer_id: 101 + (at % 4),
  case_number: `C-${2041 + at * 7}`,
  contact_name: ['Maria Lopez', 'Jonas Weber-Steinbach', 'Aiko Tanaka', 'Lena Novak'][at % 4] ?? '',
  created_at: `2024-05-1${at % 4}T08:${10 + at}:00Z`,
}));

const COMMENTS: readonly JsonObject[] = [
  { id: 501, ticket_id: 12, body: 'We are looking into it and will come back to you.', public: true },
  { id: 502, ticket_id: 15, body: 'The invoice was cancelled, please ignore the second one.', public: true },
];

function field(path: string, more: Partial<ResourceField> = {}): ResourceField {
  return {
    path: [path],
    types: ['string'],
    presence: 1,
    seen: 40,
    nullShare: 0,
    enum: null,
    format: null,
    examples: [],
    distinct: 20,
    minLength: null,
    maxLength: null,
    min: null,
    max: null,
    role: 'plain',
    references: null,
    writable: true,
    ...more,
  };
}

const ID: Partial<ResourceField> = { types: ['integer'], role: 'id', format: 'id', writable: false };
const enumOf = (...values: readonly string[]): Partial<ResourceField> => ({
  enum: values,
  examples: values,
  distinct: values.length,
});

const RESOURCES: readonly Resource[] = [
  resource('customers', 'customer', 'name', [
    field('id', ID),
    field('name', { role: 'label', format: 'name' }),
    field('email', { role: 'natural-key', format: 'email' }),
    field('city', { examples: ['Turin', 'Bonn', 'Osaka'] }),
  ]),
  resource('tickets', 'ticket', 'subject', [
    field('id', ID),
    field('subject', { role: 'label' }),
    field('description', { format: 'prose' }),
    field('case_number', { role: 'natural-key', writable: false }),
    field('contact_name', { format: 'name' }),
    field('status', enumOf('new', 'open', 'pending', 'solved')),
    field('priority', enumOf('low', 'normal', 'high', 'urgent')),
    field('type', enumOf('question', 'incident', 'task')),
    field('customer_id', { types: ['integer'], role: 'foreign-key', references: 'customers', format: 'id' }),
    field('created_at', { role: 'server-chosen', format: 'date-time', writable: false }),
    field('reply_count', { types: ['integer'], role: 'plain', writable: false, presence: 0.9 }),
  ]),
  {
    ...resource('comments', 'comment', null, [
      field('id', ID),
      field('ticket_id', { types: ['integer'], role: 'parent', references: 'tickets', format: 'id' }),
      field('body', { format: 'prose' }),
      field('public', { types: ['boolean'] }),
    ]),
    parent: { resource: 'tickets', field: ['ticket_id'] },
  },
];

function resource(name: string, singular: string, label: string | null, fields: readonly ResourceField[]): Resource {
  return {
    name,
    singular,
    origin: DESK,
    idPath: ['id'],
    idShape: { kind: 'integer', min: 1, max: 999, step: 1 },
    scope: 'global',
    parent: null,
    singleton: false,
    fields,
    naturalKey: label === null ? [] : [[label]],
    labelField: label === null ? null : [label],
    softDelete: null,
    goneStatus: 404,
  };
}

const view = (name: string): View => ({ resource: name, fields: null, moved: [], embeds: [] });
const shown = (name: string, singular: string, of: 'target' | 'created'): Template => ({
  t: 'object',
  fields: [{ key: singular, value: { t: 'entity', of: { r: of }, view: view(name) }, optional: false }],
});
const listed = (name: string): Template => ({
  t: 'object',
  fields: [
    { key: name, value: { t: 'list', view: view(name) }, optional: false },
    { key: 'count', value: { t: 'expr', value: { k: 'page', fact: 'total' } }, optional: false },
    { key: 'next_page', value: { t: 'expr', value: { k: 'page', fact: 'next-url' } }, optional: false },
  ],
});
const bodySlot = (...path: readonly string[]): Slot => ({ in: 'body', path });
const branch = (status: number, body: Template, effects: readonly Effect[] = []): Branch => ({
  guard: { g: 'always' },
  status,
  effects,
  body,
  headers: [],
  seen: 10,
  success: true,
});
const plain = (path: readonly string[], more: Partial<FieldModel> = {}): FieldModel => ({
  path,
  types: ['string'],
  presence: 1,
  seen: 20,
  nullShare: 0,
  enum: null,
  format: null,
  examples: [],
  distinct: 5,
  minLength: null,
  maxLength: null,
  min: null,
  max: null,
  ...more,
});

function operation(
  method: string,
  template: string,
  kind: Operation['kind'],
  name: string,
  more: Partial<Operation> & { readonly branches: readonly Branch[] },
): Operation {
  const segments = template
    .split('/')
    .slice(1)
    .map((text): Segment => {
      if (!text.startsWith('{')) return { kind: 'literal', text };
      const owner = text === '{ticket_id}' ? 'tickets' : (more.resource ?? null);
      return {
        kind: 'param',
        name: text.slice(1, -1),
        prefix: '',
        suffix: '',
        shape: { kind: 'integer', min: 1, max: 999, step: 1 },
        resource: owner,
        aliases: [],
      };
    });
  return {
    id: `${method} ${DESK}${template}`,
    name,
    method,
    origin: DESK,
    segments,
    discriminator: null,
    kind,
    count: 20,
    resource: null,
    target: template.includes('{id}') ? { in: 'path', name: 'id' } : null,
    parents: [],
    request: {
      contentType: method === 'GET' || method === 'DELETE' ? null : 'application/json',
      body: [],
      query: [],
      headers: [],
    },
    list: null,
    authenticated: true,
    ...more,
  };
}

const paged = (scope: ListModel['scope'] = [], filters: ListModel['filters'] = []): ListModel => ({
  scope,
  filters,
  order: [{ path: ['id'], direction: 'asc' }],
  sort: null,
  paging: {
    kind: 'page',
    page: { in: 'query', name: 'page' },
    size: { in: 'query', name: 'per_page' },
    defaultSize: 25,
    maxSize: 100,
    first: 1,
  },
});

const inTicket = [{ resource: 'tickets', slot: { in: 'path', name: 'ticket_id' } as const }];
const STATUS = plain(['ticket', 'status'], { enum: ['new', 'open', 'pending', 'solved'], presence: 0.5 });
const PRIORITY = plain(['ticket', 'priority'], { enum: ['low', 'normal', 'high', 'urgent'], presence: 0.5 });
const OWNER = plain(['ticket', 'customer_id'], { types: ['integer'], presence: 0.3 });
const TYPE = plain(['ticket', 'type'], { enum: ['question', 'incident', 'task'], presence: 0.5 });
const COPY_TICKET = { from: ['ticket'], to: [], except: ['id'] } as const;

export const LOGIN = operation('POST', '/oauth/token', 'auth', 'login', {
  authenticated: false,
  branches: [
    branch(200, {
      t: 'object',
      fields: [
        {
          key: 'access_token',
          value: {
            t: 'expr',
            value: { k: 'generate', shape: { kind: 'opaque', alphabet: 'abcdef0123456789', length: 24 } },
          },
          optional: false,
        },
      ],
    }),
  ],
  request: { contentType: 'application/json', body: [plain(['user']), plain(['password'])], query: [], headers: [] },
});

const OPERATIONS: readonly Operation[] = [
  LOGIN,
  operation('GET', '/customers', 'list', 'list_customers', {
    resource: 'customers',
    list: paged([], [{ slot: { in: 'query', name: 'email' }, paths: [['email']], op: 'equals', seen: 12 }]),
    branches: [branch(200, listed('customers'))],
  }),
  operation('GET', '/customers/{id}', 'read', 'get_customer', {
    resource: 'customers',
    branches: [branch(200, shown('customers', 'customer', 'target'))],
  }),
  operation('GET', '/tickets', 'list', 'list_tickets', {
    resource: 'tickets',
    list: paged(),
    branches: [branch(200, listed('tickets'))],
  }),
  operation('GET', '/tickets/{id}', 'read', 'get_ticket', {
    resource: 'tickets',
    branches: [branch(200, shown('tickets', 'ticket', 'target'))],
  }),
  operation('POST', '/tickets', 'create', 'create_ticket', {
    resource: 'tickets',
    request: {
      contentType: 'application/json',
      body: [
        plain(['ticket', 'subject']),
        plain(['ticket', 'description'], { presence: 0.4 }),
        PRIORITY,
        TYPE,
        plain(['ticket', 'customer_id'], { types: ['integer'], presence: 0.6 }),
      ],
      query: [],
      headers: [],
    },
    branches: [
      branch(201, shown('tickets', 'ticket', 'created'), [
        {
          t: 'create',
          resource: 'tickets',
          set: [
            { path: ['id'], value: { k: 'new-id', resource: 'tickets' } },
            { path: ['created_at'], value: { k: 'now', format: 'yyyy-MM-ddTHH:mm:ssZ', plusSeconds: 0 } },
          ],
          copy: COPY_TICKET,
          defaults: { status: 'new' },
        },
      ]),
    ],
  }),
  operation('PATCH', '/tickets/{id}', 'update', 'update_ticket', {
    resource: 'tickets',
    request: {
      contentType: 'application/json',
      body: [STATUS, PRIORITY, TYPE, OWNER, plain(['ticket', 'subject'], { presence: 0.1 })],
      query: [],
      headers: [],
    },
    branches: [
      branch(200, shown('tickets', 'ticket', 'target'), [
        { t: 'update', of: { r: 'target' }, set: [], copy: { ...COPY_TICKET, mode: 'merge' } },
      ]),
    ],
  }),
  operation('DELETE', '/tickets/{id}', 'delete', 'delete_ticket', {
    resource: 'tickets',
    branches: [
      branch(204, { t: 'none' }, [
        { t: 'delete', of: { r: 'target' }, cascade: [{ resource: 'comments', by: ['ticket_id'] }] },
      ]),
    ],
  }),
  operation('GET', '/tickets/{ticket_id}/comments', 'list', 'list_comments', {
    resource: 'comments',
    parents: inTicket,
    list: paged([
      {
        path: ['ticket_id'],
        value: { k: 'slot', slot: { in: 'path', name: 'ticket_id' }, as: 'number', fallback: null },
      },
    ]),
    branches: [branch(200, listed('comments'))],
  }),
  operation('POST', '/tickets/{ticket_id}/comments', 'create', 'create_comment', {
    resource: 'comments',
    parents: inTicket,
    request: {
      contentType: 'application/json',
      body: [plain(['comment', 'body']), plain(['comment', 'public'], { types: ['boolean'] })],
      query: [],
      headers: [],
    },
    branches: [
      {
        guard: { g: 'state-in', of: { r: 'parent', index: 0 }, path: ['status'], values: ['pending'] },
        status: 409,
        effects: [],
        body: {
          t: 'object',
          fields: [
            {
              key: 'error',
              value: { t: 'expr', value: { k: 'const', value: 'waiting_for_customer' } },
              optional: false,
            },
          ],
        },
        headers: [],
        seen: 3,
        success: false,
      },
      branch(201, shown('comments', 'comment', 'created'), [
        {
          t: 'create',
          resource: 'comments',
          set: [
            { path: ['id'], value: { k: 'new-id', resource: 'comments' } },
            {
              path: ['ticket_id'],
              value: { k: 'slot', slot: { in: 'path', name: 'ticket_id' }, as: 'number', fallback: null },
            },
          ],
          copy: { from: ['comment'], to: [], except: ['id'] },
          defaults: {},
        },
      ]),
    ],
  }),
];

const AUTH: AuthModel = {
  origin: DESK,
  carrier: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
  companion: null,
  principals: [
    {
      id: 'agent-1',
      entity: null,
      token: 'b7e23ec29af22b0b4e41da31e868d572',
      tokenIssuedAt: DESK_AT - 60_000,
      refreshToken: null,
      login: { operation: LOGIN.id, body: { user: 'agent-1', password: 'pw-1' } },
    },
  ],
  issue: {
    operation: LOGIN.id,
    tokenPath: ['access_token'],
    refreshPath: null,
    refreshSlot: null,
    expiresPath: null,
    ttlSeconds: 3600,
    rotates: false,
  },
  refresh: null,
  open: [LOGIN.id],
};

const ERRORS: readonly ErrorShape[] = (
  [
    ['not-found', 404, 'not_found'],
    ['unauthenticated', 401, 'unauthorized'],
    ['expired', 401, 'token_expired'],
    ['invalid', 422, 'invalid'],
    ['conflict', 409, 'conflict'],
    ['rate-limited', 429, 'too_many_requests'],
  ] as const
).map(([trigger, status, code]) => ({
  scope: { origin: DESK, operation: 'any', resource: null },
  trigger,
  status,
  headers: [],
  body: {
    t: 'object',
    fields: [{ key: 'error', value: { t: 'expr', value: { k: 'const', value: code } }, optional: false }],
  },
  seen: 3,
}));

function entities(
  resource: string,
  docs: readonly JsonObject[],
  parent: (doc: JsonObject) => string | null = () => null,
): readonly Entity[] {
  return docs.map((doc) => ({
    key: `${resource}/${String(doc['id'])}`,
    resource,
    id: String(doc['id']),
    parent: parent(doc),
    doc,
    complete: true,
    createdAt: DESK_AT - 86_400_000,
  }));
}

export const DESK_MODEL: LearnedModel = {
  version: MODEL_VERSION,
  expansions: [],
  origins: [DESK],
  operations: OPERATIONS,
  resources: RESOURCES,
  auth: [AUTH],
  errors: ERRORS,
  commonHeaders: {},
  workflow: {
    follows: [],
    lifecycles: [
      {
        resource: 'tickets',
        field: ['status'],
        transitions: [
          { from: 'new', to: 'open', by: `PATCH ${DESK}/tickets/{id}`, count: 9 },
          { from: 'open', to: 'pending', by: `PATCH ${DESK}/tickets/{id}`, count: 9 },
          { from: 'pending', to: 'new', by: `PATCH ${DESK}/tickets/{id}`, count: 2 },
          { from: 'pending', to: 'open', by: `PATCH ${DESK}/tickets/{id}`, count: 4 },
        ],
      },
    ],
  },
  base: {
    at: DESK_AT,
    entities: [
      ...entities('customers', CUSTOMERS),
      ...entities(
        'tickets',
        TICKETS.map((doc): JsonObject => ({ ...doc, reply_count: Number(doc['id'] as Json) % 4 })),
      ),
      ...entities('comments', COMMENTS, (doc) => `tickets/${String(doc['ticket_id'])}`),
    ],
    deleted: [],
    history: [],
    sequences: { customers: 105, tickets: 90, comments: 503 },
  },
  samples: [],
  ambiguous: [],
  latency: Object.fromEntries(OPERATIONS.map(({ id }) => [id, [40, 45, 50, 55, 60, 70, 80, 95, 120, 180, 400]])),
  rates: { 'status:429': 0.01, 'status:404': 0.02, 'missing-field': 0.1 },
};

export { bodySlot };
