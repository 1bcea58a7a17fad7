import { describe, expect, it } from 'vitest';
import { NO_DIRECTIVES } from '../../../src/capture/proxy/directives.ts';
import { SessionBook, type SessionBookOptions } from '../../../src/capture/sessions/session-book.ts';
import { parseSessionRule } from '../../../src/capture/sessions/session-rule.ts';
import { NO_BODY, type HeaderList, type HttpRequest } from '../../../src/model/http.ts';
import type { Outcome } from '../../../src/model/recording.ts';

interface Step {
  readonly call: string;
  readonly at: number;
  readonly headers?: HeaderList;
  readonly body?: unknown;
  readonly answer?: unknown;
  readonly answerHeaders?: HeaderList;
  readonly session?: string;
}

const START = Date.UTC(2024, 2, 4, 8);

/** The number of the session that each step falls into, in order of appearance. */
function sessionsOf(steps: readonly Step[], options: Partial<SessionBookOptions> = {}): readonly number[] {
  const book = new SessionBook({ session: null, rule: { kind: 'inferred' }, idleGap: 120_000, ...options });
  const met: unknown[] = [];
  return steps.map((step) => {
    const [method = 'GET', target = '/'] = step.call.split(' ');
    const headers: HeaderList = [
      ...(step.body === undefined ? [] : [['Content-Type', 'application/json'] as const]),
      ...(step.headers ?? []),
    ];
    const request: HttpRequest = {
      method,
      origin: 'https://api.example.com',
      target,
      headers,
      body: bytesOf(step.body),
    };
    const directives = { ...NO_DIRECTIVES, session: step.session ?? null };
    const place = book.arrive({ request, directives, requestAt: START + step.at * 1000, client: '127.0.0.1' });
    const answerHeaders: HeaderList = [['Content-Type', 'application/json'], ...(step.answerHeaders ?? [])];
    const outcome: Outcome = {
      kind: 'response',
      response: { status: 200, headers: answerHeaders, body: bytesOf(step.answer) },
      trailers: [],
    };
    const { session } = place.settle(request, outcome);
    if (!met.includes(session)) met.push(session);
    return met.indexOf(session);
  });
}

function bytesOf(value: unknown): Uint8Array {
  return value === undefined ? NO_BODY : Buffer.from(JSON.stringify(value));
}

const bearer = (token: string): HeaderList => [['Authorization', `Bearer ${token}`]];
const cookie = (value: string): HeaderList => [['Cookie', `sid=${value}`]];

describe('a session, inferred,', () => {
  it('is one credential until a pause', () => {
    expect(
      sessionsOf([
        { call: 'GET /a', at: 0, headers: bearer('token-of-ann') },
        { call: 'GET /a', at: 1, headers: bearer('token-of-bob') },
        { call: 'GET /b', at: 119, headers: bearer('token-of-ann') },
        { call: 'GET /b', at: 300, headers: bearer('token-of-ann') },
      ]),
    ).toEqual([0, 1, 0, 2]);
  });

  it('holds the login that handed out its token, and the refresh that replaced it', () => {
    expect(
      sessionsOf([
        { call: 'POST /oauth/token', at: 0, answer: { access_token: 'access-one', refresh_token: 'refresh-one' } },
        { call: 'POST /oauth/token', at: 1, answer: { access_token: 'access-two' } },
        { call: 'GET /a', at: 2, headers: bearer('access-one') },
        { call: 'GET /a', at: 3, headers: bearer('access-two') },
        { call: 'POST /oauth/token', at: 4, headers: bearer('access-one'), answer: { access_token: 'access-three' } },
        { call: 'GET /a', at: 5, headers: bearer('access-three') },
      ]),
    ).toEqual([0, 1, 0, 1, 0, 0]);
  });

  it('follows a cookie that the server renews', () => {
    expect(
      sessionsOf([
        { call: 'POST /login', at: 0, answerHeaders: [['Set-Cookie', 'sid=cookie-one; HttpOnly']] },
        { call: 'GET /a', at: 1, headers: cookie('cookie-one'), answerHeaders: [['Set-Cookie', 'sid=cookie-two']] },
        { call: 'GET /a', at: 2, headers: cookie('cookie-two') },
        { call: 'GET /a', at: 3, headers: cookie('cookie-else') },
      ]),
    ).toEqual([0, 0, 0, 1]);
  });

  it('trusts a cookie more than a token that all clients share', () => {
    const shared = bearer('service-token');
    expect(
      sessionsOf([
        { call: 'POST /login', at: 0, answerHeaders: [['Set-Cookie', 'sid=cookie-ann']] },
        { call: 'POST /login', at: 1, answerHeaders: [['Set-Cookie', 'sid=cookie-bob']] },
        { call: 'GET /a', at: 2, headers: [...shared, ...cookie('cookie-ann')] },
        { call: 'GET /a', at: 3, headers: [...shared, ...cookie('cookie-bob')] },
        { call: 'GET /a', at: 4, headers: [...shared, ...cookie('cookie-ann')] },
      ]),
    ).toEqual([0, 1, 0, 1, 0]);
  });

  it('holds what a client without any credential does without a pause', () => {
    expect(
      sessionsOf([
        { call: 'GET /a', at: 0 },
        { call: 'GET /b', at: 60 },
        { call: 'GET /c', at: 200 },
      ]),
    ).toEqual([0, 0, 1]);
  });
});

