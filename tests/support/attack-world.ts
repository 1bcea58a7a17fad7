/** Sends hostile requests to the world learned from a reference API, and says what a real server may never do. */
import { assert, property } from 'fast-check';
import { expect } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import type { HttpRequest } from '../../src/model/http.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { ReferenceApi } from './reference-apis/reference-api.ts';
import { hostileRequest } from './hostile-requests.ts';
import { referenceSessions } from './reference-sessions.ts';

export interface Attack {
  readonly requests: number;
  readonly refused: number;
  readonly changed: number;
  /** CPU milliseconds of the slowest answer. */
  readonly slowest: number;
}

const HANG_MS = 2000;
const DIGEST_EVERY = 25;

export function attackWorld(api: ReferenceApi, requests: number, seed = 1): Attack {
  const sessions = referenceSessions(api, seed, 30);
  const calls = sessions.flatMap(({ interactions }) => interactions.map(({ request }) => request));
  const model = learn(() => sessions);
  const startAt = Math.max(...sessions.map(({ startedAt }) => startedAt)) + 60_000;
  const world = createWorld({ model, patches: [], seed, startAt });
  let at = startAt;
  let count = 0;
  let refused = 0;
  let changed = 0;
  let slowest = 0;
  const send = (request: HttpRequest): void => {
    const before = count++ % DIGEST_EVERY === 0 ? world.digest() : null;
    const began = process.cpuUsage().user;
    const { outcome, changes } = world.handle(request, at++);
    slowest = Math.max(slowest, (process.cpuUsage().user - began) / 1000);
    if (outcome.kind !== 'response') throw new Error('no answer');
    const { status } = outcome.response;
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).not.toBe(500);
    const mayChange = status < 400 && request.method !== 'GET' && request.method !== 'HEAD';
    if (changes.length > 0) changed++;
    if (status >= 400) refused++;
    if (mayChange) return;
    expect(changes).toEqual([]);
    if (before !== null) expect(world.digest()).toBe(before);
  };
  assert(property(hostileRequest(calls), send), { numRuns: requests, seed, endOnFailure: true });
  expect(slowest).toBeLessThan(HANG_MS);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  return { requests: count, refused, changed, slowest };
}
