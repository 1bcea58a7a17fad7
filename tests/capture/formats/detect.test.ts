import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../../src/model/body.ts';
import { parseTraffic } from '../../../src/capture/formats/detect.ts';
import type { Exchange, FormatId } from '../../../src/capture/formats/format.ts';
import { textOf } from '../../support/interactions.ts';

const read = (document: unknown, wanted: FormatId | 'auto' = 'auto') =>
  parseTraffic(Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)), wanted);
const exchangesOf = (document: unknown): readonly Exchange[] =>
  read(document).groups.flatMap(({ exchanges }) => exchanges);
const only = (document: unknown): Exchange => {
  const [first, second] = exchangesOf(document);
  if (first === undefined || second !== undefined) throw new Error('not exactly one exchange');
  return first;
};
const response = (exchange: Exchange) => {
  if (exchange.outcome.kind !== 'response') throw new Error('no response');
  return exchange.outcome.response;
};
const shown = (exchange: Exchange): Record<string, unknown> => ({
  call: `${exchange.request.method} ${exchange.request.origin}${exchange.request.target}`,
  sent: textOf(exchange.request.body),
  status: response(exchange).status,
  got: textOf(response(exchange).body),
});

describe('HAR', () => {
  const entry = (more: object = {}, request: object = {}, answer: object = {}): object => ({
    startedDateTime: '2024-05-01T10:00:00.000Z',
    time: 120,
    request: {
      method: 'GET',
      url: 'https://api.example.com:443/a?b=%20c#frag',
      headers: [
        { name: ':authority', value: 'x' },
        { name: 'Accept', value: '*/*' },
      ],
      ...request,
    },
    response: {
      status: 200,
      headers: [
        { name: 'Set-Cookie', value: 'a=1' },
        { name: 'Set-Cookie', value: 'b=2' },
      ],
      content: { size: 2, text: 'ok' },
      ...answer,
    },
    timings: { blocked: -1, dns: 5, connect: 10, ssl: 6, send: 1, wait: 84, receive: 20 },
    ...more,
  });
  const har = (...entries: object[]): object => ({ log: { version: '1.2', creator: { name: 'test' }, entries } });

  it('keeps origin, raw target, header order and times', () => {
    const exchange = only(har(entry()));
    expect(shown(exchange)).toEqual({ call: 'GET https://api.example.com/a?b=%20c', sent: '', status: 200, got: 'ok' });
    expect(exchange.request.headers).toEqual([['Accept', '*/*']]);
    expect(response(exchange).headers).toEqual([
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ]);
    expect([exchange.at, exchange.firstByteAfter, exchange.lastByteAfter]).toEqual([
      Date.UTC(2024, 4, 1, 10),
      100,
      120,
    ]);
  });

  it('reads posted text, fields and base64 answers', () => {
    expect(
      shown(
        only(
          har(
            entry(
              {},
              { method: 'POST', postData: { mimeType: 'application/json', text: '{"a":1}' } },
              { content: { text: 'aGVsbG8=', encoding: 'base64' } },
            ),
          ),
        ),
      ),
    ).toMatchObject({ sent: '{"a":1}', got: 'hello' });
    expect(
      shown(
        only(
          har(
            entry(
              {},
              {
                postData: {
                  mimeType: 'application/x-www-form-urlencoded',
                  params: [
                    { name: 'a b', value: 'c&d' },
                    { name: 'e', value: '%20f' },
                  ],
                },
              },
            ),
          ),
        ),
      ).sent,
    ).toBe('a+b=c%26d&e=%20f');
  });

  it('says what the HAR does not hold', () => {
    expect(only(har(entry({}, {}, { content: { size: 512 } }))).incomplete).toBe(
      'response body: 512 bytes that the HAR does not hold',
    );
    expect(
      only(
        har(
          entry({}, { postData: { mimeType: 'multipart/form-data; boundary=x', params: [{ name: 'a', value: '1' }] } }),
        ),
      ).incomplete,
    ).toMatch(/multipart/);
  });

  it('turns a request without an answer into its network error', () => {
    expect(only(har(entry({}, {}, { status: 0, _error: 'net::ERR_CONNECTION_REFUSED' }))).outcome).toEqual({
      kind: 'error',
      error: { kind: 'refused', message: 'net::ERR_CONNECTION_REFUSED' },
    });
    expect(only(har(entry({}, {}, { status: 0 }))).outcome).toMatchObject({
      kind: 'error',
      error: { kind: 'aborted' },
    });
  });

  it('makes a group of each of several pages, in the order of their calls', () => {
    const at = (time: string, pageref: string) =>
      entry({ startedDateTime: `2024-05-01T10:00:${time}Z`, pageref }, { url: `https://x.test/${time}` });
    const { groups } = read(har(at('03', 'p1'), at('01', 'p2'), at('02', 'p1')));
    expect(groups.map(({ name, exchanges }) => [name, exchanges.map(({ request }) => request.target)])).toEqual([
      ['p2', ['/01']],
      ['p1', ['/02', '/03']],
    ]);
    expect(read(har(at('03', 'p1'), at('01', 'p1'))).groups).toHaveLength(1);
  });

  it('leaves out what is not HTTP and says so', () => {
    const { left, groups } = read(
      har(entry(), entry({}, { url: 'file:///etc/passwd' }), entry({}, { url: 'data:text/plain,x' })),
    );
    expect(left).toEqual([
      { place: 'log.entries[1]', reason: 'file: is not HTTP' },
      { place: 'log.entries[2]', reason: 'data: is not HTTP' },
    ]);
    expect(groups[0]?.exchanges).toHaveLength(1);
  });

  it('reads the encoded bodies of Polly.js: lists of hex or base64 chunks, and bare hex', () => {
    const zipped = gzipSync('{"id":7}');
    const polly = (content: object): object => ({
      log: {
        _recordingName: 'books/list',
        creator: { name: 'Polly.JS', version: '6.0.5' },
        entries: [
          entry(
            { _initiator: 'x' },
            {},
            { headers: [{ name: 'content-encoding', value: 'gzip', _fromType: 'array' }], content },
          ),
        ],
      },
    });
    const halves = (encoding: BufferEncoding) =>
      JSON.stringify([zipped.subarray(0, 9).toString(encoding), zipped.subarray(9).toString(encoding)]);
    for (const content of [
      { text: halves('hex'), _isBinary: true },
      { text: halves('base64'), encoding: 'base64' },
      { text: zipped.toString('hex'), _isBinary: true },
      { text: zipped.toString('base64'), encoding: 'base64' },
    ]) {
      const { headers, body } = response(only(polly(content)));
      expect(decodeBody(headers, body)).toMatchObject({ kind: 'json', value: { id: 7 } });
    }
    expect(read(polly({ text: '["plain"]' })).groups[0]).toMatchObject({ name: 'books/list' });
  });
});

