/** Tasks on the desk, as task making words them. */
import type { OracleStep, SlotValue, Value, WriteConfirmation } from '../../../src/model/oracle.ts';
import type { GoalAtom, RecordedCall, Task } from '../../../src/model/task.ts';
import { DESK, DESK_AT, bodySlot } from './desk-model.ts';

export const op = (text: string): string => text.replace(' ', ` ${DESK}`);
export const input = (name: string): Value => ({ v: 'input', name });
export const from = (step: string, ...path: readonly string[]): Value => ({ v: 'from', step, path });
export const body = (value: Value, ...path: readonly string[]): SlotValue => ({ slot: bodySlot(...path), value });
export const pathSlot = (name: string, value: Value): SlotValue => ({ slot: { in: 'path', name }, value });

export const findTicket: OracleStep = {
  kind: 'find',
  as: 'ticket',
  resource: 'tickets',
  operation: op('GET /tickets'),
  slots: [],
  where: [{ path: ['subject'], equals: input('ticket_subject') }],
};
export const readTicket: OracleStep = {
  kind: 'read',
  as: 'ticket_item',
  resource: 'tickets',
  operation: op('GET /tickets/{id}'),
  slots: [pathSlot('id', from('ticket', 'id'))],
};
const findCustomer: OracleStep = {
  kind: 'find',
  as: 'customer',
  resource: 'customers',
  operation: op('GET /customers'),
  slots: [{ slot: { in: 'query', name: 'email' }, value: input('customer_email') }],
  where: [{ path: ['email'], equals: input('customer_email') }],
};
export const readBack = (...fields: readonly string[]): WriteConfirmation => ({
  c: 'read',
  operation: op('GET /tickets/{id}'),
  slots: [pathSlot('id', from('ticket_item', 'id'))],
  expect: fields.map((name) => ({ path: [name], equals: input(name) })),
});

export function recorded(
  ...calls: readonly (readonly [
    string,
    ...(readonly [
      RecordedCall['values'][number]['slot'],
      RecordedCall['values'][number]['value'],
      RecordedCall['values'][number]['from'],
    ])[],
  ])[]
): readonly RecordedCall[] {
  return calls.map(([operation, ...values]) => ({
    operation: op(operation),
    values: values.map(([slot, value, source]) => ({ slot, value, from: source })),
  }));
}

export function deskTask(
  id: string,
  kind: Task['kind'],
  instruction: string,
  inputs: Task['inputs'],
  steps: readonly OracleStep[],
  goal: readonly GoalAtom[],
  calls: readonly RecordedCall[],
): Task {
  return {
    id,
    session: `session-${id}`,
    cut: 3,
    workflow: 'desk',
    kind,
    use: 'yes',
    instruction,
    phrasings: [instruction],
    inputs,
    start: [],
    startAt: DESK_AT + 60_000,
    principal: 'agent-1',
    goal,
    oracle: { steps },
    scope: goal.flatMap((atom) => (atom.kind === 'field' || atom.kind === 'gone' ? [atom.key] : [])),
    recorded: calls,
    withRead: true,
    writes: steps.filter((step) => step.kind === 'write').length,
  };
}

export const ticketId = (call: number, at: number) =>
  [{ in: 'path', name: 'id' } as const, 12 + at * 3, { call, path: ['tickets', at, 'id'] }] as const;
export const itemId = (call: number, name = 'id') =>
  [{ in: 'path', name } as const, 0, { call, path: ['ticket', 'id'] }] as const;
const fieldAtom = (key: string, name: string, value: string): GoalAtom => ({
  kind: 'field',
  key,
  resource: 'tickets',
  path: [name],
  match: { m: 'exact', value },
});

export const UPDATE_TASK = deskTask(
  't00000update',
  'update',
  'Set status to "solved" and priority to "urgent" on the ticket "Wrong size delivered".',
  { ticket_subject: 'Wrong size delivered', status: 'solved', priority: 'urgent' },
  [
    findTicket,
    readTicket,
    {
      kind: 'write',
      as: 'update_1',
      resource: 'tickets',
      operation: op('PATCH /tickets/{id}'),
      slots: [
        pathSlot('id', from('ticket_item', 'id')),
        body(input('status'), 'ticket', 'status'),
        body(input('priority'), 'ticket', 'priority'),
      ],
      confirm: readBack('status', 'priority'),
    },
  ],
  [fieldAtom('tickets/27', 'status', 'solved'), fieldAtom('tickets/27', 'priority', 'urgent')],
  recorded(
    ['GET /tickets'],
    ['GET /tickets/{id}', ticketId(0, 5)],
    [
      'PATCH /tickets/{id}',
      itemId(1),
      [bodySlot('ticket', 'status'), 'solved', null],
      [bodySlot('ticket', 'priority'), 'urgent', null],
    ],
  ),
);

