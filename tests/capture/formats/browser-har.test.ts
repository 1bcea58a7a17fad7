/** HAR files as browsers and desktop proxies write them, each with its habits. */
import { describe, expect, it } from 'vitest';
import { parseTraffic } from '../../../src/capture/formats/detect.ts';
import type { Exchange, FormatId, ParsedFile } from '../../../src/capture/formats/format.ts';
import { decodeBody } from '../../../src/model/body.ts';

type Entry = Record<string, unknown>;

const call = (url: string, mimeType = 'application/json', more: Entry = {}, content: Entry = {}): Entry => ({
  startedDateTime: '2026-03-02T10:00:00.123Z',
  time: 12.5,
  request: {
    method: 'GET',
    url,
    httpVersion: 'http/2.0',
    headers: [],
    queryString: [],
    cookies: [],
    headersSize: -1,
    bodySize: 0,
  },
  response: {
    status: 200,
    statusText: '',
    headers: [{ name: 'content-type', value: mimeType }],
    cookies: [],
    content: { size: 2, mimeType, text: '{}', ...content },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
  },
  cache: {},
  timings: { blocked: 1.5, dns: -1, ssl: -1, connect: -1, send: 0.1, wait: 9, receive: 1.2, comment: '' },
  ...more,
});
const file = (creator: string, entries: readonly Entry[], more: Entry = {}): Buffer =>
  Buffer.from(JSON.stringify({ log: { version: '1.2', creator: { name: creator, version: '1' }, entries, ...more } }));
const read = (bytes: Buffer, format: FormatId | 'auto' = 'auto'): ParsedFile => parseTraffic(bytes, format);
const exchanges = (bytes: Buffer): readonly Exchange[] => read(bytes).groups.flatMap((group) => group.exchanges);
const bodyOf = ({ outcome }: Exchange): string =>
  outcome.kind === 'response' ? Buffer.from(outcome.response.body).toString() : outcome.error.kind;

describe('parts of a web page', () => {
  const page = [
    call('https://a.test/', 'text/html', { _resourceType: 'document' }),
    call('https://a.test/x.js', 'application/javascript', { _resourceType: 'script' }),
    call('https://a.test/x.css', 'text/css', { _resourceType: 'stylesheet' }),
    call('https://a.test/x.png', 'image/png', { _resourceType: 'image' }),
    call('https://a.test/f.woff2', 'font/woff2', { _resourceType: 'font' }),
    call('https://api.test/v1/things', 'application/json', { _resourceType: 'preflight' }),
    call('https://api.test/v1/things', 'application/json', { _resourceType: 'fetch' }),
    call('https://api.test/v1/things/picture', 'image/png', { _resourceType: 'xhr' }),
  ];

  it('are left out of what Chrome wrote, in one line that says how to bring them in', () => {
    const { groups, left } = read(file('WebInspector', page));
    expect(groups.flatMap((group) => group.exchanges).map(({ request }) => request.target)).toEqual([
      '/',
      '/v1/things',
      '/v1/things/picture',
    ]);
    expect(left).toEqual([
      { place: 'log.entries', reason: expect.stringMatching(/^5 parts .* --format har brings them in$/) },
    ]);
  });

  it('come in where the format is named', () => {
    const { groups, left } = read(file('WebInspector', page), 'har');
    expect(groups.flatMap((group) => group.exchanges).length).toBe(page.length);
    expect(left).toEqual([]);
  });

  it('are told by what came where the browser does not name types, as Firefox and Safari', () => {
    const untyped = page.map(({ _resourceType, ...entry }) => entry);
    expect(targets(file('Firefox', untyped))).toEqual(['/', '/v1/things', '/v1/things']);
    expect(targets(file('WebKit Web Inspector', untyped))).toEqual(['/', '/v1/things', '/v1/things']);
  });

  it('are answers like others where no browser wrote the file', () => {
    const untyped = page.map(({ _resourceType, ...entry }) => entry);
    for (const creator of ['Charles Proxy', 'Proxyman', 'Insomnia REST Client', 'mitmproxy har_dump.py'])
      expect(targets(file(creator, untyped)).length).toBe(page.length);
  });
});

function targets(bytes: Buffer): readonly string[] {
  return exchanges(bytes).map(({ request }) => request.target);
}

