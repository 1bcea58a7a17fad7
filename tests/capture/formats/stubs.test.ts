import { describe, expect, it } from 'vitest';
import { parseTraffic } from '../../../src/capture/formats/detect.ts';
import type { Exchange } from '../../../src/capture/formats/format.ts';
import { wiremock as writer } from '../../../src/export/recordings/wiremock.ts';
import type { Json } from '../../../src/model/json.ts';
import { interaction } from '../../support/interactions.ts';

function read(document: Json) {
  const { format, groups, left } = parseTraffic(Buffer.from(JSON.stringify(document)), 'auto');
  return { format, calls: groups.flatMap(({ exchanges }) => exchanges).map(told), left };
}

function told({ request, outcome }: Exchange): string {
  const answer =
    outcome.kind === 'response'
      ? `${outcome.response.status} ${JSON.stringify(outcome.response.headers)} ${Buffer.from(outcome.response.body).toString()}`
      : outcome.error.kind;
  const body = Buffer.from(request.body).toString();
  return `${request.method} ${request.origin}${request.target} ${JSON.stringify(request.headers)} ${body} -> ${answer}`;
}

describe('WireMock mappings', () => {
  it('come in where they stand for one request; the others are named', () => {
    expect(
      read({
        mappings: [
          {
            request: { method: 'GET', url: '/a?b=1' },
            response: { status: 200, jsonBody: { id: 1 }, headers: { 'Content-Type': 'application/json' } },
          },
          {
            request: {
              method: 'POST',
              scheme: 'https',
              host: { equalTo: 'api.example.com' },
              port: 8443,
              urlPath: '/search',
              queryParameters: { q: { equalTo: 'a b' } },
              headers: { Accept: { equalTo: 'x/y' }, 'X-Any': { matches: '.*' } },
              bodyPatterns: [{ equalToJson: '{"a": 1}' }],
            },
            response: { base64Body: Buffer.from('raw').toString('base64') },
          },
          { request: { method: 'GET', url: '/reset' }, response: { fault: 'CONNECTION_RESET_BY_PEER' } },
          { request: { method: 'GET', urlPattern: '/x/.*' }, response: { status: 200 } },
        ],
      }),
    ).toEqual({
      format: 'wiremock',
      calls: [
        'GET http://wiremock.invalid/a?b=1 []  -> 200 [["Content-Type","application/json"]] {"id":1}',
        'POST https://api.example.com:8443/search?q=a%20b [["Accept","x/y"],["Content-Type","application/json"]] {"a": 1} -> 200 [] raw',
        'GET http://wiremock.invalid/reset []  -> reset',
      ],
      left: [{ place: 'mappings[3]', reason: 'its URL is a pattern, not one request' }],
    });
  });

  it('come back as they were exported', () => {
    const items = [
      interaction({ target: '/a?x=1' }, { body: { n: 1 } }),
      interaction({ target: '/a?x=1' }, { body: { n: 2 } }),
      interaction(
        { method: 'POST', target: '/b', body: { sent: true } },
        { status: 201, headers: [['X-A', 'y']], body: { id: 7 } },
      ),
    ];
    const session = {
      id: 's',
      source: 't',
      startedAt: 0,
      label: null,
      use: 'yes' as const,
      workflow: null,
      task: null,
    };
    const { document } = writer.write([{ ...session, interactions: items.map((item, seq) => ({ ...item, seq })) }]);
    expect(read(document).calls.map((call) => call.replace('http://wiremock.invalid', ''))).toEqual([
      'GET /a?x=1 []  -> 200 [["Content-Type","application/json"]] {"n":1}',
      'GET /a?x=1 []  -> 200 [["Content-Type","application/json"]] {"n":2}',
      'POST /b [["Content-Type","application/json"]] {"sent":true} -> 201 [["Content-Type","application/json"],["X-A","y"]] {"id":7}',
    ]);
  });
});

