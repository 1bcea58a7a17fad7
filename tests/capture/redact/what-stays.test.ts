import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/capture/redact/redactor.ts';
import { interaction, responseOf, textOf } from '../../support/interactions.ts';
import { anySession } from '../../support/any-session.ts';

const key = Buffer.from('0123456789abcdef0123456789abcdef');
const after = (body: unknown, target = '/things/7'): unknown =>
  JSON.parse(
    textOf(responseOf(createRedactor({ key }).interaction(interaction({ target }, { body })).interaction).body),
  );

describe('values that are nobody’s', () => {
  it.each<readonly [string, unknown]>([
    [
      'ids and times',
      {
        id: 4111111111111111,
        uuid: '0b8d3a52-5a8e-4a0e-9a0f-3f5b5f0f7c11',
        created_at: '2024-05-01T10:00:00Z',
        epoch: 1714557600,
        node_id: 'MDA6RW50aXR5MQ==',
        sha: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
      },
    ],
    [
      'enums and kinds',
      {
        status: 'open',
        role: 'admin',
        type: 'Mark',
        priority: 'Urgent',
        token_type: 'bearer',
        auth_method: 'basic',
        password_encryption: 'md5',
        card_brand: 'visa',
        session_state: 'active',
      },
    ],
    [
      'what is said about secrets',
      {
        errors: { password: ['is too short', 'must contain a digit'] },
        password_expires_at: '2030-01-01',
        password_policy: 'strong',
        secret_name: 'db-main',
        token_count: 12,
        max_tokens: 100,
      },
    ],
    [
      'names of things that have room for an address',
      { card: { name: 'Order new laptops', email: null }, place: { name: 'Basement', phone: '' } },
    ],
    [
      'names of things',
      {
        product: { name: 'Acme Rocket' },
        labels: [{ name: 'Good First Issue' }],
        group: { name: 'Support Team' },
        organization: { name: 'Acme Ltd', email: null },
        file_name: 'Jane Doe.pdf',
      },
    ],
    [
      'page marks',
      {
        next_page_token: 'eyJvIjoxMH0',
        cursor: 'YWJjZGVmZ2hpamts',
        has_more: true,
        links: { next: 'https://x.test/a?page_token=abc123def456&page=2' },
      },
    ],
    [
      'versions, addresses of machines, amounts',
      {
        version: '1.22.333.4444',
        ip: '192.0.2.10',
        ipv6: '2001:db8::1',
        total: '1234.56',
        range: '100-200',
        dims: '1024x768',
      },
    ],
    [
      'placeholders',
      { password: '<REDACTED>', token: '***', api_key: '[FILTERED]', secret: '', auth: null, email: 'not an address' },
    ],
    [
      'places of people that hold no person',
      { author: 'octocat', owner: 'acme', user: { login: 'octocat', id: 1 }, created_by: 'system', assignee: null },
    ],
  ])('%s', (_, body) => {
    expect(after(body)).toEqual(body);
  });

  it('come back as the same object, uncounted', () => {
    const item = interaction(
      {
        target: '/a?b=c',
        headers: [
          ['Accept', '*/*'],
          ['User-Agent', 'x/1 (+https://x.test)'],
        ],
      },
      { body: { id: 1, note: 'all is well' } },
    );
    const redacted = createRedactor({ key }).interaction(item);
    expect(redacted.interaction).toBe(item);
    expect(redacted.count).toBe(0);
  });

  it('includes a header whose secret was replaced before it came here', () => {
    const headers = [
      ['Authorization', 'Basic <ZENPY-CREDENTIALS>'],
      ['X-Api-Key', '{{api_key}}'],
    ] as const;
    expect(createRedactor({ key }).interaction(interaction({ headers })).count).toBe(0);
  });
});

describe('secrets that look like something else', () => {
  it.each([
    'unmasked123',
    'the quick brown fox jumps',
    'correct horse battery staple',
    'Password1',
    '12345678',
    'redacted-no-more-77',
  ])('%s is replaced all the same', (password) => {
    expect(JSON.stringify(after({ password }))).not.toContain(password);
  });

  it.each(['__REDACTED__', '[redacted]', '***', '<API-KEY>'])('%s stays', (password) => {
    expect(after({ password })).toEqual({ password });
  });
});

