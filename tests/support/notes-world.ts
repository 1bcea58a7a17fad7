import type { NetworkErrorKind, HeaderList, HttpRequest } from '../../src/model/http.ts';
import { headerValue } from '../../src/model/http.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { EntityChange } from '../../src/model/trace.ts';
import type { CreateWorld, World, WorldAnswer } from '../../src/model/world.ts';
import { MAIL, NOTES } from './notes-model.ts';

/** What a test wants of the notes world. */
export interface NotesOptions {
  /** Authenticated calls a token lives; then 401 until a login. */
  readonly tokenCalls?: number;
}

/** A hand-made world with the odd behaviours that transports must carry: errors, slowness, links, redirects, bytes. */
export function createNotesWorld({ tokenCalls = Number.POSITIVE_INFINITY }: NotesOptions = {}): CreateWorld {
  return () => new NotesWorld(tokenCalls);
}

type Answer = {
  readonly status: number;
  readonly headers?: HeaderList;
  readonly body?: string | Uint8Array;
  readonly latencyMs?: number;
};

class NotesWorld implements World {
  readonly #notes = new Map<string, JsonObject>();
  readonly #tokenCalls: number;
  readonly seen: { readonly request: HttpRequest; readonly at: number }[] = [];
  #used = 0;
  #logins = 0;
  #limitedUntil = 0;

  constructor(tokenCalls: number) {
    this.#tokenCalls = tokenCalls;
  }

  handle(request: HttpRequest, at: number): WorldAnswer {
    this.seen.push({ request, at });
    const changes: EntityChange[] = [];
    const path = request.target.split('?')[0] ?? '';
    const base = {
      operation: `${request.method} ${path}`,
      source: 'entity',
      unverified: false,
      noAnswer: path === '/nothing',
      principal: null,
      reads: [],
      changes,
      faults: [],
    } as const;
    const broken = /^\/broken\/(\w+)$/.exec(path)?.[1] as NetworkErrorKind | undefined;
    if (broken !== undefined)
      return { ...base, outcome: { kind: 'error', error: { kind: broken, message: broken } }, latencyMs: 20 };
    const { status, headers = JSON_TYPE, body = '', latencyMs = 20 } = this.#answer(request, path, at, changes);
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    return { ...base, outcome: { kind: 'response', response: { status, headers, body: bytes } }, latencyMs };
  }

  #answer(request: HttpRequest, path: string, at: number, changes: EntityChange[]): Answer {
    const text = Buffer.from(request.body).toString('utf8');
    if (request.origin === MAIL) return { status: 200, body: JSON.stringify({ mail: true, to: `${NOTES}/notes` }) };
    if (path === '/login') return { status: 200, body: JSON.stringify({ token: this.#newToken() }) };
    if (path === '/limited') return this.#limited(at);
    if (path === '/bug') throw new Error('a bug in the world');
    if (path === '/slow') return { status: 200, body: '{}', latencyMs: 60_000 };
    if (path === '/echo')
      return { status: 200, headers: [['Content-Type', 'application/octet-stream']], body: request.body };
    if (path === '/cookies')
      return {
        status: 200,
        headers: [...JSON_TYPE, ['Set-Cookie', 'a=1; Domain=example.com; Secure'], ['Set-Cookie', 'b=2']],
        body: '[]',
      };
    if (path === '/empty') return { status: 204 };
    if (path === '/moved') return { status: 302, headers: [['Location', `${NOTES}/notes`]] };
    if (path === '/nothing') return { status: 501, body: '{"error":"offscript_no_answer"}' };
    if (path === '/big')
      return { status: 200, body: JSON.stringify(Array.from({ length: 5000 }, (_, id) => ({ id, text: 'läng' }))) };
    if (path === '/whoami')
      return {
        status: 200,
        body: JSON.stringify({ authorization: headerValue(request.headers, 'authorization') ?? null }),
      };
    if (this.#isExpired(request)) return { status: 401, body: '{"error":"expired"}' };
    if (path === '/notes' && request.method !== 'POST')
      return {
        status: 200,
        headers: [...JSON_TYPE, ['Link', `<${NOTES}/notes?page=2>; rel="next"`]],
        body: JSON.stringify([...this.#notes.values()]),
      };
    if (path === '/notes') return this.#create(text, changes);
    const note = this.#notes.get(path.slice('/notes/'.length));
    return note === undefined
      ? { status: 404, body: '{"error":"not_found"}' }
      : { status: 200, body: JSON.stringify(note) };
  }

  #create(text: string, changes: EntityChange[]): Answer {
    const id = `n${this.#notes.size + 1}`;
    const after = { id, url: `${NOTES}/notes/${id}`, ...(JSON.parse(text) as JsonObject) };
    this.#notes.set(id, after);
    changes.push({ key: `notes/${id}`, resource: 'notes', before: null, after });
    return { status: 201, headers: [...JSON_TYPE, ['Location', `${NOTES}/notes/${id}`]], body: JSON.stringify(after) };
  }

  #limited(at: number): Answer {
    if (this.#limitedUntil === 0) this.#limitedUntil = at + 30_000;
    if (at >= this.#limitedUntil) return { status: 200, body: '{"ok":true}' };
    return {
      status: 429,
      headers: [...JSON_TYPE, ['Retry-After', String(Math.ceil((this.#limitedUntil - at) / 1000))]],
      body: '{}',
    };
  }

  #newToken(): string {
    this.#logins++;
    this.#used = 0;
    return `ann-${this.#logins}`;
  }

  #isExpired(request: HttpRequest): boolean {
    if (this.#tokenCalls === Number.POSITIVE_INFINITY) return false;
    if (headerValue(request.headers, 'authorization') !== `Bearer ann-${this.#logins}`) return true;
    this.#used++;
    return this.#used > this.#tokenCalls;
  }

  fork(): World {
    throw new Error('not needed here');
  }
  diff(): readonly EntityChange[] {
    return [...this.#notes].map(([id, after]) => ({ key: `notes/${id}`, resource: 'notes', before: null, after }));
  }
  events(): [] {
    return [];
  }
  entity(): null {
    return null;
  }
  entitiesOf(): [] {
    return [];
  }
  digest(): string {
    return JSON.stringify([...this.#notes.values()]);
  }
  delivered(): [] {
    return [];
  }
}

const JSON_TYPE: HeaderList = [['Content-Type', 'application/json']];
