import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../../src/capture/redact/pseudonyms.ts';
import { createRedactor } from '../../../src/capture/redact/redactor.ts';
import { headerValue } from '../../../src/model/http.ts';
import { interaction, responseOf, textOf } from '../../support/interactions.ts';
import { anyPlanted, isIbanValid, isLuhn } from '../../support/planted-values.ts';

const key = Buffer.from('0123456789abcdef0123456789abcdef');
const names = new Pseudonyms(key);
const redact = (body: unknown): Record<string, unknown> =>
  JSON.parse(
    textOf(responseOf(createRedactor({ key }).interaction(interaction({}, { body })).interaction).body),
  ) as Record<string, unknown>;
const classes = (text: string): string => text.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0');

describe('by kind', () => {
  const of = (kind: string) =>
    anyPlanted()
      .filter((planted) => planted.kind === kind)
      .map(({ value }) => value);

  it('a token keeps its length and the place of letters, digits and marks', () => {
    fc.assert(
      fc.property(of('refresh token'), (value) => void expect(classes(names.token(value))).toBe(classes(value))),
    );
  });

  it('hex stays hex and a UUID a UUID of its version', () => {
    fc.assert(fc.property(of('opaque token'), (value) => void expect(names.token(value)).toMatch(/^[0-9a-f]{40}$/)));
    fc.assert(
      fc.property(
        fc.uuid({ version: 4 }),
        (value) =>
          void expect(names.token(value)).toMatch(
            /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
          ),
      ),
    );
  });

  it.each([
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    'ghp_abcdefghij0123456789ABCDEFGHIJ012345',
    'AKIAIOSFODNN7EXAMPLE',
    'xoxb-123456789012-abc',
  ])('%s keeps the prefix that tells its kind', (value) => {
    const prefix = /^(?:sk_live_|ghp_|AKIA|xoxb-)/.exec(value)?.[0] ?? '';
    expect(names.token(value).startsWith(prefix)).toBe(true);
    expect(names.token(value).slice(prefix.length)).not.toBe(value.slice(prefix.length));
  });

  it('a card stays one of its brand, with a valid check digit, grouped as it was', () => {
    fc.assert(
      fc.property(fc.oneof(of('card'), of('grouped card')), (value) => {
        const card = names.card(value);
        expect(card).not.toBe(value);
        expect(card.replace(/\d/g, '0')).toBe(value.replace(/\d/g, '0'));
        expect(card.slice(0, 2)).toBe(value.slice(0, 2));
        expect(isLuhn(card.replaceAll(' ', ''))).toBe(true);
      }),
    );
  });

  it('an IBAN stays one of its country, with valid check digits', () => {
    fc.assert(
      fc.property(
        of('iban'),
        (value) =>
          void expect(names.iban(value)).toSatisfy(
            (iban: string) =>
              iban !== value && iban.startsWith('DE') && iban.length === value.length && isIbanValid(iban),
          ),
      ),
    );
  });

  it('a phone keeps its punctuation and country code, and is the same however it is written', () => {
    expect(names.phone('+1 (415) 555-2671')).toMatch(/^\+1 \(\d{3}\) \d{3}-\d{4}$/);
    const digits = (text: string): string => text.replace(/\D/g, '').slice(-10);
    expect(
      new Set(['+1 (415) 555-2671', '415.555.2671', '14155552671'].map((text) => digits(names.phone(text)))).size,
    ).toBe(1);
  });

  it('an e-mail stays an e-mail; one domain is one domain, in any case', () => {
    const [jane, joe, upper] = ['jane.doe@acme.com', 'joe@acme.com', 'JANE.DOE@ACME.COM'].map((email) =>
      names.email(email),
    );
    expect(jane).toMatch(/^[a-z]+\.[a-z]+\d{3}@[a-z]+-[a-z]+\.example$/);
    expect(upper).toBe(jane);
    expect(joe?.split('@')[1]).toBe(jane?.split('@')[1]);
    expect(names.email('jane.doe@other.com').split('@')[1]).not.toBe(jane?.split('@')[1]);
    expect(names.email('support@acme.com')).toBe(`support@${jane?.split('@')[1]}`);
  });

  it('a name, its parts and an address made of it tell one person', () => {
    const [given = '', family = ''] = names.name('Jane Doe').split(' ');
    expect(names.name('Jane', 'given')).toBe(given);
    expect(names.name('Doe', 'family')).toBe(family);
    expect(names.name('JANE DOE')).toBe(`${given} ${family}`.toUpperCase());
    expect(names.name('Dr. Jane van der Doe')).toBe(`Dr. ${given} van der ${family}`);
    expect(names.name('Doe, Jane')).toBe(`${family}, ${given}`);
    expect(names.email('jane.doe@acme.com').split(/[\d@]/)[0]).toBe(
      `${given}.${family}`.toLowerCase().replace(/[^a-z.]/g, ''),
    );
  });

  it('a thousand people hardly ever share a stand-in', () => {
    const people = Array.from(
      { length: 1_000 },
      (_, at) =>
        `Given${String.fromCharCode(97 + (at % 26))} Family${String.fromCharCode(97 + (Math.floor(at / 26) % 26))}${String.fromCharCode(97 + Math.floor(at / 676))}`,
    );
    expect(new Set(people.map((name) => names.email(`${name.replace(' ', '.')}@acme.com`))).size).toBeGreaterThan(998);
  });

  it('a JWT still parses: header and expiry kept, the person in it not', () => {
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const jwt = `${encode({ alg: 'RS256', kid: 'k1' })}.${encode({ sub: '42', exp: 1893456000, scope: 'read', email: 'jane.doe@acme.com', name: 'Jane Doe' })}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`;
    const { token } = redact({ token: jwt }) as { token: string };
    const [header = '', claims = '', signature = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'RS256', kid: 'k1' });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      sub: '42',
      exp: 1893456000,
      scope: 'read',
      email: names.email('jane.doe@acme.com'),
      name: names.name('Jane Doe'),
    });
    expect(signature).toHaveLength(26);
    expect(signature).not.toBe(jwt.split('.')[2]);
  });
});