describe('names', () => {
  it('are replaced whole, never inside words, keys or enums', () => {
    const redactor = createRedactor({ key });
    redactor.interaction(interaction({ target: '/users/1' }, { body: { name: 'Ann Mark', email: 'ann@acme.com' } }));
    const body = {
      Ann: 1,
      'Ann Mark': 2,
      status: 'Mark',
      label: 'Ann',
      text: 'Annual Mark Annabel',
      note: 'Ann Markson said so',
    };
    const item = interaction({}, { body });
    expect(redactor.interaction(item)).toEqual({ interaction: item, count: 0 });
  });

  it('of one word are replaced in prose where they tell a person', () => {
    const redactor = createRedactor({ key });
    const user = redactor.interaction(interaction({}, { body: { first_name: 'Wilhelmina', last_name: 'Hope' } }));
    const { first_name: given } = JSON.parse(textOf(responseOf(user.interaction).body)) as Record<string, string>;
    const text = redactor.interaction(
      interaction({}, { body: { comment: 'Thanks Wilhelmina, we hope and Hope.', tag: 'Wilhelmina' } }),
    );
    expect(JSON.parse(textOf(responseOf(text.interaction).body))).toEqual({
      comment: `Thanks ${given}, we hope and Hope.`,
      tag: 'Wilhelmina',
    });
  });

  it.each([
    ['a user by its path', '/api/v2/users/7.json', { id: 7, name: 'Jane Doe' }, ['name']],
    ['a record with an address', '/things/7', { name: 'Jane Doe', email: 'x' }, ['name']],
    ['an author', '/things/7', { author: { name: 'Jane Doe' }, committer: 'Jane Doe' }, ['author', 'committer']],
    [
      'fields of a form key',
      '/things/7',
      { customer_name: 'Jane Doe', billing: { full_name: 'Jane Doe' } },
      ['customer_name', 'billing'],
    ],
  ] as const)('are found in %s', (_, target, body, keys) => {
    const changed = after(body, target) as Record<string, unknown>;
    for (const name of keys) expect(JSON.stringify(changed[name])).not.toContain('Jane');
  });
});

describe('odd input', () => {
  it('is never broken: any session passes, with the same number of headers, statuses and JSON keys', () => {
    fc.assert(
      fc.property(anySession(), (session) => {
        const redactor = createRedactor({ key });
        for (const item of session.interactions) {
          const { interaction: redacted } = redactor.interaction(item);
          expect(redacted.request.headers.map(([name]) => name)).toEqual(item.request.headers.map(([name]) => name));
          expect(redacted.outcome.kind).toBe(item.outcome.kind);
          expect(redactor.late(redacted).interaction.seq).toBe(item.seq);
        }
      }),
    );
  });

  it('keeps any JSON parseable, with the same keys in the same order', () => {
    const keys = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(keys)
        : value !== null && typeof value === 'object'
          ? Object.entries(value).map(([name, item]) => [name, keys(item)])
          : typeof value;
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(keys(after([body]))).toEqual(keys(JSON.parse(JSON.stringify([body]))));
      }),
    );
  });

  it.each([
    ['a million letters', 'a'.repeat(1_000_000)],
    ['a million digits', '4'.repeat(1_000_000)],
    ['at signs', '@'.repeat(200_000)],
    ['halves of addresses', 'a@b.'.repeat(100_000)],
    ['plus signs', '+1 '.repeat(200_000)],
    ['beginnings of JWTs', 'eyJ'.repeat(200_000)],
    ['beginnings of keys', '-----BEGIN PRIVATE KEY-----'.repeat(20_000)],
    ['keys without values', 'password='.repeat(60_000)],
    ['URLs in URLs', 'https://x.test/?u='.repeat(20_000)],
    ['users in URLs', 'a://b:c'.repeat(60_000)],
    ['quotes', '"\\'.repeat(200_000)],
    ['brackets', '[{'.repeat(200_000)],
    ['letters of bank accounts', 'DE12 ABCD '.repeat(60_000)],
    ['escapes', '%41%zz'.repeat(60_000)],
  ])('takes %s in no more than linear time', (_, text) => {
    const redactor = createRedactor({ key });
    redactor.interaction(
      interaction({}, { body: { full_name: 'Wilhelmina Quackenbush', api_key: '9f8e7d6c5b4a3210' } }),
    );
    const started = performance.now();
    for (const body of [text, JSON.stringify({ text }), { text }])
      redactor.interaction(
        interaction(
          { target: `/x?q=${encodeURIComponent(text.slice(0, 16_000))}`, headers: [['X-Text', text.slice(0, 16_000)]] },
          { body },
        ),
      );
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});
