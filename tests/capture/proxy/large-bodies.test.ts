/** Bodies far above --max-body, both ways: they pass whole, memory stays flat, and the recording says what it has not. */
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, it } from 'vitest';
import { startCapture } from './support/start-capture.ts';

const MIB = 1024 * 1024;
/** `npm run soak:large` has 1024. */
const SIZE = Number(process.env['OFFSCRIPT_LARGE_MIB'] ?? 192);
const KEPT = 4;
const PIECE = Buffer.alloc(MIB, 'x');

it(`${SIZE} MiB up and down pass through flat memory`, { timeout: 300_000 }, async () => {
  let uploaded = 0;
  const upstream = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => (uploaded += chunk.length));
    request.on('end', () => void pipeline(pieces(), response).catch(() => {}));
  });
  await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
  await using capture = await startCapture([`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`], {
    limits: { maxBody: KEPT * MIB },
  });
  global.gc?.();
  const before = process.memoryUsage().arrayBuffers;
  let highest = 0;
  const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().arrayBuffers)), 5);
  let downloaded = 0;
  await new Promise<void>((resolve, reject) => {
    const request = ask(capture.url, { method: 'POST' }, (response) => {
      const sink = new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          downloaded += chunk.length;
          done();
        },
      });
      pipeline(response, sink).then(resolve, reject);
    });
    pipeline(pieces(), request).catch(reject);
  });
  clearInterval(watch);
  expect([uploaded, downloaded]).toEqual([SIZE * MIB, SIZE * MIB]);
  expect(highest - before).toBeLessThan(Math.min(SIZE / 2, 128) * MIB);
  for (const side of ['request', 'response'])
    expect(capture.captured[0]?.incomplete).toContain(`${side} body of ${SIZE * MIB} bytes not kept: over the limit`);
  upstream.closeAllConnections();
  upstream.close();
});

function pieces(): Readable {
  return Readable.from(Array.from({ length: SIZE }, () => PIECE));
}