describe('nock', () => {
  const definition = {
    scope: 'https://api.example.com:443',
    method: 'post',
    path: '/things?x=1',
    body: { a: [1] },
    status: 201,
    response: { id: 7 },
    reqheaders: { accept: '*/*', 'x-many': ['1', '2'], 'content-length': 9 },
  };

  it('reads definitions as the recorder writes them', () => {
    const exchange = only([{ ...definition, rawHeaders: ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'] }]);
    expect(shown(exchange)).toEqual({
      call: 'POST https://api.example.com/things?x=1',
      sent: '{"a":[1]}',
      status: 201,
      got: '{"id":7}',
    });
    expect(exchange.request.headers).toEqual([
      ['accept', '*/*'],
      ['x-many', '1'],
      ['x-many', '2'],
      ['content-length', '9'],
    ]);
    expect(response(exchange).headers).toEqual([
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ]);
  });

  it.each([
    ['an object', { 'Content-Type': 'x', 'Set-Cookie': ['a', 'b'] }],
    [
      'a list of pairs',
      [
        ['Content-Type', 'x'],
        ['Set-Cookie', 'a'],
        ['Set-Cookie', 'b'],
      ],
    ],
    ['a flat list', ['Content-Type', 'x', 'Set-Cookie', 'a', 'Set-Cookie', 'b']],
  ])('reads raw headers as %s', (_, rawHeaders) => {
    expect(response(only([{ ...definition, rawHeaders }])).headers).toEqual([
      ['Content-Type', 'x'],
      ['Set-Cookie', 'a'],
      ['Set-Cookie', 'b'],
    ]);
  });

  it('reads compressed and binary answers exactly, and lists that are JSON as JSON', () => {
    const zipped = gzipSync('{"id":7}');
    const chunks = [zipped.subarray(0, 5).toString('hex'), zipped.subarray(5).toString('hex')];
    expect(response(only([{ ...definition, headers: { 'content-encoding': 'gzip' }, response: chunks }])).body).toEqual(
      zipped,
    );
    expect(response(only([{ ...definition, response: '89504e47', responseIsBinary: true }])).body).toEqual(
      Buffer.from('89504e47', 'hex'),
    );
    expect(textOf(response(only([{ ...definition, response: ['abcd', 'ef'] }])).body)).toBe('["abcd","ef"]');
  });

  it('reads a form, a missing body, a missing status, and status 0 as no answer', () => {
    expect(
      shown(
        only([
          { ...definition, body: { a: '1 2' }, reqheaders: { 'content-type': 'application/x-www-form-urlencoded' } },
        ]),
      ).sent,
    ).toBe('a=1+2');
    expect(shown(only([{ scope: 'http://x.test', path: '/', response: '' }]))).toEqual({
      call: 'GET http://x.test/',
      sent: '',
      status: 200,
      got: '',
    });
    expect(only([{ ...definition, status: 0 }]).outcome.kind).toBe('error');
  });
});

describe('VCR', () => {
  const yaml = `---
http_interactions:
- request:
    method: get
    uri: https://user:pa%3Ass@api.example.com/a?b=1
    body:
      encoding: US-ASCII
      string: ''
    headers:
      Accept:
      - "*/*"
  response:
    status:
      code: 200
      message: OK
    headers:
      Content-Type:
      - application/json
    body:
      encoding: ASCII-8BIT
      string: !binary |-
        eyJuYW1l
        IjoiasOpIn0=
    http_version: '1.1'
  recorded_at: Tue, 01 Nov 2011 04:58:44 GMT
recorded_with: VCR 2.0.0
`;

  it('reads Ruby YAML with binary bodies and credentials in the URL', () => {
    const exchange = only(yaml);
    expect(shown(exchange)).toEqual({
      call: 'GET https://api.example.com/a?b=1',
      sent: '',
      status: 200,
      got: '{"name":"jé"}',
    });
    expect(exchange.request.headers).toContainEqual([
      'Authorization',
      `Basic ${Buffer.from('user:pa:ss').toString('base64')}`,
    ]);
    expect(exchange.at).toBe(Date.UTC(2011, 10, 1, 4, 58, 44));
    expect(read(yaml).format).toBe('vcr');
  });

  it('reads JSON cassettes with exact bytes, and Latin-1 texts as the bytes they were', () => {
    const answer = (body: object) => ({
      http_interactions: [
        {
          request: { method: 'post', uri: 'http://x.test/', body: { string: 'ü' } },
          response: { status: { code: 200 }, body },
        },
      ],
      recorded_with: 'VCR 6.1.0',
    });
    expect(response(only(answer({ encoding: 'ASCII-8BIT', base64_string: '/wA=' }))).body).toEqual(
      Buffer.from([0xff, 0]),
    );
    expect(response(only(answer({ encoding: 'ISO-8859-1', string: 'é' }))).body).toEqual(Buffer.from([0xe9]));
  });

  it('reads vcrpy cassettes with aliases, nulls and Python bytes', () => {
    const exchange = only(`interactions:
- request:
    body: null
    headers: &id001
      Accept: ['*/*']
    method: GET
    uri: http://x.test/y
  response:
    body: {string: !!binary "aGk="}
    headers: *id001
    status: {code: 404, message: Not Found}
version: 1
`);
    expect(shown(exchange)).toEqual({ call: 'GET http://x.test/y', sent: '', status: 404, got: 'hi' });
    expect(response(exchange).headers).toEqual([['Accept', '*/*']]);
  });

  it('keeps scalars that YAML would read as numbers, dates or truths as the text they are', () => {
    const exchange = only(
      yaml.replace(
        '- "*/*"',
        '- 007\n      X-Date:\n      - 2011-11-01\n      X-Yes:\n      - yes\n      X-Null:\n      - "null"',
      ),
    );
    expect(exchange.request.headers.slice(0, 4)).toEqual([
      ['Accept', '007'],
      ['X-Date', '2011-11-01'],
      ['X-Yes', 'yes'],
      ['X-Null', 'null'],
    ]);
  });
});

describe('Betamax', () => {
  it('reads gzip bodies kept as base64, beside a request body', () => {
    const document = {
      http_interactions: [
        {
          recorded_at: '2023-12-24T07:26:56',
          request: {
            method: 'PUT',
            uri: 'https://x.test/y',
            body: { encoding: 'utf-8', string: '{"a":1}' },
            headers: { Accept: ['*/*'] },
          },
          response: {
            status: { code: 200, message: 'OK' },
            url: 'https://x.test/y',
            headers: { 'Content-Encoding': ['gzip'], 'x-id': ['1', '1'] },
            body: { base64_string: gzipSync('{"id":7}').toString('base64'), encoding: 'utf-8', string: '' },
          },
        },
      ],
      recorded_with: 'betamax/0.8.1',
    };
    expect(read(document).format).toBe('betamax');
    const exchange = only(document);
    expect(exchange.at).toBe(Date.UTC(2023, 11, 24, 7, 26, 56));
    expect(response(exchange).headers).toEqual([
      ['Content-Encoding', 'gzip'],
      ['x-id', '1'],
      ['x-id', '1'],
    ]);
    expect(decodeBody(response(exchange).headers, response(exchange).body)).toMatchObject({ value: { id: 7 } });
  });
});

describe('go-vcr', () => {
  const v1 = `---
version: 1
interactions:
- request:
    body: '{"a":1}'
    form: {}
    headers:
      Accept:
      - application/json
    url: https://x.test/y?z=1
    method: POST
  response:
    body: '{"id": 7}'
    headers:
      Content-Type:
      - application/json
    status: 201 Created
    code: 201
    duration: ""
`;

  it('reads version 1', () => {
    expect(read(v1).format).toBe('go-vcr');
    expect(shown(only(v1))).toEqual({
      call: 'POST https://x.test/y?z=1',
      sent: '{"a":1}',
      status: 201,
      got: '{"id": 7}',
    });
  });

  it('reads version 2 with durations and forms', () => {
    const exchange = only(`version: 2
interactions:
    - id: 0
      request:
        host: x.test
        body: ""
        form:
            a:
                - "1"
                - 2 3
        headers: {}
        url: http://x.test/y
        method: POST
      response:
        uncompressed: true
        body: ok
        headers: {}
        status: 200 OK
        code: 200
        duration: 1m2.5s
`);
    expect(shown(exchange)).toMatchObject({ sent: 'a=1&a=2+3', got: 'ok' });
    expect(exchange.lastByteAfter).toBe(62_500);
  });

  it('takes a file without interactions as empty', () => {
    expect(read('---\nversion: 1\ninteractions: []\n')).toMatchObject({
      format: 'go-vcr',
      groups: [{ exchanges: [] }],
    });
  });
});

describe('what cannot be read', () => {
  it.each([
    ['nothing', '', 'the file is empty'],
    ['blanks', ' \n\t', 'the file is empty'],
    ['cut-off JSON', '{"log":{"entries":[{"request":{"url":"https://secret', 'not JSON: it is cut off'],
    ['JSON with a slip', '{"log" {}}', 'not JSON: position'],
    ['foreign JSON', '{"name":"package"}', 'no recorded traffic in a known format'],
    ['a HAR without entries', '{"log":{"version":"1.2","creator":{"name":"x"}}}', 'log.entries is missing or no list'],
    ['an entry without a request', '{"log":{"entries":[{}]}}', 'log.entries[0].request is missing or no object'],
    [
      'a relative URL',
      '{"log":{"entries":[{"request":{"method":"GET","url":"/x"},"response":{"status":200}}]}}',
      'log.entries[0].request.url: "/x" is no absolute URL',
    ],
    [
      'broken base64',
      '{"log":{"entries":[{"request":{"method":"GET","url":"http://x"},"response":{"status":200,"content":{"encoding":"base64","text":"!"}}}]}}',
      'is no base64',
    ],
    ['a wrong status', '[{"scope":"http://x","path":"/","status":"fine"}]', '[0].status is no HTTP status: "fine"'],
    ['prose', 'Dear all,\n- this: is\n  not: "a cassette', 'not YAML'],
    ['binary', '\u0000\u0001\u0002', 'the file is no text'],
    ['deep nesting', '['.repeat(100_000), 'nested deeper'],
    [
      'a YAML bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]`,
      'alias',
    ],
  ])('%s is refused with the reason', (_, text, reason) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ name: 'FormatProblem', message: expect.stringContaining(reason) }),
    );
  });

  it('does not quote the content of a broken file', () => {
    expect(() => read('{"token": hunter2secret}')).toThrow(/^(?!.*hunter2)/);
  });

  it('reads as the named format only', () => {
    expect(() => read([], 'har')).toThrow('the file is missing or no object');
    expect(read([], 'nock')).toMatchObject({ format: 'nock' });
  });
});
