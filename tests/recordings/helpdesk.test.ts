import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../recordings/helpdesk/clock.ts';
import { STAFF_LOGINS } from '../../recordings/helpdesk/data/staff-logins.ts';
import type { TranscriptLine } from '../../recordings/helpdesk/desk.ts';
import { REFUND_REASONS, TICKET_STATUSES } from '../../recordings/helpdesk/model.ts';
import { RECORDED_SEED } from '../../recordings/helpdesk/recorded-seed.ts';
import { runWorkload } from '../../recordings/helpdesk/run-workload.ts';
import { FIRST_MORNING } from '../../recordings/helpdesk/seed-data.ts';
import { createHelpdesk } from '../../recordings/helpdesk/server.ts';
import type { Helpdesk } from '../../recordings/helpdesk/server.ts';
import { TRANSITIONS } from '../../recordings/helpdesk/transitions.ts';

async function liveThrough(seed: string): Promise<TranscriptLine[]> {
  const clock = createClock(FIRST_MORNING);
  const helpdesk = createHelpdesk({ seed, clock: clock.now });
  try {
    return await runWorkload({ baseUrl: await helpdesk.listen(0), clock, seed });
  } finally {
    await helpdesk.close();
  }
}

function countBy<T>(list: readonly T[], key: (entry: T) => string | number): Map<string | number, number> {
  const counts = new Map<string | number, number>();
  for (const entry of list) counts.set(key(entry), (counts.get(key(entry)) ?? 0) + 1);
  return counts;
}

/** The API's own error code, or none. */
function codeOf(line: TranscriptLine): string | undefined {
  if (line.status < 400) return undefined;
  return (JSON.parse(line.responseBody) as { error: { code: string } }).error.code;
}

describe('the helpdesk workload', () => {
  let transcript: TranscriptLine[];

  beforeAll(async () => {
    transcript = await liveThrough(RECORDED_SEED);
  });

  it('has at least 130 sessions, each of one workflow, in less than 2700 interactions', () => {
    const workflowOf = new Map(transcript.map((line) => [line.session, line.workflow]));
    expect(workflowOf.size).toBeGreaterThanOrEqual(130);
    expect(transcript.every((line) => workflowOf.get(line.session) === line.workflow)).toBe(true);
    expect(transcript.length).toBeLessThan(2700);
  });

  it('has at least 10 workflows, each in at least 8 sessions', () => {
    const sessions = [...new Map(transcript.map((line) => [line.session, line.workflow])).values()];
    const counts = countBy(sessions, (workflow) => workflow);
    expect(counts.size).toBeGreaterThanOrEqual(10);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(8);
  });

  it('meets every kind of answer more than once', () => {
    const counts = countBy(transcript, (line) => line.status);
    for (const status of [200, 201, 204, 400, 401, 403, 404, 405, 409, 412, 422, 429])
      expect(counts.get(status) ?? 0, `status ${status}`).toBeGreaterThanOrEqual(2);
  });

  it('meets every error code of every method at least twice', () => {
    const refusals = transcript.filter((line) => line.status >= 400 && line.status !== 401);
    const counts = countBy(refusals, (line) => `${line.method} ${codeOf(line)}`);
    for (const [branch, count] of counts) expect(count, String(branch)).toBeGreaterThanOrEqual(2);
  });

  it('goes on after an expired token and after the rate limit', () => {
    for (const [i, line] of transcript.entries()) {
      const next = transcript[i + 1];
      if (codeOf(line) === 'token_expired') expect(next?.path).toBe('/oauth/token');
      if (line.status !== 429) continue;
      expect(next).toMatchObject({ method: line.method, path: line.path });
      expect((next?.at ?? 0) - line.at).toBeGreaterThanOrEqual(Number(line.headers['retry-after']) * 1000);
    }
    expect(transcript.some((line) => line.requestBody?.startsWith('grant_type=refresh_token'))).toBe(true);
  });

  it('writes only to records that the session has read before', () => {
    const seen = new Map<string, string>();
    for (const line of transcript) {
      const before = seen.get(line.session) ?? '';
      const [, id] = /\/(?:tickets|orders|customers)\/([^/?]+)/.exec(line.path) ?? [];
      if (line.method !== 'GET' && line.status < 300 && id !== undefined)
        expect(before, `${line.session} ${line.path}`).toContain(id);
      seen.set(line.session, before + line.responseBody);
    }
  });

  it('labels a few sessions as bad', () => {
    const bad = new Set(transcript.filter((line) => line.label === 'bad').map((line) => line.session));
    expect(bad.size).toBeGreaterThanOrEqual(3);
    expect(bad.size).toBeLessThanOrEqual(8);
  });

  it('has varied prose without unfilled blanks', () => {
    const posted = transcript.filter((line) => line.method === 'POST' && line.status === 201);
    const prose = new Set<string>();
    for (const { responseBody } of [
      ...posted,
      ...transcript.filter((line) => /^\/v1\/tickets\/\d+$/.test(line.path)),
    ]) {
      if (responseBody === '') continue;
      const { subject, description, body } = JSON.parse(responseBody) as Record<string, unknown>;
      for (const text of [subject, description, body]) if (typeof text === 'string') prose.add(text);
    }
    expect(prose.size).toBeGreaterThanOrEqual(200);
    expect([...prose].filter((text) => /(?<!\{)\{\w+\}(?!\})|undefined/.test(text))).toEqual([]);
  });

  it('spreads over several weeks, in order', () => {
    const times = transcript.map((line) => line.at);
    expect(times.every((at, i) => i === 0 || at >= (times[i - 1] ?? 0))).toBe(true);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(21 * 86_400_000);
  });

  it('is the same, byte for byte, when run again', async () => {
    expect(await liveThrough(RECORDED_SEED)).toEqual(transcript);
  });

  it.each(['another', 'third'])('also runs from the seed "%s"', async (seed) => {
    expect((await liveThrough(seed)).length).toBeGreaterThan(2000);
  });
});

