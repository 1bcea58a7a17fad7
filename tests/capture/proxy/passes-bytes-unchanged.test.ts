import fc from 'fast-check';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headerListOf } from '../../../src/capture/proxy/header-list.ts';
import { headerValue, type HeaderList } from '../../../src/model/http.ts';
import { startCapture, type RunningCapture } from './support/start-capture.ts';

interface Message {
  readonly headers: HeaderList;
  readonly chunks: readonly Uint8Array[];
  readonly framing: 'length' | 'chunked';
}

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/);
const RESERVED =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|content-length|expect|location|date|x-offscript-.*)$/i;
const name = token.filter((text) => !RESERVED.test(text));
const value = fc.stringMatching(/^[!-~\u00a1-\u00ff](?:[ -~\u00a1-\u00ff]{0,20}[!-~\u00a1-\u00ff])?$/);
const headers = fc.array(fc.tuple(name, value), { maxLength: 12 });
const message = fc.record<Message>({
  headers,
  chunks: fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 5 }),
  framing: fc.constantFrom('length', 'chunked'),
});
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
const target = fc.stringMatching(/^\/[A-Za-z0-9/._~%!$&'()*+,;=:@?-]{0,60}$/);

describe('the recording proxy', () => {
  let capture: RunningCapture;
  let answer: Message;
  let seen: { method: string; target: string; headers: HeaderList; body: Buffer };
  const upstream = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      seen = {
        method: incoming.method ?? '',
        target: incoming.url ?? '',
        headers: headerListOf(incoming.rawHeaders),
        body: Buffer.concat(chunks),
      };
      response.sendDate = false;
      response.writeHead(200, 'Fine', [...answer.headers, framingHeader(answer)].flat());
      for (const chunk of answer.chunks) response.write(chunk);
      response.end();
    });
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
    capture = await startCapture([`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`]);
  });
  afterAll(async () => {
    await capture.proxy.close();
    upstream.closeAllConnections();
    upstream.close();
  });

  it('keeps every byte of bodies, and names, order and duplicates of headers, both ways and in the recording', async () => {
    await fc.assert(
      fc.asyncProperty(method, target, message, message, async (verb, path, sent, answered) => {
        answer = answered;
        capture.captured.length = 0;
        const got = await exchange(capture.port, verb, path, sent);
        const sentBody = Buffer.concat(sent.chunks);
        const answeredBody = Buffer.concat(answered.chunks);
        expect({ method: seen.method, target: seen.target }).toEqual({ method: verb, target: path });
        expect(seen.body.equals(sentBody)).toBe(true);
        expect(withoutFraming(seen.headers)).toEqual(sent.headers);
        expect(got.status).toBe('200 Fine');
        expect(got.body.equals(answeredBody)).toBe(true);
        expect(withoutFraming(got.headers)).toEqual(answered.headers);

        const [row, ...others] = capture.captured;
        expect(others).toEqual([]);
        expect(row?.incomplete).toBeNull();
        expect(row?.request).toMatchObject({ method: verb, target: path });
        expect(Buffer.from(row?.request.body ?? []).equals(sentBody)).toBe(true);
        expect(withoutFraming(row?.request.headers ?? [])).toEqual(sent.headers);
        if (row?.outcome.kind !== 'response') throw new Error('a response was expected');
        expect(Buffer.from(row.outcome.response.body).equals(answeredBody)).toBe(true);
        expect(row.outcome.response.headers.filter(([key]) => !/^(?:connection|keep-alive)$/i.test(key))).toEqual([
          ...answered.headers,
          framingHeader(answered),
        ]);
      }),
      { numRuns: 150 },
    );
  });

  it('names the upstream in the Host header it sends and records', async () => {
    answer = { headers: [], chunks: [], framing: 'length' };
    capture.captured.length = 0;
    await exchange(capture.port, 'GET', '/', {
      headers: [['X-Offscript-Session', 's1']],
      chunks: [],
      framing: 'length',
    });
    const host = `127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    expect(headerValue(seen.headers, 'host')).toBe(host);
    expect(seen.headers.some(([key]) => /^x-offscript/i.test(key))).toBe(false);
    expect(capture.captured[0]?.request.origin).toBe(`http://${host}`);
    expect(headerValue(capture.captured[0]?.request.headers ?? [], 'host')).toBe(host);
    expect(capture.captured[0]?.directives.session).toBe('s1');
    expect(capture.captured[0]?.request.headers.some(([key]) => /^x-offscript/i.test(key))).toBe(false);
  });
});

function framingHeader({ framing, chunks }: Message): readonly [string, string] {
  return framing === 'chunked'
    ? ['Transfer-Encoding', 'chunked']
    : ['Content-Length', String(Buffer.concat(chunks).length)];
}

function withoutFraming(list: HeaderList): HeaderList {
  return list.filter(([key]) => !/^(?:host|connection|keep-alive|content-length|transfer-encoding)$/i.test(key));
}

function exchange(
  port: number,
  verb: string,
  path: string,
  sent: Message,
): Promise<{ status: string; headers: HeaderList; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const list: HeaderList = [['Host', `127.0.0.1:${port}`], ...sent.headers, framingHeader(sent)];
    const outgoing = request(
      { host: '127.0.0.1', port, method: verb, path, headers: list.flat() as never, setHost: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: `${incoming.statusCode} ${incoming.statusMessage}`,
            headers: headerListOf(incoming.rawHeaders),
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    for (const chunk of sent.chunks) outgoing.write(chunk);
    outgoing.end();
  });
}
