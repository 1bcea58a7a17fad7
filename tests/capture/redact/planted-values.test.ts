import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchSecrets } from '../../../src/capture/redact/find-secrets.ts';
import { createRedactor } from '../../../src/capture/redact/redactor.ts';
import { decodeBody } from '../../../src/model/body.ts';
import { decodePercent, headerValue } from '../../../src/model/http.ts';
import type { Interaction, Session } from '../../../src/model/recording.ts';
import { interaction, responseOf } from '../../support/interactions.ts';
import { anyPlanted, type Planted } from '../../support/planted-values.ts';

const key = Buffer.from('0123456789abcdef0123456789abcdef');
const form = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
const json = ['Content-Type', 'application/json'] as const;

/** Each puts the value where traffic carries it; `known` ones only where it was recognised somewhere before. */
const POSITIONS: Readonly<Record<string, (planted: Planted) => Interaction>> = {
  'a JSON answer': ({ key: name, value }) => interaction({}, { body: { id: 1, [name]: value } }),
  'a JSON request, deep': ({ key: name, value }) =>
    interaction({ method: 'POST', body: { list: [{ deep: { [name]: value } }] } }),
  'JSON with escapes': ({ key: name, value }) =>
    interaction(
      {},
      {
        headers: [json],
        body: JSON.stringify({ [name]: value }).replace(/[^{}":,\\]/g, (char) =>
          /[A-Za-z]/.test(char) ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char,
        ),
      },
    ),
  'JSON in a JSON text': ({ key: name, value }) =>
    interaction({}, { body: { payload: JSON.stringify({ [name]: value }) } }),
  'a query': ({ key: name, value }) => interaction({ target: `/search?x=1&${name}=${encodeURIComponent(value)}&y=2` }),
  'a form': ({ key: name, value }) =>
    interaction({ method: 'POST', headers: form, body: `a=b+c&${name}=${encodeURIComponent(value)}` }),
  'a bracketed form': ({ key: name, value }) =>
    interaction({ method: 'POST', headers: form, body: `customer[${name}]=${encodeURIComponent(value)}` }),
  multipart: ({ key: name, value }) =>
    interaction({
      method: 'POST',
      headers: [['Content-Type', 'multipart/form-data; boundary=xx']],
      body: `--xx\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--xx--\r\n`,
    }),
  'an XML element': ({ key: name, value }) =>
    interaction(
      {},
      {
        headers: [['Content-Type', 'text/xml']],
        body: `<?xml version="1.0"?><s:Body><s:${name} x="1">${value.replaceAll('&', '&amp;')}</s:${name}></s:Body>`,
      },
    ),
  'a header by its name': ({ key: name, value }) =>
    interaction({ headers: [[`X-${name.replaceAll('_', '-')}`, value]] }),
  'gzip JSON': ({ key: name, value }) =>
    interaction(
      {},
      { headers: [json, ['Content-Encoding', 'gzip']], body: gzipSync(JSON.stringify({ [name]: value })) },
    ),
  'brotli JSON': ({ key: name, value }) =>
    interaction(
      {},
      { headers: [json, ['Content-Encoding', 'br']], body: brotliCompressSync(JSON.stringify({ [name]: value })) },
    ),
  'a stream of events': ({ key: name, value }) =>
    interaction(
      {},
      {
        headers: [['Content-Type', 'text/event-stream']],
        body: `event: x\ndata: ${JSON.stringify({ [name]: value })}\n\ndata: [DONE]\n\n`,
      },
    ),
  'JSON lines': ({ key: name, value }) =>
    interaction(
      {},
      { headers: [['Content-Type', 'application/x-ndjson']], body: `{"a":1}\n${JSON.stringify({ [name]: value })}\n` },
    ),
};

/** Positions without a telling key: found once the value is known. */
const KNOWN_POSITIONS: Readonly<Record<string, (planted: Planted) => Interaction>> = {
  prose: ({ value }) => interaction({}, { body: { comment: `Please check ${value}, it was sent twice.` } }),
  'a page': ({ value }) => interaction({}, { headers: [['Content-Type', 'text/html']], body: `<p>Dear ${value}</p>` }),
  'a header': ({ value }) => interaction({}, { headers: [['X-Debug', `v=${value}`]] }),
  'a link': ({ value }) => interaction({}, { body: { url: `https://x.test/cb?u=${encodeURIComponent(value)}` } }),
  'a path': ({ value }) => interaction({ target: `/things/${encodeURIComponent(value)}/parts` }),
  base64: ({ value }) =>
    interaction({}, { body: { data: Buffer.from(`a text with ${value} in it`).toString('base64') } }),
};

const sessionOf = (item: Interaction): Session => ({
  id: 's',
  source: 'test',
  startedAt: 0,
  label: null,
  use: 'yes',
  workflow: null,
  task: null,
  interactions: [item],
});

/** Everything of an interaction a reader could see: raw, decoded, unescaped. */
function seen(item: Interaction): string {
  const response = responseOf(item);
  const bodies = [item.request, response].flatMap(({ headers, body }) => {
    const coding = headerValue(headers, 'content-encoding');
    const plain = coding === 'gzip' ? gunzipSync(body) : coding === 'br' ? brotliDecompressSync(body) : body;
    const decoded = decodeBody(headers, body);
    const text = Buffer.from(plain).toString('utf8');
    const inner = [...text.matchAll(/[A-Za-z0-9+/=]{24,}/g)].map(([found]) =>
      Buffer.from(found, 'base64').toString('utf8'),
    );
    return [
      text,
      ...inner,
      decoded.kind === 'json' || decoded.kind === 'form' ? JSON.stringify(decoded.value) : '',
      decodePercent(text),
    ];
  });
  return [
    item.request.target,
    decodePercent(item.request.target),
    JSON.stringify(item.request.headers),
    JSON.stringify(response.headers),
    ...bodies,
  ].join('\n');
}

describe('a planted value', () => {
  it.each(Object.keys(POSITIONS))('is in no byte of the redacted interaction: %s', (position) => {
    fc.assert(
      fc.property(anyPlanted(), (planted) => {
        const item = (POSITIONS[position] as (typeof POSITIONS)[string])(planted);
        expect(seen(item)).toContain(planted.value);
        const redacted = createRedactor({ key }).interaction(item);
        expect(redacted.count).toBeGreaterThan(0);
        expect(seen(redacted.interaction)).not.toContain(planted.value);
      }),
      { numRuns: 150 },
    );
  });

  it.each(Object.keys(POSITIONS))('is found by a search, its stand-in is not: %s', (position) => {
    fc.assert(
      fc.property(anyPlanted(), (planted) => {
        const item = (POSITIONS[position] as (typeof POSITIONS)[string])(planted);
        const redactor = createRedactor({ key });
        const { interaction: clean } = redactor.interaction(item);
        const search = searchSecrets(redactor.takeStandIns());
        expect(search.session(sessionOf(clean))).toEqual([]);
        expect(search.session(sessionOf(item)).length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });

  it.each(Object.keys(KNOWN_POSITIONS))(
    'is found where it recurs, before or after it was recognised: %s',
    (position) => {
      fc.assert(
        fc.property(anyPlanted(), fc.boolean(), (planted, before) => {
          const redactor = createRedactor({ key });
          const recurring = (KNOWN_POSITIONS[position] as (typeof KNOWN_POSITIONS)[string])(planted);
          expect(seen(recurring)).toContain(planted.value);
          const telling = interaction({}, { body: { [planted.key]: planted.value } });
          const [first, second] = (before ? [recurring, telling] : [telling, recurring]).map(
            (item) => redactor.interaction(item).interaction,
          );
          if (first === undefined || second === undefined) throw new Error('unreachable');
          const rows = redactor.owesLate
            ? [first, second].map((item) => redactor.late(item).interaction)
            : [first, second];
          for (const row of rows) expect(seen(row)).not.toContain(planted.value);
        }),
        { numRuns: 150 },
      );
    },
  );

  it('gets the same stand-in wherever it stands, in another run as well', () => {
    fc.assert(
      fc.property(anyPlanted(), (planted) => {
        const standIns = [createRedactor({ key }), createRedactor({ key })].flatMap((redactor) => {
          const inAnswer = responseOf(
            redactor.interaction(interaction({}, { body: { [planted.key]: planted.value } })).interaction,
          ).body;
          const inQuery = redactor.interaction(
            interaction({ target: `/x?${planted.key}=${encodeURIComponent(planted.value)}` }),
          ).interaction.request.target;
          const value = (JSON.parse(Buffer.from(inAnswer).toString()) as Record<string, string>)[planted.key];
          return [
            value,
            decodePercent(inQuery.slice(inQuery.indexOf('=') + 1).replaceAll('+', ' ')).replaceAll('%2B', '+'),
          ];
        });
        expect(new Set(standIns.map((text) => text?.replaceAll('+', ' '))).size).toBe(1);
      }),
      { numRuns: 150 },
    );
  });

  it('is another one under another key', () => {
    const other = createRedactor({ key: Buffer.from('another key') });
    const item = interaction({}, { body: { access_token: '9f8e7d6c5b4a39281706' } });
    expect(other.interaction(item).interaction).not.toEqual(createRedactor({ key }).interaction(item).interaction);
  });
});

describe('recognised values', () => {
  it('survive a crash encrypted, so that earlier rows can still be rewritten', () => {
    fc.assert(
      fc.property(anyPlanted(), (planted) => {
        const before = createRedactor({ key });
        const early = before.interaction(interaction({}, { body: { comment: `About ${planted.value}.` } })).interaction;
        before.interaction(interaction({}, { body: { [planted.key]: planted.value } }));
        const sealed = before.takeRecognised();
        for (const bytes of sealed) expect(Buffer.from(bytes).includes(planted.value)).toBe(false);
        const after = createRedactor({ key, recognised: sealed });
        expect(seen(after.late(early).interaction)).not.toContain(planted.value);
      }),
    );
  });

  it('mean nothing to another key', () => {
    const redactor = createRedactor({ key });
    redactor.interaction(interaction({}, { body: { full_name: 'Wilhelmina Quackenbush' } }));
    const item = interaction({}, { body: { text: 'Dear Wilhelmina Quackenbush' } });
    expect(createRedactor({ key: Buffer.from('x'), recognised: redactor.takeRecognised() }).late(item)).toEqual({
      interaction: item,
      count: 0,
    });
  });
});
