import { describe, expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import type { HttpRequest } from '../../src/model/http.ts';
import type { Session } from '../../src/model/recording.ts';
import { createWorld } from '../../src/world/create-world.ts';

/**
 * A depot with a login: the cookie comes by `Set-Cookie`, a second secret comes with it and must be on every write.
 * One behaviour, worn by APIs that look different.
 */
interface Style {
  readonly name: string;
  /** One endpoint told apart by a body field, or a path for each operation. */
  readonly request: (
    operation: string,
    args: Args,
    number: number,
  ) => { readonly path: string; readonly body: unknown };
  readonly served: (result: unknown, number: number) => { readonly status: number; readonly body: unknown };
  readonly refused: (code: string, text: string, number: number) => { readonly status: number; readonly body: unknown };
  readonly cookie: string;
  readonly secretIn: 'body' | 'header' | 'cookie';
  /** The header that writes carry the second secret in. */
  readonly header: string;
  /** Every answer in a session sets another cookie. */
  readonly rolls?: boolean;
  /** Headers of every request. */
  readonly always?: Headers;
  readonly token: (random: () => number) => string;
}

type Args = Readonly<Record<string, string>>;
type Headers = readonly (readonly [string, string])[];

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const STATUS: Readonly<Record<string, number>> = {
  not_logged_in: 401,
  bad_credentials: 401,
  csrf_failed: 403,
  no_such_crate: 404,
};
const JSON_RPC: Readonly<Record<string, number>> = {
  not_logged_in: -32001,
  bad_credentials: -32002,
  csrf_failed: -32003,
  no_such_crate: -32004,
};
const text = (alphabet: string, length: number) => (random: () => number) =>
  Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)] ?? '').join('');
const HEX = '0123456789abcdef';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const STYLES: readonly Style[] = [
  {
    name: 'flags in answers that are always 200',
    request: (op, args, seq) => ({ path: '/rpc', body: { op, seq, args } }),
    served: (result, seq) => ({ status: 200, body: { seq, ok: true, result } }),
    refused: (code, message, seq) => ({ status: 200, body: { seq, ok: false, error: { code, message } } }),
    cookie: 'depot_session',
    secretIn: 'body',
    header: 'X-CSRF-Token',
    token: text(HEX, 24),
  },
  {
    name: 'JSON-RPC, the secret in a header',
    request: (method, params, id) => ({ path: '/api', body: { jsonrpc: '2.0', id, method, params } }),
    served: (result, id) => ({ status: 200, body: { jsonrpc: '2.0', id, result } }),
    refused: (code, message, id) => ({
      status: 200,
      body: { jsonrpc: '2.0', id, error: { code: JSON_RPC[code] ?? -1, message } },
    }),
    cookie: 'sid',
    secretIn: 'header',
    header: 'X-CSRF-Token',
    token: text(LETTERS, 32),
  },
  {
    name: 'one endpoint with statuses, the secret in a second cookie',
    request: (action, data) => ({ path: '/v1/call', body: { action, ...data } }),
    served: (result) => ({ status: 200, body: { data: result } }),
    refused: (code, message) => ({ status: STATUS[code] ?? 400, body: { error: code, message } }),
    cookie: 'JSESSIONID',
    secretIn: 'cookie',
    header: 'X-CSRF-Token',
    token: text(HEX.toUpperCase(), 32),
  },
  {
    name: 'a path for each command',
    request: (operation, args) => ({ path: `/${operation.replace('.', '/')}`, body: args }),
    served: (result) => ({ status: 200, body: { result } }),
    refused: (code, message) => ({ status: STATUS[code] ?? 400, body: { error: { code, message } } }),
    cookie: 'depot',
    secretIn: 'body',
    header: 'X-CSRF-Token',
    token: text(HEX, 32),
  },
  {
    name: 'flat answers, codes in capitals',
    request: (cmd, args, nonce) => ({ path: '/gateway', body: { cmd, nonce: `n-${nonce}`, payload: args } }),
    served: (result, nonce) => ({ status: 200, body: { nonce: `n-${nonce}`, status: 'OK', ...(result as object) } }),
    refused: (code, message, nonce) => ({
      status: STATUS[code] ?? 400,
      body: { nonce: `n-${nonce}`, status: 'ERROR', code: code.toUpperCase(), message },
    }),
    cookie: 'auth',
    secretIn: 'header',
    header: 'X-CSRF-Token',
    token: text(LETTERS, 43),
  },
  {
    name: 'a secret header of another name, sessions that roll on',
    request: (call, input) => ({ path: '/invoke', body: { call, input } }),
    served: (output) => ({ status: 200, body: { output } }),
    refused: (code, message) => ({ status: STATUS[code] ?? 400, body: { fault: { code, message } } }),
    cookie: 'desk_session',
    secretIn: 'body',
    header: 'X-Form-Token',
    rolls: true,
    token: text(HEX, 40),
  },
  {
    name: 'a secret header of another name, given in the answer as well',
    request: (method, params) => ({ path: '/rpc', body: { method, params } }),
    served: (result) => ({ status: 200, body: { result } }),
    refused: (code, message) => ({ status: STATUS[code] ?? 400, body: { error: { code, message } } }),
    cookie: 'SID',
    secretIn: 'header',
    header: 'X-Anti-Forgery',
    token: text(HEX, 32),
  },
  {
    name: 'a key for the program beside the session of the person, in a short cookie of no telling name',
    request: (method, params, id) => ({ path: '/jsonrpc', body: { method, params, id } }),
    served: (result, id) => ({ status: 200, body: { id, result, error: null } }),
    refused: (code, message, id) => ({ status: 200, body: { id, result: null, error: { code, message } } }),
    cookie: 'desk',
    secretIn: 'header',
    header: 'X-Echo',
    always: [['X-Api-Key', 'pk_live_48151623']],
    token: text('abcdefghijkmnpqrstuvwxyz', 10),
  },
];