describe('Hoverfly simulations', () => {
  it('come in with exact matchers, of every schema version', () => {
    const exact = (value: string): Json => [{ matcher: 'exact', value }];
    expect(
      read({
        data: {
          pairs: [
            {
              request: {
                method: exact('GET'),
                scheme: exact('https'),
                destination: exact('api.test'),
                path: exact('/a'),
                query: { q: exact('1 2') },
                body: exact(''),
              },
              response: {
                status: 200,
                body: Buffer.from('x').toString('base64'),
                encodedBody: true,
                headers: { A: ['1', '2'] },
              },
            },
            {
              request: {
                method: { exactMatch: 'POST' },
                destination: { exactMatch: 'api.test' },
                path: { exactMatch: '/b' },
                query: { exactMatch: 'z=1' },
                body: { exactMatch: 'hi' },
              },
              response: { status: 404, body: 'no', encodedBody: false },
            },
            { request: { path: [{ matcher: 'regex', value: '.*' }] }, response: { status: 200, body: '' } },
          ],
        },
        meta: { schemaVersion: 'v5' },
      }),
    ).toEqual({
      format: 'hoverfly',
      calls: [
        'GET https://api.test/a?q=1%202 []  -> 200 [["A","1"],["A","2"]] x',
        'POST http://api.test/b?z=1 [] hi -> 404 [] no',
      ],
      left: [{ place: 'data.pairs[2]', reason: 'its path is a pattern (regex), not one request' }],
    });
  });
});

describe('Postman collections', () => {
  it('come in with the responses that were saved, folders in order, variables filled in', () => {
    expect(
      read({
        info: { name: 'x', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
        variable: [{ key: 'base', value: 'https://api.test' }],
        item: [
          {
            name: 'folder',
            item: [
              {
                name: 'one',
                request: {
                  method: 'POST',
                  url: { raw: '{{base}}/users/:id?x=1', variable: [{ key: 'id', value: '7' }] },
                  header: [
                    { key: 'A', value: 'b' },
                    { key: 'Off', value: 'z', disabled: true },
                  ],
                  body: { mode: 'raw', raw: '{"n":1}', options: { raw: { language: 'json' } } },
                },
                response: [
                  { name: 'ok', code: 201, header: [{ key: 'T', value: 'u' }], body: '{"ok":true}', responseTime: 12 },
                ],
              },
            ],
          },
          { name: 'unsaved', request: 'https://api.test/none' },
          { name: 'unknown', request: '{{other}}/x', response: [{ code: 200, body: '' }] },
        ],
      }),
    ).toEqual({
      format: 'postman',
      calls: [
        'POST https://api.test/users/7?x=1 [["A","b"],["Content-Type","application/json"]] {"n":1} -> 201 [["T","u"]] {"ok":true}',
      ],
      left: [{ place: 'response[1]', reason: 'the variable {{other}} of its URL is not in the file' }],
    });
  });
});

describe('HAR as mitmproxy exports it', () => {
  it('comes in, base64 bodies and unanswered calls too', () => {
    expect(
      read({
        log: {
          version: '1.2',
          creator: { name: 'mitmproxy', version: '11.0.0', comment: '' },
          pages: [],
          entries: [
            {
              startedDateTime: '2026-01-05T10:00:00.123456+00:00',
              time: 12.5,
              request: {
                method: 'GET',
                url: 'https://api.test/a?b=1',
                httpVersion: 'HTTP/2.0',
                cookies: [],
                headers: [{ name: 'Accept', value: '*/*' }],
                queryString: [],
                headersSize: 10,
                bodySize: 0,
              },
              response: {
                status: 200,
                statusText: '',
                httpVersion: 'HTTP/2.0',
                cookies: [],
                headers: [{ name: 'content-type', value: 'image/png' }],
                content: { size: 3, compression: 0, mimeType: 'image/png', text: 'AQID', encoding: 'base64' },
                redirectURL: '',
                headersSize: 1,
                bodySize: 3,
              },
              cache: {},
              timings: { connect: 1, ssl: 2, send: 1, receive: 3, wait: 4 },
              serverIPAddress: '127.0.0.1',
            },
            {
              startedDateTime: '2026-01-05T10:00:01+00:00',
              time: 1,
              request: {
                method: 'POST',
                url: 'https://api.test/b',
                httpVersion: 'HTTP/1.1',
                cookies: [],
                headers: [],
                queryString: [],
                headersSize: 1,
                bodySize: 1,
                postData: { mimeType: 'text/plain', text: 'hi', params: [] },
              },
              response: {
                status: 0,
                statusText: '',
                httpVersion: '',
                headers: [],
                cookies: [],
                content: {},
                redirectURL: '',
                headersSize: -1,
                bodySize: -1,
                _transferSize: 0,
                _error: 'connection refused',
              },
              cache: {},
              timings: {},
            },
          ],
        },
      }),
    ).toMatchObject({
      format: 'har',
      calls: [
        'GET https://api.test/a?b=1 [["Accept","*/*"]]  -> 200 [["content-type","image/png"]] \u0001\u0002\u0003',
        expect.stringMatching(/^POST https:\/\/api\.test\/b \[.*\] hi -> (?:refused|reset|aborted)$/),
      ],
      left: [],
    });
  });
});