export const CREATE_TASK = deskTask(
  't00000create',
  'create',
  'Create a ticket with subject "Charger is broken" and priority "high" for the customer with email "aiko.tanaka@mail.example".',
  { customer_email: 'aiko.tanaka@mail.example', subject: 'Charger is broken', priority: 'high' },
  [
    findCustomer,
    {
      kind: 'write',
      as: 'create_1',
      resource: 'tickets',
      operation: op('POST /tickets'),
      slots: [
        body(input('subject'), 'ticket', 'subject'),
        body(input('priority'), 'ticket', 'priority'),
        body(from('customer', 'id'), 'ticket', 'customer_id'),
      ],
      confirm: {
        c: 'find',
        operation: op('GET /tickets'),
        slots: [],
        where: [
          { path: ['subject'], equals: input('subject') },
          { path: ['priority'], equals: input('priority') },
        ],
      },
    },
  ],
  [
    {
      kind: 'new',
      name: 'create_1',
      resource: 'tickets',
      parent: null,
      fields: [
        { path: ['subject'], match: { m: 'exact', value: 'Charger is broken' } },
        { path: ['priority'], match: { m: 'exact', value: 'high' } },
        { path: ['customer_id'], match: { m: 'exact', value: 103 } },
      ],
    },
  ],
  recorded(
    ['GET /customers', [{ in: 'query', name: 'email' }, 'aiko.tanaka@mail.example', null]],
    [
      'POST /tickets',
      [bodySlot('ticket', 'subject'), 'Charger is broken', null],
      [bodySlot('ticket', 'priority'), 'high', null],
      [bodySlot('ticket', 'customer_id'), 103, { call: 0, path: ['customers', 0, 'id'] }],
    ],
  ),
);

export const COMMENT_TASK = deskTask(
  't0000comment',
  'create',
  'On the ticket "Parcel has not arrived", create a comment; write the body in your own words, as text that mentions "Lena Novak".',
  { ticket_subject: 'Parcel has not arrived' },
  [
    findTicket,
    readTicket,
    {
      kind: 'write',
      as: 'create_1',
      resource: 'comments',
      operation: op('POST /tickets/{ticket_id}/comments'),
      slots: [
        pathSlot('ticket_id', from('ticket_item', 'id')),
        body({ v: 'prose', facts: [from('ticket_item', 'contact_name')] }, 'comment', 'body'),
        body({ v: 'constant', value: true }, 'comment', 'public'),
      ],
      confirm: {
        c: 'find',
        operation: op('GET /tickets/{ticket_id}/comments'),
        slots: [pathSlot('ticket_id', from('ticket_item', 'id'))],
        where: [{ path: ['public'], equals: { v: 'constant', value: true } }],
      },
    },
  ],
  [
    {
      kind: 'new',
      name: 'create_1',
      resource: 'comments',
      parent: 'tickets/21',
      fields: [{ path: ['body'], match: { m: 'prose', mentions: ['Lena Novak'], mustNot: [] } }],
    },
  ],
  recorded(
    ['GET /tickets'],
    ['GET /tickets/{id}', ticketId(0, 3)],
    [
      'POST /tickets/{ticket_id}/comments',
      itemId(1, 'ticket_id'),
      [bodySlot('comment', 'body'), 'Hello, the case of Lena Novak is being handled by our team now.', null],
      [bodySlot('comment', 'public'), true, null],
    ],
  ),
);

