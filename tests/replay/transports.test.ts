import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { EpisodeRun } from '../../src/model/rollout.ts';
import { serveOrigins } from '../../src/replay/http-server.ts';
import { createFetch } from '../../src/replay/simulated-fetch.ts';
import { startNotes } from '../support/notes-episode.ts';
import { MAIL, NOTES } from '../support/notes-model.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served.close();
});

interface Transport {
  readonly run: EpisodeRun;
  readonly base: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
}

function inProcess(run = startNotes()): Transport {
  const fetch = createFetch(run, () => Promise.reject(new TypeError('elsewhere')));
  return { run, base: { [NOTES]: NOTES, [MAIL]: MAIL }, fetch };
}

async function overHttp(run = startNotes()): Promise<Transport> {
  const served = await serveOrigins({ origins: [NOTES, MAIL], answer: (request) => run.request(request) });
  open.push(served);
  return { run, base: served.baseUrls, fetch: globalThis.fetch };
}

type Ask = {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly origin?: string;
};

/** What a client saw, with local addresses told back to recorded ones. */
async function seen(
  { base, fetch }: Transport,
  { method, path, body, headers, origin = NOTES }: Ask,
): Promise<unknown> {
  const back = (text: string): string =>
    Object.entries(base).reduce((all, [recorded, local]) => all.replaceAll(local, recorded), text);
  try {
    const response = await fetch(`${base[origin]}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
    const text = await response.text();
    const kept = ['content-type', 'location', 'link', 'retry-after'].map((name) =>
      back(response.headers.get(name) ?? ''),
    );
    return {
      status: response.status,
      text: back(text),
      kept,
      url: back(response.url),
      redirected: response.redirected,
      statusText: response.statusText,
    };
  } catch (error) {
    return { failed: (error as Error).name };
  }
}

const ask = fc.constantFrom<Ask>(
  { method: 'GET', path: '/notes' },
  {
    method: 'POST',
    path: '/notes',
    body: `{"text":"see ${NOTES}/notes/n1 and ${NOTES}.au"}`,
    headers: { 'content-type': 'application/json' },
  },
  { method: 'GET', path: '/notes/n1' },
  { method: 'GET', path: '/notes/zz%20%C3%A4?q=1&q=2' },
  { method: 'HEAD', path: '/notes' },
  { method: 'DELETE', path: '/empty' },
  { method: 'GET', path: '/moved' },
  { method: 'POST', path: '/moved', body: 'x' },
  { method: 'GET', path: '/cookies' },
  { method: 'GET', path: '/limited' },
  { method: 'GET', path: '/slow' },
  { method: 'GET', path: '/broken/reset' },
  { method: 'GET', path: '/broken/empty' },
  { method: 'GET', path: '/broken/garbage' },
  { method: 'GET', path: '/broken/truncated' },
  { method: 'GET', path: '/anything', origin: MAIL },
  { method: 'POST', path: '/echo', body: 'bytes' },
  { method: 'GET', path: '/whoami', headers: { authorization: 'Bearer abc' } },
);

describe('the same requests', () => {
  it('have the same outcomes in process and over HTTP, and leave the same world', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ask, { minLength: 1, maxLength: 8 }), async (asks) => {
        const [near, far] = [inProcess(), await overHttp()];
        for (const one of asks) {
          const [nearSaw, farSaw] = [await seen(near, one), await seen(far, one)];
          // Over a socket a timeout is a closed connection.
          if (one.path === '/slow')
            expect([nearSaw, farSaw]).toEqual([{ failed: 'TimeoutError' }, { failed: 'TypeError' }]);
          else expect(farSaw).toEqual(nearSaw);
        }
        expect(far.run.trajectory().digest).toBe(near.run.trajectory().digest);
        expect(far.run.at).toBe(near.run.at);
      }),
      { numRuns: 40 },
    );
  });
});

describe('fetch in process', () => {
  it.each([
    ['reset', 'ECONNRESET'],
    ['refused', 'ECONNREFUSED'],
    ['dns', 'ENOTFOUND'],
    ['empty', 'UND_ERR_SOCKET'],
    ['aborted', 'UND_ERR_SOCKET'],
  ])('fails a %s connection as Node does, with cause.code %s', async (kind, code) => {
    await expect(inProcess().fetch(`${NOTES}/broken/${kind}`)).rejects.toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: { code },
    });
  });

  it('keeps bytes, cookies and the abort signal', async () => {
    const { fetch } = inProcess();
    const bytes = new Uint8Array([0, 255, 1]);
    expect(new Uint8Array(await (await fetch(`${NOTES}/echo`, { method: 'POST', body: bytes })).arrayBuffer())).toEqual(
      bytes,
    );
    expect((await fetch(`${NOTES}/cookies`)).headers.getSetCookie()).toHaveLength(2);
    await expect(fetch(`${NOTES}/notes`, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('over HTTP', () => {
  it('gives clients local addresses and the world recorded ones', async () => {
    const { base, run } = await overHttp();
    const response = await fetch(`${base[NOTES]}/notes`, {
      method: 'POST',
      body: JSON.stringify({ text: `at ${base[NOTES]}/x` }),
    });
    expect(response.headers.get('location')).toBe(`${base[NOTES]}/notes/n1`);
    expect(await response.json()).toMatchObject({ url: `${base[NOTES]}/notes/n1`, text: `at ${base[NOTES]}/x` });
    expect(run.trajectory().diff[0]?.after).toMatchObject({ url: `${NOTES}/notes/n1`, text: `at ${NOTES}/x` });
  });

  it('rewrites addresses inside query values and leaves look-alike hosts alone', async () => {
    const { base, run } = await overHttp();
    const body = { text: `${NOTES}.evil.org ${NOTES}-x ${NOTES}` };
    const shown = (await (
      await fetch(`${base[NOTES]}/notes?next=${encodeURIComponent(`${base[NOTES]}/a`)}`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
    ).json()) as { text: string };
    expect(shown.text).toBe(`${NOTES}.evil.org ${NOTES}-x ${base[NOTES]}`);
    expect(run.trajectory().steps[0]).toMatchObject({
      request: { target: `/notes?next=${encodeURIComponent(`${NOTES}/a`)}` },
    });
  });

  it('serves nobody who names another host, and no body over 8 MiB', async () => {
    const { base, run } = await overHttp();
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request(`${base[NOTES]}/notes`, { headers: { Host: 'evil.example.org' } }, (response) =>
        resolve(response.statusCode),
      ).end(),
    );
    expect(status).toBe(421);
    const big = await fetch(`${base[NOTES]}/echo`, { method: 'POST', body: new Uint8Array(9 * 1024 * 1024) });
    expect(big.status).toBe(413);
    expect(run.trajectory().steps).toHaveLength(0);
  });

  it('ends a modelled timeout at once, having moved world time', async () => {
    const { base, run } = await overHttp();
    const begun = performance.now();
    const at = run.at;
    await expect(fetch(`${base[NOTES]}/slow`)).rejects.toThrow('fetch failed');
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(run.at - at).toBe(10_250);
  });
});