describe('the helpdesk', () => {
  const clock = createClock(FIRST_MORNING);
  let helpdesk: Helpdesk;
  let url: string;

  beforeAll(async () => {
    helpdesk = createHelpdesk({ seed: 'laws', clock: clock.now });
    url = await helpdesk.listen(0);
  });
  afterAll(() => helpdesk.close());

  /** A fresh lead's token for each property run, so that neither expiry nor the rate limit gets in the way. */
  async function signIn(): Promise<
    (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>
  > {
    const lead = STAFF_LOGINS.find((staff) => staff.role === 'lead' && staff.grant === 'password');
    const form = new URLSearchParams({
      grant_type: 'password',
      username: lead?.login ?? '',
      password: lead?.secret ?? '',
    });
    const answer = await fetch(`${url}/oauth/token`, { method: 'POST', body: form });
    const { access_token } = (await answer.json()) as { access_token: string };
    return async (method, path, body) => {
      clock.advance(4_000);
      const headers = { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(url + path, { method, headers, ...sent });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    };
  }

  const firstCustomer = (): string => [...helpdesk.state.customers.keys()][0] ?? '';

  it('moves a ticket only along its state machine', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...TICKET_STATUSES), { maxLength: 10 }), async (wishes) => {
        const call = await signIn();
        const made = await call('POST', '/v1/tickets', {
          subject: 'Property',
          description: 'Random walk',
          customer_id: firstCustomer(),
        });
        let ticket = made.body as { id: number; status: (typeof TICKET_STATUSES)[number]; version: number };
        for (const wish of wishes) {
          const isAllowed = TRANSITIONS[ticket.status].includes(wish);
          const answer = await call('PATCH', `/v1/tickets/${ticket.id}`, { status: wish });
          expect(answer.status).toBe(isAllowed ? 200 : 409);
          const shown = (await call('GET', `/v1/tickets/${ticket.id}`)).body as typeof ticket;
          expect(shown.status).toBe(isAllowed ? wish : ticket.status);
          expect(shown.version).toBe(ticket.version + (isAllowed ? 1 : 0));
          ticket = shown;
        }
      }),
      { numRuns: 25 },
    );
  });

  const items = fc.array(
    fc.record({
      sku: fc.constantFrom('SCN-210', 'LBL-57', 'KDS-15'),
      quantity: fc.integer({ min: 1, max: 9 }),
      unit_price: fc.integer({ min: 1, max: 45_000 }),
    }),
    { minLength: 1, maxLength: 4 },
  );

  it('totals an order and never refunds more than that', async () => {
    await fc.assert(
      fc.asyncProperty(
        items,
        fc.array(fc.double({ min: 0.05, max: 1.2, noNaN: true }), { maxLength: 6 }),
        async (list, shares) => {
          const call = await signIn();
          const made = await call('POST', '/v1/orders', { customer_id: firstCustomer(), items: list });
          const { id, total } = made.body as { id: string; total: number };
          expect(total).toBe(list.reduce((sum, item) => sum + item.quantity * item.unit_price, 0));
          // Payment happens elsewhere; a pending order cannot be refunded.
          const order = helpdesk.state.orders.get(id);
          expect((await call('POST', `/v1/orders/${id}/refunds`, { amount: 1, reason: 'goodwill' })).status).toBe(409);
          if (order !== undefined) order.status = 'paid';
          let refunded = 0;
          for (const share of shares) {
            const amount = Math.max(1, Math.round((total - refunded) * share));
            const { status } = await call('POST', `/v1/orders/${id}/refunds`, { amount, reason: REFUND_REASONS[0] });
            const fits = refunded + amount <= total;
            expect(status).toBe(refunded === total ? 409 : fits ? 201 : 422);
            if (fits) refunded += amount;
            const shown = (await call('GET', `/v1/orders/${id}`)).body as { refunded_total: number; status: string };
            expect(shown).toMatchObject({ refunded_total: refunded, status: refunded === total ? 'refunded' : 'paid' });
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('counts comments and open tickets as they come and go', async () => {
    const call = await signIn();
    const customer = firstCustomer();
    const openCount = async (): Promise<number> =>
      ((await call('GET', `/v1/customers/${customer}`)).body as { open_ticket_count: number }).open_ticket_count;
    const before = await openCount();
    const made = await call('POST', '/v1/tickets', { subject: 'Count', description: 'Count', customer_id: customer });
    const { id } = made.body as { id: number };
    expect(await openCount()).toBe(before + 1);
    const comment = (await call('POST', `/v1/tickets/${id}/comments`, { body: 'One' })).body as { id: string };
    expect((await call('GET', `/v1/tickets/${id}`)).body).toMatchObject({ comment_count: 1 });
    expect((await call('DELETE', `/v1/tickets/${id}/comments/${comment.id}`)).status).toBe(204);
    expect((await call('GET', `/v1/tickets/${id}`)).body).toMatchObject({ comment_count: 0 });
    expect((await call('DELETE', `/v1/tickets/${id}`)).status).toBe(204);
    expect((await call('GET', `/v1/tickets/${id}`)).status).toBe(404);
    expect(await openCount()).toBe(before);
  });
});