export const DELETE_TASK = deskTask(
  't00000delete',
  'delete',
  'Delete the ticket "Newsletter cannot be left".',
  { ticket_subject: 'Newsletter cannot be left' },
  [
    findTicket,
    readTicket,
    {
      kind: 'write',
      as: 'delete_1',
      resource: 'tickets',
      operation: op('DELETE /tickets/{id}'),
      slots: [pathSlot('id', from('ticket_item', 'id'))],
      confirm: {
        c: 'read',
        operation: op('GET /tickets/{id}'),
        slots: [pathSlot('id', from('ticket_item', 'id'))],
        expect: 'gone',
      },
    },
  ],
  [{ kind: 'gone', key: 'tickets/30', resource: 'tickets' }],
  recorded(['GET /tickets'], ['GET /tickets/{id}', ticketId(0, 6)], ['DELETE /tickets/{id}', itemId(1)]),
);

export const CHAIN_TASK = deskTask(
  't000000chain',
  'update',
  'Set priority to "high" on the ticket "Screen flickers at start". Then create a ticket with subject "Order a spare screen".',
  { ticket_subject: 'Screen flickers at start', priority: 'high', subject: 'Order a spare screen' },
  [
    findTicket,
    readTicket,
    {
      kind: 'write',
      as: 'update_1',
      resource: 'tickets',
      operation: op('PATCH /tickets/{id}'),
      slots: [pathSlot('id', from('ticket_item', 'id')), body(input('priority'), 'ticket', 'priority')],
      confirm: readBack('priority'),
    },
    {
      kind: 'write',
      as: 'create_2',
      resource: 'tickets',
      operation: op('POST /tickets'),
      slots: [body(input('subject'), 'ticket', 'subject')],
      confirm: {
        c: 'find',
        operation: op('GET /tickets'),
        slots: [],
        where: [{ path: ['subject'], equals: input('subject') }],
      },
    },
  ],
  [
    fieldAtom('tickets/24', 'priority', 'high'),
    {
      kind: 'new',
      name: 'create_2',
      resource: 'tickets',
      parent: null,
      fields: [{ path: ['subject'], match: { m: 'exact', value: 'Order a spare screen' } }],
    },
  ],
  recorded(
    ['GET /tickets'],
    ['GET /tickets/{id}', ticketId(0, 4)],
    ['PATCH /tickets/{id}', itemId(1), [bodySlot('ticket', 'priority'), 'high', null]],
    ['POST /tickets', [bodySlot('ticket', 'subject'), 'Order a spare screen', null]],
  ),
);

export const REASSIGN_TASK = deskTask(
  't0000reassign',
  'update',
  'Set customer to the customer "Jonas Weber" on the ticket with case number "C-2097".',
  { customer_name: 'Jonas Weber', ticket_case_number: 'C-2097' },
  [
    {
      kind: 'find',
      as: 'customer',
      resource: 'customers',
      operation: op('GET /customers'),
      slots: [],
      where: [{ path: ['name'], equals: input('customer_name') }],
    },
    {
      kind: 'find',
      as: 'ticket',
      resource: 'tickets',
      operation: op('GET /tickets'),
      slots: [],
      where: [{ path: ['case_number'], equals: input('ticket_case_number') }],
    },
    readTicket,
    {
      kind: 'write',
      as: 'update_1',
      resource: 'tickets',
      operation: op('PATCH /tickets/{id}'),
      slots: [pathSlot('id', from('ticket_item', 'id')), body(from('customer', 'id'), 'ticket', 'customer_id')],
      confirm: {
        c: 'read',
        operation: op('GET /tickets/{id}'),
        slots: [pathSlot('id', from('ticket_item', 'id'))],
        expect: [{ path: ['customer_id'], equals: from('customer', 'id') }],
      },
    },
  ],
  [{ kind: 'field', key: 'tickets/36', resource: 'tickets', path: ['customer_id'], match: { m: 'exact', value: 102 } }],
  recorded(
    ['GET /customers'],
    ['GET /tickets'],
    ['GET /tickets/{id}', ticketId(1, 8)],
    [
      'PATCH /tickets/{id}',
      itemId(2),
      [bodySlot('ticket', 'customer_id'), 102, { call: 0, path: ['customers', 1, 'id'] }],
    ],
  ),
);

export const DESK_TASKS: readonly Task[] = [
  UPDATE_TASK,
  CREATE_TASK,
  COMMENT_TASK,
  DELETE_TASK,
  CHAIN_TASK,
  REASSIGN_TASK,
];