const ORIGIN = 'https://depot.example.test';
const PEOPLE: readonly Args[] = [
  { login: 'ada@depot.test', password: 'lovelace-1815' },
  { login: 'bob@depot.test', password: 'builder-9921' },
];

/** The depot itself. */
class Depot {
  readonly #style: Style;
  readonly #crates = new Map<string, Args>();
  readonly #sessions = new Map<string, { readonly login: string; readonly secret: string }>();
  #number = 0;
  #state = 7;

  constructor(style: Style) {
    this.#style = style;
  }

  handle(operation: string, args: Args, number: number, headers: Headers): Answer {
    const { served, refused, cookie, secretIn, header } = this.#style;
    const sent = (name: string): string => headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
    const refuse = (code: string, message: string): Answer => ({ headers: [], ...refused(code, message, number) });
    const serve = (result: unknown, own: Headers = []): Answer => ({ headers: own, ...served(result, number) });
    if (operation === 'session.open') {
      const person = PEOPLE.find(({ login, password }) => login === args['login'] && password === args['password']);
      if (person === undefined) return refuse('bad_credentials', 'No such user or password.');
      const [token, secret] = [this.#style.token(() => this.#random()), this.#style.token(() => this.#random())];
      this.#sessions.set(token, { login: person['login'] ?? '', secret });
      const own: (readonly [string, string])[] = [['Set-Cookie', `${cookie}=${token}; Path=/; HttpOnly`]];
      if (secretIn === 'header') own.push([header, secret]);
      if (secretIn === 'cookie') own.push(['Set-Cookie', `csrf_token=${secret}; Path=/`]);
      return serve({ login: person['login'], ...(secretIn === 'body' ? { csrf: secret } : {}) }, own);
    }
    const token = new RegExp(`(?:^|; )${cookie}=([^;]*)`).exec(sent('cookie'))?.[1] ?? '';
    const session = this.#sessions.get(token);
    if (session === undefined) return refuse('not_logged_in', 'Log in first.');
    const next = this.#style.token(() => this.#random());
    if (this.#style.rolls === true) this.#sessions.set(next, session);
    const roll: Headers = this.#style.rolls === true ? [['Set-Cookie', `${cookie}=${next}; Path=/; HttpOnly`]] : [];
    const done = (result: unknown): Answer => serve(result, roll);
    if (operation !== 'crates.get' && sent(header.toLowerCase()) !== session.secret)
      return refuse('csrf_failed', 'The second secret is missing or wrong.');
    if (operation === 'session.close') {
      this.#sessions.delete(token);
      return done({ closed: true });
    }
    if (operation === 'crates.add') {
      const crate = { id: `crate_${++this.#number}`, label: args['label'] ?? '', shelf: args['shelf'] ?? '' };
      this.#crates.set(crate.id, crate);
      return done({ crate });
    }
    const crate = this.#crates.get(args['id'] ?? '');
    if (crate === undefined) return refuse('no_such_crate', 'There is no such crate.');
    if (operation === 'crates.get') return done({ crate });
    const renamed = { ...crate, label: args['label'] ?? '' };
    this.#crates.set(args['id'] ?? '', renamed);
    return done({ crate: renamed });
  }

  #random(): number {
    this.#state = (this.#state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return this.#state / 2_147_483_648;
  }
}

interface Opened {
  readonly answer: Answer;
  /** Headers of reads and of writes in this session. */
  readonly read: Headers;
  readonly write: Headers;
}

type Send = (operation: string, args: Args, headers?: Headers) => Answer;

function logIn(style: Style, send: Send, person: Args): Opened {
  const answer = send('session.open', person);
  const cookies = answer.headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, value]) => value.split(';')[0] ?? '');
  const csrf = cookies.find((cookie) => cookie.startsWith('csrf_token='))?.slice('csrf_token='.length);
  const secret =
    style.secretIn === 'header'
      ? answer.headers.find(([name]) => name === style.header)?.[1]
      : style.secretIn === 'cookie'
        ? csrf
        : find(answer.body, 'csrf');
  const read: Headers = [['Cookie', cookies.join('; ')]];
  return { answer, read, write: [...read, [style.header, secret ?? '']] };
}

