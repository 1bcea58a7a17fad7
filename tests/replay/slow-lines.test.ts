import { get } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { serveOrigins, type ServedOrigins } from '../../src/replay/http-server.ts';
import type { Line, WorldAnswer } from '../../src/model/world.ts';

const ORIGIN = 'https://desk.example.com';
const BODY = Buffer.from(JSON.stringify({ tickets: Array.from({ length: 40 }, (_, id) => ({ id })) }));
const RESPONSE = { status: 200, headers: [['Content-Type', 'application/json'] as const], body: BODY };
const IN_PIECES: Line['comes'] = { in: 'pieces', chunks: 8 };
const LATE_END: Line['comes'] = { in: 'one', end: 'late' };

let served: ServedOrigins | null = null;
afterEach(async () => {
  await served?.close();
  served = null;
});

interface Seen {
  readonly pieces: number;
  readonly text: string;
  /** `aborted` where the connection ended before the body. */
  readonly end: 'whole' | 'aborted';
}

async function seen(outcome: WorldAnswer['outcome']): Promise<Seen> {
  served = await serveOrigins({ origins: [ORIGIN], answer: () => outcome });
  const url = served.baseUrls[ORIGIN] ?? '';
  return new Promise((resolve, reject) => {
    get(`${url}/tickets`, (response) => {
      const pieces: Buffer[] = [];
      const settle = (end: Seen['end']) => (): void =>
        resolve({ pieces: pieces.length, text: Buffer.concat(pieces).toString('utf8'), end });
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', settle('whole'));
      response.on('error', settle('aborted'));
    }).on('error', reject);
  });
}

const late = (comes: Line['comes']): WorldAnswer['outcome'] => ({
  kind: 'error',
  error: { kind: 'timeout', message: 'No answer within 10000 ms.' },
  line: { comes, cut: RESPONSE },
});

it('sends a dribbled body in pieces that add up to it', async () => {
  const { pieces, text, end } = await seen({
    kind: 'response',
    response: RESPONSE,
    line: { comes: IN_PIECES, cut: null },
  });
  expect([text, end]).toEqual([BODY.toString('utf8'), 'whole']);
  expect(pieces).toBeGreaterThan(1);
});

it('stops in the middle of a dribbled body that takes longer than the client waits', async () => {
  const { text, end } = await seen(late(IN_PIECES));
  expect(end).toBe('aborted');
  expect(text.length).toBeGreaterThan(0);
  expect(BODY.toString('utf8').startsWith(text)).toBe(true);
  expect(text.length).toBeLessThan(BODY.length);
});

it('sends all of a body and its end after a while, where the connection closes slowly', async () => {
  expect(await seen({ kind: 'response', response: RESPONSE, line: { comes: LATE_END, cut: null } })).toMatchObject({
    text: BODY.toString('utf8'),
    end: 'whole',
  });
});

it('sends all of a body and never its end, where that takes longer than the client waits', async () => {
  expect(await seen(late(LATE_END))).toMatchObject({ text: BODY.toString('utf8'), end: 'aborted' });
});
