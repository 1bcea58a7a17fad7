/** A hundred clients at once, their calls in any order: each rule tells them apart. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_DIRECTIVES } from '../../../src/capture/proxy/directives.ts';
import { SessionBook } from '../../../src/capture/sessions/session-book.ts';
import { parseSessionRule } from '../../../src/capture/sessions/session-rule.ts';
import type { LiveSession } from '../../../src/capture/sessions/live-session.ts';
import { NO_BODY, type HeaderList } from '../../../src/model/http.ts';
import type { Outcome } from '../../../src/model/recording.ts';

const CLIENTS = 100;
const CALLS = 8;

interface Call {
  readonly target: string;
  readonly headers: HeaderList;
}

const RULES: Readonly<
  Record<string, { readonly rule: string | null; readonly call: (client: number, at: number) => Call }>
> = {
  'by a header': {
    rule: 'header:X-Case',
    // One token of the service for all.
    call: (client, at) => ({
      target: `/things/${at}`,
      headers: [
        ['Authorization', 'Bearer shared-by-all-of-them'],
        ['X-Case', `case ${client}`],
      ],
    }),
  },
  'by a record': {
    rule: 'entity:tickets',
    call: (client, at) => ({
      target: at % 2 === 0 ? `/tickets/${7000 + client}` : `/notes?ticket_id=${7000 + client}`,
      headers: [['Authorization', 'Bearer shared-by-all-of-them']],
    }),
  },
  'by their credentials': {
    rule: null,
    call: (client, at) => ({ target: `/things/${at}`, headers: [['Authorization', `Bearer token-of-${client}-only`]] }),
  },
  'by their cookies': {
    rule: null,
    call: (client, at) => ({ target: `/things/${at}`, headers: [['Cookie', `lang=en; sid=session-of-${client}`]] }),
  },
};

describe.each(Object.entries(RULES))('%s', (_name, { rule, call }) => {
  it('each client has a session of its own, its calls in order', () => {
    const turns = Array.from({ length: CLIENTS * CALLS }, (_, at) => at % CLIENTS);
    fc.assert(
      fc.property(fc.shuffledSubarray(turns, { minLength: turns.length }), (order) => {
        const book = new SessionBook({ session: null, rule: parseSessionRule(rule), idleGap: 120_000 });
        const sessions = new Map<number, LiveSession>();
        const next = new Map<number, number>();
        for (const [tick, client] of order.entries()) {
          const number = next.get(client) ?? 0;
          next.set(client, number + 1);
          const request = { method: 'GET', origin: 'https://api.test', ...call(client, number) };
          const place = book.arrive({ request, directives: NO_DIRECTIVES, requestAt: tick * 50, client: '127.0.0.1' });
          const { session, seq } = place.settle({ ...request, body: NO_BODY }, ANSWER);
          expect(seq).toBe(number);
          expect(sessions.get(client) ?? session).toBe(session);
          sessions.set(client, session);
        }
        expect(new Set(sessions.values()).size).toBe(CLIENTS);
      }),
      { numRuns: 5 },
    );
  });
});

const ANSWER: Outcome = { kind: 'response', response: { status: 200, headers: [], body: NO_BODY }, trailers: [] };