describe('a session that is told', () => {
  it('is the one that the client names, whatever else is the case', () => {
    expect(
      sessionsOf(
        [
          { call: 'GET /a', at: 0, session: 's1', headers: bearer('token-of-ann') },
          { call: 'GET /a', at: 0, session: 's2', headers: bearer('token-of-ann') },
          { call: 'GET /a', at: 9999, session: 's1' },
          { call: 'GET /a', at: 0 },
        ],
        { session: 'all' },
      ),
    ).toEqual([0, 1, 0, 2]);
  });

  it('goes by the value of a header', () => {
    const by = (value: string): HeaderList => [['x-case-id', value]];
    expect(
      sessionsOf(
        [
          { call: 'GET /a', at: 0, headers: by('7') },
          { call: 'GET /a', at: 1, headers: by('8') },
          { call: 'GET /a', at: 9999, headers: by('7') },
        ],
        { rule: parseSessionRule('header:X-Case-Id') },
      ),
    ).toEqual([0, 1, 0]);
  });

  it('goes by the record worked on, what led to it included', () => {
    const headers = bearer('service-token');
    expect(
      sessionsOf(
        [
          { call: 'GET /customers?email=a', at: 0, headers },
          { call: 'GET /tickets/7', at: 1, headers },
          { call: 'POST /tickets/7/comments', at: 2, headers },
          { call: 'GET /orders/3', at: 3, headers },
          { call: 'GET /tickets/8', at: 4, headers },
          { call: 'GET /orders?ticket_id=7', at: 5, headers },
          { call: 'POST /refunds', at: 6, headers, body: { ticketId: 8, amount: 1 } },
          { call: 'POST /tickets', at: 7, headers, body: { subject: 'x' }, answer: { ticket: { id: 9 } } },
          { call: 'PATCH /tickets/9', at: 8, headers },
        ],
        { rule: parseSessionRule('entity:tickets') },
      ),
    ).toEqual([0, 0, 0, 0, 1, 0, 1, 2, 2]);
  });

  it.each(['magic', 'header:', 'entity:a b', 'header'])('is not understood as "%s"', (text) => {
    expect(() => parseSessionRule(text)).toThrow('--session-by');
  });
});

describe('the place of an interaction in its session', () => {
  it('is by the start of the request, not by its end', () => {
    const book = new SessionBook({ session: 's', rule: { kind: 'inferred' }, idleGap: 1 });
    const request: HttpRequest = {
      method: 'GET',
      origin: 'https://a.example',
      target: '/',
      headers: [],
      body: NO_BODY,
    };
    const outcome: Outcome = { kind: 'error', error: { kind: 'reset', message: '' } };
    const [first, second] = [1, 2].map((requestAt) =>
      book.arrive({ request, directives: NO_DIRECTIVES, requestAt, client: '' }),
    );
    expect(second?.settle(request, outcome).seq).toBe(1);
    expect(first?.settle(request, outcome).seq).toBe(0);
  });
});