describe('messages', () => {
  it('keep their JSON text but for the replaced strings', () => {
    const text = '{ "id" : 12345678901234567890, "a\\u0062": [1.0, -0, 1e3],\n\t"email":"jane@acme.com", "b": "\\/x" }';
    const { body } = responseOf(
      createRedactor({ key }).interaction(
        interaction({}, { headers: [['Content-Type', 'application/json']], body: text }),
      ).interaction,
    );
    expect(textOf(body)).toBe(text.replace('jane@acme.com', names.email('jane@acme.com')));
  });

  it('keep length and digests true to the body', () => {
    const body = Buffer.from('{"email":"jane@acme.com"}');
    const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64');
    const item = interaction(
      {},
      {
        headers: [
          ['Content-Type', 'application/json'],
          ['content-length', String(body.length)],
          ['Content-MD5', md5(body)],
        ],
        body,
      },
    );
    const { headers, body: after } = responseOf(createRedactor({ key }).interaction(item).interaction);
    expect(headerValue(headers, 'Content-Length')).toBe(String(after.length));
    expect(headerValue(headers, 'Content-MD5')).toBe(md5(after));
  });

  it('keep authorization schemes', () => {
    const basic = `Basic ${Buffer.from('jane.doe@acme.com:hunter22').toString('base64')}`;
    const sent = createRedactor({ key }).interaction(
      interaction({
        headers: [
          ['Authorization', basic],
          ['authorization', 'token 9a280c7dd6c86ca1'],
          ['X-Auth-Token', 'abcd1234efgh'],
          ['Cookie', 'sid=9f8e7d6c5b4a; b="q1w2e3r4"'],
        ],
      }),
    ).interaction.request.headers;
    const [, pair = ''] = sent[0]?.[1].split(' ') ?? [];
    expect(Buffer.from(pair, 'base64').toString()).toBe(
      `${names.email('jane.doe@acme.com')}:${names.token('hunter22')}`,
    );
    expect(sent.slice(1)).toEqual([
      ['authorization', `token ${names.token('9a280c7dd6c86ca1')}`],
      ['X-Auth-Token', names.token('abcd1234efgh')],
      ['Cookie', `sid=${names.token('9f8e7d6c5b4a')}; b="${names.token('q1w2e3r4')}"`],
    ]);
  });

  it('keep set cookies with their attributes', () => {
    const answer = responseOf(
      createRedactor({ key }).interaction(
        interaction(
          {},
          {
            headers: [
              ['Set-Cookie', 'sid=9f8e7d6c5b4a; Path=/; HttpOnly; Expires=Wed, 21 Oct 2030 07:28:00 GMT'],
              ['set-cookie', 'gone=deleted; Max-Age=0'],
            ],
          },
        ),
      ).interaction,
    );
    expect(answer.headers).toEqual([
      ['Set-Cookie', `sid=${names.token('9f8e7d6c5b4a')}; Path=/; HttpOnly; Expires=Wed, 21 Oct 2030 07:28:00 GMT`],
      ['set-cookie', 'gone=deleted; Max-Age=0'],
    ]);
  });

  it('leave out a body that cannot be looked into, and say so', () => {
    const item = interaction(
      {},
      { headers: [['Content-Encoding', 'gzip']], body: Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7]) },
    );
    const { interaction: after } = createRedactor({ key }).interaction(item);
    expect(responseOf(after).body).toHaveLength(0);
    expect(after.incomplete).toMatch(/^body of 11 bytes left out, since it could not be redacted: gzip/);
  });

  it('keep the length of bytes of an unknown kind', () => {
    const body = Buffer.concat([Buffer.from([0, 200, 14, 255]), Buffer.from('\u0012jane.doe@acme.com\0')]);
    const { body: after } = responseOf(
      createRedactor({ key }).interaction(
        interaction({}, { headers: [['Content-Type', 'application/x-protobuf']], body }),
      ).interaction,
    );
    expect(after).toHaveLength(body.length);
    expect(Buffer.from(after).includes('jane.doe')).toBe(false);
  });

  it('scale the chunks of a stream to the stored length', () => {
    const body = 'data: {"email":"a.very.long.address@some-company-domain.com"}\n\ndata: {}\n\n';
    const item = {
      ...interaction({}, { headers: [['Content-Type', 'text/event-stream']], body }),
      timing: {
        requestAt: 0,
        firstByteAfter: 1,
        lastByteAfter: 3,
        chunks: [
          { bytes: 63, after: 1 },
          { bytes: body.length - 63, after: 3 },
        ],
      },
    };
    const { interaction: after } = createRedactor({ key }).interaction(item);
    expect(after.timing.chunks?.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(responseOf(after).body.length);
  });
});