describe('habits', () => {
  it('bodies come unpacked while the headers still say gzip: the words are kept', () => {
    const [only] = exchanges(
      file(
        'WebInspector',
        [call('https://a.test/x', 'application/json', {}, { text: '{"id":7}', size: 8, compression: -20 })].map(
          (entry) => ({
            ...entry,
            response: {
              ...(entry['response'] as Entry),
              headers: [
                { name: 'Content-Encoding', value: 'gzip' },
                { name: 'Content-Length', value: '28' },
              ],
            },
          }),
        ),
      ),
    );
    if (only?.outcome.kind !== 'response') throw new Error('a response was expected');
    const { headers, body } = only.outcome.response;
    expect(decodeBody(headers, body)).toMatchObject({ kind: 'json', value: { id: 7 } });
  });

  it('base64 texts, with and without line breaks', () => {
    const packed = Buffer.from('héllo wörld, at some length so that it is broken').toString('base64');
    for (const text of [packed, packed.replace(/(.{20})/g, '$1\r\n')])
      expect(
        exchanges(file('Charles Proxy', [call('https://a.test/', 'text/plain', {}, { text, encoding: 'base64' })])).map(
          bodyOf,
        ),
      ).toEqual(['héllo wörld, at some length so that it is broken']);
  });

  it('a body that was not kept is missing, one of size -1 or 0 is none', () => {
    const lost = exchanges(
      file(
        'WebInspector',
        [2048, 0, -1].map((size) => call('https://a.test/', 'text/plain', {}, { text: undefined, size })),
      ),
    );
    expect(lost.map(({ incomplete }) => incomplete)).toEqual([expect.stringContaining('2048 bytes'), null, null]);
  });

  it('pseudo headers, comments, initiators and missing lists do no harm', () => {
    const entry = call('https://a.test/x?y=1', 'application/json', {
      _initiator: { type: 'script', stack: { callFrames: [] } },
      _priority: 'High',
      comment: 'slow',
      connection: '443',
      serverIPAddress: '',
      pageref: 'page_9',
    });
    entry['request'] = {
      method: 'get',
      url: 'https://a.test/x?y=1',
      headers: [
        { name: ':authority', value: 'a.test' },
        { name: 'Accept', value: '*/*', comment: 'x' },
      ],
    };
    const [only] = exchanges(file('WebInspector', [entry], { pages: undefined, comment: 'exported' }));
    expect(only?.request).toMatchObject({ method: 'GET', target: '/x?y=1', headers: [['Accept', '*/*']] });
    expect(only?.firstByteAfter).toBeCloseTo(10.6);
  });

  it('a request that was blocked or never answered is its network error', () => {
    const none = (more: Entry): Entry => ({
      ...call('https://a.test/'),
      response: { status: 0, statusText: '', headers: [], content: { size: 0, mimeType: 'x-unknown' } },
      ...more,
    });
    expect(
      exchanges(
        file('WebInspector', [
          none({ _error: 'net::ERR_CONNECTION_REFUSED' }),
          none({ response: { status: 0, headers: [], content: {}, _error: 'net::ERR_NAME_NOT_RESOLVED' } }),
          none({}),
        ]),
      ).map(bodyOf),
    ).toEqual(['refused', 'dns', 'aborted']);
  });

  it('sockets, data and extension URLs are named as no HTTP', () => {
    const { left } = read(
      file(
        'WebInspector',
        ['wss://a.test/s', 'data:,x', 'blob:https://a.test/1', 'chrome-extension://abc/x.js'].map((url) => call(url)),
      ),
    );
    expect(left.map(({ reason }) => reason)).toEqual(
      ['wss', 'data', 'blob', 'chrome-extension'].map((scheme) => `${scheme}: is not HTTP`),
    );
  });

  it('posted forms as text, as fields and as both', () => {
    const posted = (postData: Entry): string => {
      const entry = call('https://a.test/', 'text/plain');
      entry['request'] = { ...(entry['request'] as Entry), method: 'POST', postData };
      return Buffer.from(exchanges(file('Firefox', [entry]))[0]?.request.body ?? []).toString();
    };
    const mimeType = 'application/x-www-form-urlencoded';
    expect(posted({ mimeType, text: 'a=1&b=x+y' })).toBe('a=1&b=x+y');
    expect(
      posted({
        mimeType,
        params: [
          { name: 'a', value: '1' },
          { name: 'b', value: 'x y' },
        ],
        text: '',
      }),
    ).toBe('a=1&b=x+y');
    expect(posted({ mimeType, params: [{ name: 'b', value: 'x%20y' }], text: 'b=x%20y' })).toBe('b=x%20y');
  });

  it('local times with an offset, and none at all', () => {
    const at = (startedDateTime: unknown): number | null | undefined =>
      exchanges(file('Proxyman', [{ ...call('https://a.test/'), startedDateTime }]))[0]?.at;
    expect(at('2026-03-02T11:00:00.123+01:00')).toBe(Date.UTC(2026, 2, 2, 10, 0, 0, 123));
    expect(at(undefined)).toBeNull();
  });
});
