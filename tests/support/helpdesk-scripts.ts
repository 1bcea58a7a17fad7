import type { Place, ScriptBook, ScriptOperation, ScriptValue, Setting } from '../../src/agents/script.ts';

const ORIGIN = 'http://127.0.0.1:7080';
const PAGED = {
  kind: 'page',
  parameter: 'page',
  first: 1,
  next: ['meta', 'next'],
  more: null,
  total: ['meta', 'total'],
  url: null,
} as const;
const BY_CURSOR = {
  kind: 'cursor',
  parameter: 'cursor',
  first: 1,
  next: ['meta', 'next_cursor'],
  more: null,
  total: null,
  url: null,
} as const;

function operation(
  name: string,
  kind: ScriptOperation['kind'],
  method: string,
  path: string,
  resource: string,
  more: Partial<ScriptOperation> = {},
): ScriptOperation {
  const shows = kind === 'list' ? ['data'] : [];
  return {
    name,
    kind,
    method,
    origin: ORIGIN,
    path,
    resource,
    contentType: 'application/json',
    shows,
    paging: null,
    types: {},
    arguments: [],
    ...more,
  };
}

const OPERATIONS: readonly ScriptOperation[] = [
  operation('list_tickets', 'list', 'GET', '/v1/tickets', 'tickets', { paging: PAGED }),
  operation('get_ticket', 'read', 'GET', '/v1/tickets/{id}', 'tickets'),
  operation('update_ticket', 'update', 'PATCH', '/v1/tickets/{id}', 'tickets', {
    types: { status: 'string', priority: 'string' },
  }),
  operation('create_ticket', 'create', 'POST', '/v1/tickets', 'tickets', {
    types: { subject: 'string', priority: 'string' },
  }),
  operation('delete_ticket', 'delete', 'DELETE', '/v1/tickets/{id}', 'tickets', { shows: null }),
  operation('list_comments', 'list', 'GET', '/v1/tickets/{ticket_id}/comments', 'comments', { paging: PAGED }),
  operation('create_comment', 'create', 'POST', '/v1/tickets/{ticket_id}/comments', 'comments', {
    types: { body: 'string', public: 'boolean' },
  }),
  operation('list_customers', 'list', 'GET', '/v1/customers', 'customers', { paging: BY_CURSOR }),
  operation('get_customer', 'read', 'GET', '/v1/customers/{id}', 'customers'),
  operation('update_customer', 'update', 'PATCH', '/v1/customers/{id}', 'customers', {
    types: { phone: 'string', plan: 'string' },
  }),
];

const input = (name: string): ScriptValue => ({ v: 'input', name });
const from = (step: string, ...path: string[]): ScriptValue => ({ v: 'from', step, path });
const set = (place: Place, value: ScriptValue, field: readonly string[] | null = null): Setting => ({
  place,
  value,
  field,
});
const path = (name: string): Place => ({ in: 'path', name });
const query = (name: string): Place => ({ in: 'query', name });
const body = (...at: string[]): Place => ({ in: 'body', path: at });

const TICKET = [
  {
    kind: 'find',
    as: 'ticket',
    operation: 'list_tickets',
    settings: [],
    where: [{ path: ['subject'], equals: input('ticket_subject') }],
  },
  { kind: 'read', as: 'ticket_item', operation: 'get_ticket', settings: [set(path('id'), from('ticket', 'id'))] },
] as const;
const CUSTOMER = [
  {
    kind: 'find',
    as: 'customer',
    operation: 'list_customers',
    settings: [set(query('email'), input('customer_email'))],
    where: [{ path: ['email'], equals: input('customer_email') }],
  },
  { kind: 'read', as: 'customer_item', operation: 'get_customer', settings: [set(path('id'), from('customer', 'id'))] },
] as const;
const TICKET_ID = set(path('id'), from('ticket_item', 'id'));
const PROSE: ScriptValue = { v: 'prose', facts: [from('ticket_item', 'subject')] };

/** Scripts for a few workflows of the helpdesk, as a person would write them down. */
export const HELPDESK_SCRIPTS: ScriptBook = {
  operations: Object.fromEntries(OPERATIONS.map((one) => [one.name, one])),
  resources: {
    tickets: {
      singular: 'ticket',
      id: ['id'],
      fields: [
        'id',
        'subject',
        'description',
        'status',
        'priority',
        'channel',
        'customer_id',
        'assignee_id',
        'order_id',
        'tags',
        'comment_count',
        'version',
        'created_at',
        'updated_at',
        'solved_at',
      ],
      names: [['subject']],
      list: 'list_tickets',
      read: 'get_ticket',
    },
    customers: {
      singular: 'customer',
      id: ['id'],
      fields: [
        'id',
        'name',
        'email',
        'phone',
        'company',
        'plan',
        'locale',
        'notes',
        'open_ticket_count',
        'created_at',
        'updated_at',
      ],
      names: [['email'], ['name']],
      list: 'list_customers',
      read: 'get_customer',
    },
    comments: {
      singular: 'comment',
      id: ['id'],
      fields: ['id', 'ticket_id', 'author', 'public', 'body', 'created_at'],
      names: [],
      list: null,
      read: null,
    },
  },
  scripts: [
    {
      workflow: 'triage',
      inputs: ['priority', 'ticket_subject'],
      steps: [
        ...TICKET,
        {
          kind: 'write',
          as: 'update_1',
          operation: 'update_ticket',
          settings: [TICKET_ID, set(body('priority'), input('priority'), ['priority'])],
          seen: {
            in: 'record',
            operation: 'get_ticket',
            settings: [TICKET_ID],
            where: [{ path: ['priority'], equals: input('priority') }],
          },
        },
      ],
    },
    {
      workflow: 'reply',
      inputs: ['public', 'ticket_subject'],
      steps: [
        ...TICKET,
        {
          kind: 'write',
          as: 'comment_1',
          operation: 'create_comment',
          settings: [
            set(path('ticket_id'), from('ticket_item', 'id')),
            set(body('body'), PROSE, ['body']),
            set(body('public'), input('public'), ['public']),
          ],
          seen: {
            in: 'list',
            operation: 'list_comments',
            settings: [set(path('ticket_id'), from('ticket_item', 'id'))],
            where: [{ path: ['public'], equals: input('public') }],
          },
        },
      ],
    },
    {
      workflow: 'delete-spam',
      inputs: ['ticket_subject'],
      steps: [
        ...TICKET,
        {
          kind: 'write',
          as: 'delete_1',
          operation: 'delete_ticket',
          settings: [TICKET_ID],
          seen: { in: 'record', operation: 'get_ticket', settings: [TICKET_ID], where: 'gone' },
        },
      ],
    },
    {
      workflow: 'update-contact',
      inputs: ['customer_email', 'phone'],
      steps: [
        ...CUSTOMER,
        {
          kind: 'write',
          as: 'update_1',
          operation: 'update_customer',
          settings: [set(path('id'), from('customer_item', 'id')), set(body('phone'), input('phone'), ['phone'])],
          seen: {
            in: 'record',
            operation: 'get_customer',
            settings: [set(path('id'), from('customer_item', 'id'))],
            where: [{ path: ['phone'], equals: input('phone') }],
          },
        },
      ],
    },
    {
      workflow: 'look-up',
      inputs: ['customer_email'],
      steps: [...CUSTOMER, { kind: 'answer', value: from('customer_item', 'plan') }],
    },
  ],
};
