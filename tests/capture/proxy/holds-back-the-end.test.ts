import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CaptureProxy } from '../../../src/capture/proxy/capture-proxy.ts';
import { parseUpstream } from '../../../src/capture/proxy/upstream.ts';
import { LiveSession } from '../../../src/capture/sessions/live-session.ts';
import { startRawUpstream } from './support/raw-upstream.ts';
import { WatchedClient } from './support/watched-client.ts';

/** Answers of every framing, and what a client must not have before the exchange is recorded. */
const ANSWERS: readonly {
  readonly what: string;
  readonly answer: string;
  readonly request?: string;
  readonly isWhole: (received: string) => boolean;
}[] = [
  {
    what: 'a body with a length',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    isWhole: (text) => text.endsWith('hello'),
  },
  {
    what: 'a chunked body',
    answer: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    isWhole: (text) => text.endsWith('\r\n0\r\n\r\n'),
  },
  {
    what: 'a body ended by the connection',
    answer: 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello',
    isWhole: (text) => text.endsWith('\r\n0\r\n\r\n'),
  },
  {
    what: 'a body ended by the connection, for a client of HTTP/1.0',
    answer: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    request: 'GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n',
    isWhole: (text) => text.endsWith('hello'),
  },
  { what: 'no body (204)', answer: 'HTTP/1.1 204 No Content\r\n\r\n', isWhole: (text) => text.includes('\r\n\r\n') },
  {
    what: 'no body (304)',
    answer: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n',
    isWhole: (text) => text.includes('\r\n\r\n'),
  },
  {
    what: 'no body (length 0)',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    isWhole: (text) => text.includes('\r\n\r\n'),
  },
  {
    what: 'no body (HEAD)',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n',
    request: 'HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
    isWhole: (text) => text.includes('\r\n\r\n'),
  },
];

describe('the end of an answer', () => {
  it.each(ANSWERS)('waits until the exchange is recorded: $what', async ({ answer, request, isWhole }) => {
    await using upstream = await startRawUpstream((socket) => {
      socket.write(answer);
      if (/Connection: close/.test(answer)) socket.end();
    });
    const client = new WatchedClient();
    const atCommit: string[] = [];
    const proxy = await listen(upstream.origin);
    proxy.record((finished) => {
      for (const item of finished) if (item.outcome.kind === 'response') atCommit.push(client.receivedAfter(60));
    });
    client.talk(portOf(proxy), request ?? 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    for (let tries = 0; tries < 200 && !isWhole(client.receivedAfter(0)); tries++) await pause(10);
    expect(isWhole(client.receivedAfter(0))).toBe(true);
    expect(atCommit).toHaveLength(1);
    expect(isWhole(atCommit[0] as string)).toBe(false);
    await client.end();
    await proxy.close();
  });

  it('waits also for a recorder that takes its time', async () => {
    const upstream = createServer((_request, response) => void response.end('{"ok":true}'));
    await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
    const proxy = await listen(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
    let committedAt = 0;
    proxy.record(() => {
      const until = performance.now() + 80;
      while (performance.now() < until);
      committedAt = performance.now();
    });
    const answer = await fetch(`http://127.0.0.1:${portOf(proxy)}/`);
    await answer.text();
    expect(performance.now()).toBeGreaterThan(committedAt);
    expect(committedAt).toBeGreaterThan(0);
    await proxy.close();
    upstream.close();
  });
});

function listen(origin: string): Promise<CaptureProxy> {
  const clock = { now: () => Date.now(), steady: () => performance.now() };
  const nowhere = { settle: () => ({ session: new LiveSession('s', 0), seq: 0 }) };
  return CaptureProxy.listen({
    upstreams: [parseUpstream(origin)],
    port: 0,
    host: '127.0.0.1',
    clock,
    arrive: () => nowhere,
  });
}

function portOf(proxy: CaptureProxy): number {
  return Number(new URL([...proxy.localUrls.values()][0] ?? '').port);
}