/** The first value under a name, however deep. */
function find(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = key === name && typeof item === 'string' ? item : find(item, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function requestOf(style: Style, operation: string, args: Args, number: number, headers: Headers): HttpRequest {
  const { path, body } = style.request(operation, args, number);
  return {
    method: 'POST',
    origin: ORIGIN,
    target: path,
    headers: [['content-type', 'application/json'], ...(style.always ?? []), ...headers],
    body: Buffer.from(JSON.stringify(body)),
  };
}

function recordedLives(style: Style, count: number): readonly Session[] {
  const depot = new Depot(style);
  let number = 0;
  let at = Date.UTC(2024, 2, 4, 9);
  return Array.from({ length: count }, (_, index): Session => {
    const interactions: Session['interactions'][number][] = [];
    const send: Send = (operation, args, headers = []) => {
      const answer = depot.handle(operation, args, ++number, headers);
      interactions.push({
        seq: interactions.length,
        request: requestOf(style, operation, args, number, headers),
        outcome: {
          kind: 'response',
          response: {
            status: answer.status,
            headers: [['content-type', 'application/json'], ...answer.headers],
            body: Buffer.from(JSON.stringify(answer.body)),
          },
          trailers: [],
        },
        timing: { requestAt: (at += 1000), firstByteAfter: 5, lastByteAfter: 9, chunks: null },
        incomplete: null,
      });
      return answer;
    };
    const startedAt = at;
    live(style, send, index);
    return {
      id: `s${index}`,
      source: 'test',
      startedAt,
      label: null,
      use: 'yes',
      workflow: null,
      task: null,
      interactions,
    };
  });
}

function live(style: Style, send: Send, index: number): void {
  const person = PEOPLE[index % PEOPLE.length] ?? {};
  if (index % 4 === 0) send('crates.get', { id: 'crate_1' });
  if (index % 4 === 1) send('session.open', { ...person, password: 'guess' });
  const { read, write } = logIn(style, send, person);
  const id =
    find(
      send('crates.add', { label: `label ${index}`, shelf: index % 2 === 0 ? 'north' : 'south' }, write).body,
      'id',
    ) ?? '';
  send('crates.get', { id }, read);
  if (index % 3 === 0) send('crates.rename', { id, label: 'again' }, read);
  send('crates.rename', { id, label: `new ${index}` }, write);
  send('crates.get', { id }, read);
  if (index % 3 === 1) send('crates.get', { id: 'crate_none' }, read);
  send('session.close', {}, write);
  if (index % 3 === 2) send('crates.get', { id }, read);
}

describe.each(STYLES.map((style) => [style.name, style] as const))('%s', (_, style) => {
  const model: LearnedModel = learn(() => recordedLives(style, 16));
  const client = (): Send => {
    const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
    let at = model.base.at;
    let number = 5000;
    return (operation, args, headers = []) => {
      const { outcome } = world.handle(requestOf(style, operation, args, ++number, headers), (at += 1000));
      if (outcome.kind !== 'response') throw new Error('no response');
      const { status, headers: own, body } = outcome.response;
      return { status, headers: own, body: JSON.parse(Buffer.from(body).toString()) as unknown };
    };
  };
  const refusal = (code: string): object => {
    const { status, body } = style.refused(code, '', 0) as { status: number; body: Readonly<Record<string, unknown>> };
    return { status, told: find(body, 'code') ?? (body['error'] as { code?: unknown } | null)?.code ?? body['error'] };
  };
  const told = ({ status, body }: Answer): object => {
    const { error } = body as { error?: { code?: unknown } | string | null };
    return { status, told: find(body, 'code') ?? (typeof error === 'object' ? error?.code : error) };
  };

  it('logs in with recorded credentials, works with what the answer handed out, and ends with the logout', () => {
    const send = client();
    const { answer, read, write } = logIn(style, send, PEOPLE[1] ?? {});
    expect(answer.status).toBe(200);
    expect(find(answer.body, 'login')).toBe('bob@depot.test');
    const added = send('crates.add', { label: 'mine', shelf: 'north' }, write);
    const id = find(added.body, 'id') ?? 'none';
    expect(find(added.body, 'label')).toBe('mine');
    expect(find(send('crates.get', { id }, read).body, 'label')).toBe('mine');
    expect(told(send('crates.rename', { id, label: 'stolen' }, read))).toEqual(refusal('csrf_failed'));
    expect(told(send('crates.add', { label: 'stolen', shelf: 'north' }, read))).toEqual(refusal('csrf_failed'));
    expect(told(send('crates.rename', { id, label: 'stolen' }, [...read, [style.header, 'invented']]))).toEqual(
      refusal('csrf_failed'),
    );
    expect(find(send('crates.get', { id }, read).body, 'label')).toBe('mine');
    expect(told(send('crates.get', { id: 'crate_9999' }, read))).toEqual(refusal('no_such_crate'));
    expect(send('session.close', {}, write).status).toBe(200);
    expect(told(send('crates.get', { id }, read))).toEqual(refusal('not_logged_in'));
  });

  it('refuses wrong credentials, no session and an invented one as recorded', () => {
    const send = client();
    expect(told(send('session.open', { ...PEOPLE[0], password: 'wrong' }))).toEqual(refusal('bad_credentials'));
    expect(told(send('crates.get', { id: 'crate_1' }))).toEqual(refusal('not_logged_in'));
    expect(told(send('crates.get', { id: 'crate_1' }, [['Cookie', `${style.cookie}=invented-7361`]]))).toEqual(
      refusal('not_logged_in'),
    );
  });

  it('hands out other secrets in each session', () => {
    const send = client();
    const [one, two] = [logIn(style, send, PEOPLE[0] ?? {}), logIn(style, send, PEOPLE[0] ?? {})];
    expect(one.read).not.toEqual(two.read);
    expect(one.write.at(-1)).not.toEqual(two.write.at(-1));
  });
});
