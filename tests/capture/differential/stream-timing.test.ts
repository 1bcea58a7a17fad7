/** How much later than directly a piece of a stream comes through the proxy, seen by the clock that sent it. */
import { createServer, get } from 'node:http';
import { connect, createServer as createNetServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startCapture } from '../proxy/support/start-capture.ts';

const PIECES = 12;
const ROUNDS = 6;
const BOUND_MS = 5;

it.each(['text/event-stream', 'application/x-ndjson'])(
  'pieces of %s come within 5 ms of when they came',
  async (type) => {
    const upstream = createServer((_request, response) => {
      response.setHeader('Content-Type', type);
      void (async () => {
        for (let at = 0; at < PIECES; at++) {
          response.write(type.includes('event') ? `data: ${performance.now()}\n\n` : `${performance.now()}\n`);
          await pause(5);
        }
        response.end();
      })();
    });
    const origin = `http://127.0.0.1:${await listening(upstream)}`;
    // A bare relay: on a busy machine a second hop waits for its turn, whoever it is.
    const relay = createNetServer((socket) => {
      const far = connect(Number(new URL(origin).port), '127.0.0.1');
      socket.pipe(far).on('error', () => {});
      far.pipe(socket).on('error', () => {});
    });
    const relayed = `http://127.0.0.1:${await listening(relay)}`;
    await using capture = await startCapture([origin]);
    await delays(capture.url);
    const [direct, bare, through]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < ROUNDS; round++) {
      direct.push(...(await delays(origin)));
      bare.push(...(await delays(relayed)));
      through.push(...(await delays(capture.url)));
    }
    expect(through.length).toBe(direct.length);
    expect(median(through) - median(direct)).toBeLessThan(BOUND_MS + Math.max(0, median(bare) - median(direct)));
    expect(capture.captured[0]?.timing.chunks?.length).toBe(PIECES);
    for (const server of [upstream, relay]) server.close();
  },
);

/** Of each piece but the first, whose connection is being made, milliseconds from its writing to its reading. */
function delays(url: string): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const found: number[] = [];
    get(url, { agent: false }, (response) => {
      response.on('data', (chunk: Buffer) => {
        for (const sent of chunk.toString().match(/\d+\.\d+/g) ?? []) found.push(performance.now() - Number(sent));
      });
      response.on('end', () => resolve(found.slice(1)));
    }).on('error', reject);
  });
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
