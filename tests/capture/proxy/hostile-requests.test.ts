import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { talk } from './support/raw-client.ts';
import { startRawUpstream, type RawUpstream } from './support/raw-upstream.ts';
import { startCapture, type RunningCapture } from './support/start-capture.ts';

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n';
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const POST = 'POST / HTTP/1.1\r\nHost: localhost\r\n';

/** What a client may send and what it gets: a refusal of ours, or its answer; never silence, never a crash. */
const REQUESTS: Readonly<Record<string, readonly [bytes: string | Buffer, answer: RegExp]>> = {
  'two lengths that differ': [`${POST}Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde`, /^HTTP\/1\.1 400/],
  'two lengths that agree': [`${POST}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`, /^HTTP\/1\.1 400/],
  'a list of lengths': [`${POST}Content-Length: 3, 3\r\n\r\nabc`, /^HTTP\/1\.1 400/],
  'length and chunked': [`${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, /^HTTP\/1\.1 400/],
  'chunked twice': [
    `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
    /^HTTP\/1\.1 400/,
  ],
  'chunked, written oddly': [`${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, /^HTTP\/1\.1 400/],
  'a negative length': [`${POST}Content-Length: -1\r\n\r\n`, /^HTTP\/1\.1 400/],
  'a length with a sign': [`${POST}Content-Length: +3\r\n\r\nabc`, /^HTTP\/1\.1 400/],
  'an endless length': [`${POST}Content-Length: 99999999999999999999999\r\n\r\n`, /^HTTP\/1\.1 400/],
  'a chunk size that is none': [`${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n`, /^HTTP\/1\.1 (?:400|502)/],
  'a chunk longer than it says': [
    `${POST}Transfer-Encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n`,
    /^HTTP\/1\.1 (?:400|502)/,
  ],
  'a chunk extension of 20 kB': [
    `${POST}Transfer-Encoding: chunked\r\n\r\n1;x=${'y'.repeat(20_000)}\r\na\r\n0\r\n\r\n`,
    /^HTTP\/1\.1 (?:400|413|502)/,
  ],
  'a space before the colon': [`${GET}X-A : b\r\n\r\n`, /^HTTP\/1\.1 400/],
  'a folded header': [`${GET}X-A: b\r\n c\r\n\r\n`, /^HTTP\/1\.1 400/],
  'a bare line feed': ['GET / HTTP/1.1\nHost: localhost\n\n', /^HTTP\/1\.1 400/],
  'a NUL in a header': [`${GET}X-A: b\0c\r\n\r\n`, /^HTTP\/1\.1 400/],
  'a bare carriage return in a header': [`${GET}X-A: b\rc\r\n\r\n`, /^HTTP\/1\.1 400/],
  'a header name with a blank': [`${GET}X A: b\r\n\r\n`, /^HTTP\/1\.1 400/],
  'no Host': ['GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400/],
  'two Hosts': [`${GET}Host: other\r\n\r\n`, /^HTTP\/1\.1 400/],
  'a Host of somebody else': ['GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.com\r\n\r\n', /^HTTP\/1\.1 403/],
  'a Host with a user': ['GET / HTTP/1.1\r\nHost: localhost@evil.com\r\n\r\n', /^HTTP\/1\.1 403/],
  'HTTP/0.9': ['GET /\r\n\r\n', /^HTTP\/1\.1 400/],
  'HTTP/3.0': ['GET / HTTP/3.0\r\nHost: localhost\r\n\r\n', /^HTTP\/1\.1 (?:400|505)/],
  'an unknown method': ['FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1\.1 400/],
  'a method in lower case': ['get / HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1\.1 400/],
  // What HTTP/2 says to these is a GOAWAY frame: type 7, of stream 0.
  'HTTP/2 that goes on as something else': [`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'x'.repeat(200)}`, /\x07\0\0\0\0\0/],
  'a frame of HTTP/2 that is too large': [
    Buffer.concat([PREFACE, Buffer.from('000000040000000000ffffff000000000001', 'hex'), Buffer.alloc(70_000)]),
    /\x07\0\0\0\0\0/,
  ],
  'HTTP/2 headers that are no HPACK': [
    Buffer.concat([PREFACE, Buffer.from('000000040000000000000004010500000001ffffffff', 'hex')]),
    /\x07\0\0\0\0\0/,
  ],
  'a TLS hello': [Buffer.from('16030100c8010000c40303', 'hex'), /^HTTP\/1\.1 400/],
  'a URL of 20 kB': [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, /^HTTP\/1\.1 414/],
  'a header of 10 MB': [`${GET}X-A: ${'b'.repeat(10_000_000)}\r\n\r\n`, /^(?:HTTP\/1\.1 431|$)/],
  'three thousand headers': [
    `${GET}${Array.from({ length: 3000 }, (_, at) => `a${at}: b\r\n`).join('')}\r\n`,
    /^HTTP\/1\.1 431/,
  ],
  'another host by its whole URL': [
    'GET http://169.254.169.254/ HTTP/1.1\r\nHost: localhost\r\n\r\n',
    /^HTTP\/1\.1 403/,
  ],
  'a tunnel': ['CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1\.1 403/],
  'an odd expectation': [`${POST}Expect: the-moon\r\nContent-Length: 0\r\n\r\n`, /^HTTP\/1\.1 417/],
  'a path of dots and escapes': ['GET /../..%2f%00%zz%c0%af/x HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1\.1 200/],
  'Latin-1 in a header': [Buffer.from(`${GET}X-A: caf\u00e9\r\n\r\n`, 'latin1'), /^HTTP\/1\.1 200/],
  'a header named __proto__': [`${GET}__proto__: polluted\r\nconstructor: x\r\n\r\n`, /^HTTP\/1\.1 200/],
  'nothing but line ends': ['\r\n'.repeat(50), /^$|^HTTP\/1\.1 4/],
  'a request behind a request': [`${POST}Content-Length: 0\r\n\r\n${GET}X-Second: y\r\n\r\n`, /200[^]*200/],
};

describe('hostile requests', () => {
  let upstream: RawUpstream;
  let capture: RunningCapture;
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
  beforeAll(async () => {
    upstream = await startRawUpstream((socket) => void socket.write(answer));
    capture = await startCapture([upstream.origin]);
  });
  afterAll(async () => {
    await capture[Symbol.asyncDispose]();
    await upstream[Symbol.asyncDispose]();
  });

  it.each(Object.keys(REQUESTS))('%s', async (name) => {
    const [bytes, wanted] = REQUESTS[name] as (typeof REQUESTS)[string];
    const before = capture.captured.length;
    const got = await talk(capture.port, bytes, (received) => wanted.test(received) && received !== '', 1500);
    expect(got.slice(0, 300)).toMatch(wanted);
    // What was refused is in no recording, and the next one is served as ever.
    if (!got.includes(' 200 ') && !got.includes(' 502 ')) expect(capture.captured.length).toBe(before);
    expect(await talk(capture.port, `${GET}\r\n`, (received) => received.endsWith('ok'))).toMatch(/^HTTP\/1\.1 200/);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('stop nobody else, however slowly they come', async () => {
    const slow = Array.from({ length: 100 }, () => talk(capture.port, 'GET / HT', () => false, 1000));
    const began = performance.now();
    expect(await talk(capture.port, `${GET}\r\n`, (received) => received.endsWith('ok'))).toMatch(/ 200 /);
    expect(performance.now() - began).toBeLessThan(900);
    await Promise.all(slow);
  });
});
