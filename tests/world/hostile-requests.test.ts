import { assert, constantFrom, oneof, property, record, string, uint8Array, array, tuple, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../../src/world/create-world.ts';
import { helpdeskModel, START, TOKEN } from '../support/models/helpdesk-model.ts';
import { ORIGIN } from '../support/models/model-parts.ts';
import { clientOf } from '../support/models/world-client.ts';

const model = helpdeskModel({ tickets: 8 });
const piece = oneof(
  constantFrom(
    'tickets',
    'customers',
    'orders',
    '1',
    '2',
    '%',
    '%00',
    '%zz',
    '..',
    '',
    '__proto__',
    'constructor',
    'me',
    '%2F',
    '\u0000',
    '😀',
    '9'.repeat(400),
  ),
  string(),
);
const target = tuple(
  array(piece, { maxLength: 5 }),
  oneof(
    constantFrom(
      '',
      '?',
      '?per_page=-1',
      '?page=1e99',
      '?page=999999999999',
      '?after=%ff',
      '?status[]=a&status=b',
      '?__proto__[x]=1',
      '?sort=__proto__',
      `?q=${'x'.repeat(5000)}`,
    ),
    string().map((text) => `?${text}`),
  ),
).map(([parts, query]) => `/${parts.join('/')}${query}`);
const body = oneof(
  uint8Array({ maxLength: 200 }),
  constantFrom(
    '{',
    '[',
    '{"__proto__":{"polluted":1}}',
    '{"ticket":{"__proto__":{"polluted":1},"constructor":{"prototype":{}}}}',
    '{"ticket":[]}',
    '{"ticket":null}',
    'null',
    '"x"',
    `${'['.repeat(5000)}`,
    '{"ticket":{"subject":{"a":1},"customer_id":"1; DROP"}}',
    'a=1&b[__proto__]=2',
  ).map((text) => new Uint8Array(Buffer.from(text))),
);
const header = tuple(
  constantFrom('Content-Type', 'If-Match', 'Idempotency-Key', 'Authorization', 'Content-Encoding', 'X', 'Cookie'),
  oneof(
    constantFrom(
      'application/json',
      'multipart/form-data; boundary=',
      'gzip',
      'text/xml',
      `Bearer ${TOKEN}`,
      'Bearer',
      ';;;===',
      '*',
    ),
    string(),
  ),
);
const request = record({
  method: oneof(
    constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', '__proto__'),
    string(),
  ),
  target: oneof(target, string()),
  headers: array(header, { maxLength: 4 }),
  body,
  hasToken: integer({ min: 0, max: 4 }),
});

describe('hostile requests', () => {
  it('never throw, never break the state, and change nothing unless they are served', () => {
    const world = createWorld({ model, patches: [], seed: 1, startAt: START });
    let at = START;
    assert(
      property(request, ({ hasToken, headers, ...rest }) => {
        const before = world.digest();
        const answer = world.handle(
          {
            ...rest,
            origin: ORIGIN,
            headers: hasToken === 0 ? headers : [['Authorization', `Bearer ${TOKEN}`], ...headers],
          },
          at++,
        );
        if (answer.outcome.kind !== 'response') throw new Error('no answer');
        expect(answer.outcome.response.status).toBeGreaterThanOrEqual(200);
        expect(answer.outcome.response.status).not.toBe(500);
        if (answer.outcome.response.status >= 400) expect(world.digest()).toBe(before);
      }),
      { numRuns: 4000 },
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(clientOf(world)('GET', '/tickets').status).toBe(200);
  });

  it('on an origin nobody recorded have no answer', () => {
    const world = createWorld({ model, patches: [], seed: 1, startAt: START });
    const answer = world.handle(
      { method: 'GET', origin: 'https://elsewhere.example.com', target: '/', headers: [], body: new Uint8Array(0) },
      START,
    );
    expect(answer).toMatchObject({ noAnswer: true, source: 'none', outcome: { response: { status: 501 } } });
  });
});
