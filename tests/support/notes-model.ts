import type { AuthModel } from '../../src/model/auth-model.ts';
import { MODEL_VERSION, type LearnedModel } from '../../src/model/learned-model.ts';
import type { Operation, Segment } from '../../src/model/operation.ts';
import type { ToolSpec } from '../../src/model/tools.ts';

export const NOTES = 'https://notes.example.com';
export const MAIL = 'https://mail.example.com';

function segments(template: string): readonly Segment[] {
  return template
    .split('/')
    .slice(1)
    .map((text) => {
      if (!text.startsWith('{')) return { kind: 'literal', text };
      return {
        kind: 'param',
        name: text.slice(1, -1),
        prefix: '',
        suffix: '',
        shape: { kind: 'slug' },
        resource: 'notes',
        aliases: [],
      };
    });
}

export function operation(method: string, template: string, more: Partial<Operation> = {}): Operation {
  return {
    id: `${method} ${NOTES}${template}`,
    name: `${method.toLowerCase()}${template.replaceAll(/[^a-z]+/g, '_')}`,
    method,
    origin: NOTES,
    segments: segments(template),
    discriminator: null,
    kind: method === 'GET' ? 'read' : 'create',
    count: 1,
    resource: 'notes',
    target: null,
    parents: [],
    request: { contentType: method === 'GET' ? null : 'application/json', body: [], query: [], headers: [] },
    branches: [],
    list: null,
    authenticated: true,
    ...more,
  };
}

const LOGIN = operation('POST', '/login', { kind: 'auth', resource: null, authenticated: false });

const AUTH: AuthModel = {
  origin: NOTES,
  carrier: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
  companion: null,
  principals: [
    {
      id: 'bob',
      entity: null,
      token: 'bob-0',
      tokenIssuedAt: 0,
      refreshToken: null,
      login: { operation: LOGIN.id, body: { user: 'bob' } },
    },
    {
      id: 'ann',
      entity: null,
      token: 'ann-0',
      tokenIssuedAt: 0,
      refreshToken: null,
      login: { operation: LOGIN.id, body: { user: 'ann' } },
    },
  ],
  issue: {
    operation: LOGIN.id,
    tokenPath: ['token'],
    refreshPath: null,
    refreshSlot: null,
    expiresPath: null,
    ttlSeconds: null,
    rotates: false,
  },
  refresh: null,
  open: [LOGIN.id],
};

/** A small model for the notes world: enough for requests, tools and credentials. */
export const NOTES_MODEL: LearnedModel = {
  version: MODEL_VERSION,
  expansions: [],
  origins: [NOTES, MAIL],
  operations: [
    operation('GET', '/notes', { kind: 'list' }),
    operation('POST', '/notes'),
    operation('GET', '/notes/{id}'),
    operation('GET', '/big'),
    LOGIN,
  ],
  resources: [],
  auth: [AUTH],
  errors: [],
  commonHeaders: {},
  workflow: { follows: [], lifecycles: [] },
  base: { at: 1_700_000_000_000, entities: [], deleted: [], history: [], sequences: {} },
  samples: [],
  ambiguous: [],
  latency: {},
  rates: {},
};

export const NOTES_TOOLS: readonly ToolSpec[] = [
  tool('list_notes', 'GET /notes', {}, []),
  tool('get_big', 'GET /big', {}, []),
  tool('get_note', 'GET /notes/{id}', { id: { type: 'string' } }, [{ name: 'id', slot: { in: 'path', name: 'id' } }]),
  tool(
    'create_note',
    'POST /notes',
    { text: { type: 'string' } },
    [{ name: 'text', slot: { in: 'body', path: ['text'] } }],
    ['text'],
  ),
];

function tool(
  name: string,
  id: string,
  properties: object,
  args: ToolSpec['arguments'],
  required: readonly string[] = [],
): ToolSpec {
  const parameters = { type: 'object', properties, required } as unknown as ToolSpec['parameters'];
  return {
    name,
    description: `${name}.`,
    parameters,
    operation: id.replace(' ', ` ${NOTES}`),
    arguments: args,
    readOnly: id.startsWith('GET'),
    destructive: false,
  };
}
