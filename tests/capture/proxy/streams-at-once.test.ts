import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCapture, type RunningCapture } from './support/start-capture.ts';

const MEBIBYTE = 1024 * 1024;

describe('a streamed answer', () => {
  let capture: RunningCapture;
  let answer: (response: ServerResponse, body: AsyncIterable<Buffer>) => void | Promise<void>;
  const upstream = createServer((incoming, response) => void answer(response, incoming));
  beforeAll(async () => {
    await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
    capture = await startCapture([`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`]);
  });
  afterAll(async () => {
    await capture.proxy.close();
    upstream.closeAllConnections();
    upstream.close();
  });

  it('passes each event when it comes, and records when that was', async () => {
    answer = async (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      for (const event of ['one', 'two', 'three']) {
        response.write(`data: ${event}\n\n`);
        await pause(60);
      }
      response.end();
    };
    capture.captured.length = 0;
    const began = performance.now();
    const seen: { text: string; after: number }[] = [];
    const response = await fetch(`${capture.url}/events`);
    for await (const chunk of response.body as AsyncIterable<Uint8Array>)
      seen.push({ text: Buffer.from(chunk).toString(), after: performance.now() - began });
    expect(seen.map(({ text }) => text)).toEqual(['data: one\n\n', 'data: two\n\n', 'data: three\n\n']);
    expect(seen[0]?.after).toBeLessThan(50);
    const [row] = capture.captured;
    expect(row?.timing.chunks?.map(({ bytes }) => bytes)).toEqual([11, 11, 13]);
    const [first, second, third] = (row?.timing.chunks ?? []).map(({ after }) => after);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(40);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThan(40);
    expect(row?.timing.firstByteAfter).toBeLessThan(50);
    expect(row?.timing.lastByteAfter).toBeGreaterThan(150);
  });

  it('has its head passed on before its body begins', async () => {
    answer = async (response) => {
      response.writeHead(200, { 'Content-Length': 4 });
      response.flushHeaders();
      await pause(150);
      response.end('late');
    };
    const began = performance.now();
    const response = await fetch(`${capture.url}/late`);
    expect(performance.now() - began).toBeLessThan(100);
    expect(await response.text()).toBe('late');
  });

  it('is read no faster than the client reads', async () => {
    let sent = 0;
    answer = async (response) => {
      response.writeHead(200, { 'Content-Length': 64 * MEBIBYTE });
      const block = Buffer.alloc(MEBIBYTE, 7);
      for (; sent < 64; sent++)
        if (!response.write(block)) await new Promise((resolve) => response.once('drain', resolve));
      response.end();
    };
    const received = await new Promise<number>((resolve, reject) => {
      request(`${capture.url}/large`, (response) => {
        response.pause();
        setTimeout(() => {
          expect(sent).toBeLessThan(30);
          let bytes = 0;
          response.on('data', (chunk: Buffer) => (bytes += chunk.length));
          response.on('end', () => resolve(bytes)).resume();
        }, 300);
      })
        .on('error', reject)
        .end();
    });
    expect(received).toBe(64 * MEBIBYTE);
  });

  it('is let through unkept above --max-body, and marked so', async () => {
    await using small = await startCapture([`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`], {
      limits: { maxBody: 1000 },
    });
    answer = (response) => void response.end('x'.repeat(5000));
    const response = await fetch(`${small.url}/`, { method: 'POST', body: 'y'.repeat(1001) });
    expect(await response.text()).toHaveLength(5000);
    const [row] = small.captured;
    expect(row?.incomplete).toMatch(
      /response body of 5000 bytes not kept.*--max-body.*request body of 1001 bytes not kept/,
    );
    expect(row?.request.body).toHaveLength(0);
    expect(row?.outcome).toMatchObject({ kind: 'response', response: { status: 200, body: new Uint8Array(0) } });
  });

  it('streams a request body while the upstream reads it', async () => {
    const arrived: number[] = [];
    answer = async (response, body) => {
      const began = performance.now();
      for await (const _ of body) arrived.push(performance.now() - began);
      response.end('ok');
    };
    await new Promise<void>((resolve, reject) => {
      const sending = request(`${capture.url}/upload`, { method: 'PUT' }, (response) =>
        response.resume().on('end', resolve),
      );
      sending.on('error', reject);
      sending.write('first');
      setTimeout(() => sending.end('second'), 100);
    });
    expect(arrived).toHaveLength(2);
    expect((arrived[1] ?? 0) - (arrived[0] ?? 0)).toBeGreaterThan(60);
  });
});
