import type { Agent } from 'node:http';
import type { VirtualClock } from './clock.ts';
import type { StaffLogin } from './data/staff-logins.ts';
import { exchange } from './exchange-http.ts';
import type { Random } from './random.ts';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: T;
}

export interface TranscriptLine {
  readonly session: string;
  readonly workflow: string;
  readonly label: 'good' | 'bad';
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly requestBody: string | null;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly responseBody: string;
}

export interface Tokens {
  readonly access: string;
  readonly refresh: string | null;
  readonly expiresAt: number;
}

export interface DeskOptions {
  readonly baseUrl: string;
  readonly http: Agent;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly staff: StaffLogin;
  readonly session: string;
  readonly workflow: string;
  readonly label: 'good' | 'bad';
  /** Tokens by login, shared by the sessions of a day. */
  readonly tokens: Map<string, Tokens>;
  readonly transcript: TranscriptLine[];
  /** Before this call, the staff member goes for a break longer than the token lives. */
  readonly breakBefore: number | null;
}

export interface SendOptions {
  readonly expect?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What to send as Authorization; default: the staff member's own token. */
  readonly authorization?: string | null;
  /** Sends these bytes instead of JSON. */
  readonly text?: string;
}

/** One staff member at work on one case: thinks, calls, refreshes tokens, waits when told to. */
export class Desk {
  readonly staff: StaffLogin;
  readonly random: Random;
  readonly #options: DeskOptions;
  readonly #onScreen = new Map<string, unknown>();
  #calls = 0;
  #pace: readonly [number, number] = [3, 24];

  constructor(options: DeskOptions) {
    this.#options = options;
    this.staff = options.staff;
    this.random = options.random;
  }

  /** Seconds between calls. */
  pace(min: number, max: number): void {
    this.#pace = [min, max];
  }

  pause(seconds: number): void {
    this.#options.clock.advance(seconds * 1000);
  }

  async signIn(): Promise<void> {
    const { staff } = this;
    const form =
      staff.grant === 'password'
        ? { grant_type: 'password', client_id: 'desk-console', username: staff.login, password: staff.secret }
        : { grant_type: 'client_credentials', client_id: staff.login, client_secret: staff.secret };
    await this.#requestToken(form);
  }

  /** @returns whether this staff member can go on with a token from an earlier session */
  holdsToken(): boolean {
    const tokens = this.#options.tokens.get(this.staff.login);
    return tokens !== undefined && tokens.expiresAt > this.#options.clock.now() + 240_000;
  }

  async signOut(): Promise<void> {
    const tokens = this.#options.tokens.get(this.staff.login);
    if (tokens === undefined) return;
    await this.#call('POST', '/oauth/revoke', formOptions({ token: tokens.access }), 200);
    this.#options.tokens.delete(this.staff.login);
  }

  /** What this session has read at a path before, still on the screen; else reads it now. */
  async recall<T>(path: string): Promise<T> {
    return this.#onScreen.has(path) ? (this.#onScreen.get(path) as T) : this.get<T>(path);
  }

  async get<T>(path: string, expect = 200): Promise<T> {
    const { body } = await this.send<T>('GET', path, undefined, { expect });
    this.#onScreen.set(path, body);
    if (!this.random.chance(0.02)) return body;
    return (await this.send<T>('GET', path, undefined, { expect })).body;
  }

  /** Opens one record; now and then with a slip of the finger first. */
  async open<T>(path: string): Promise<T> {
    if (this.random.chance(0.05)) await this.get(mistype(path), 404);
    return this.get<T>(path);
  }

  async post<T>(path: string, body: unknown, expect = 201, headers: Record<string, string> = {}): Promise<T> {
    return (await this.send<T>('POST', path, body, { expect, headers })).body;
  }

  async patch<T>(path: string, body: unknown, expect = 200, headers: Record<string, string> = {}): Promise<T> {
    return (await this.send<T>('PATCH', path, body, { expect, headers })).body;
  }

  async put<T>(path: string, body: unknown, expect = 200): Promise<T> {
    return (await this.send<T>('PUT', path, body, { expect })).body;
  }

  async delete(path: string, expect = 204): Promise<void> {
    await this.send('DELETE', path, undefined, { expect });
  }

  async send<T>(method: string, path: string, body?: unknown, options: SendOptions = {}): Promise<Answer<T>> {
    this.#think();
    for (;;) {
      const answer = await this.#once<T>(method, path, body, options);
      if (options.authorization === undefined && answer.status === 401) await this.#refresh();
      else if (answer.status === 429 && options.expect !== 429)
        this.pause(Number(answer.headers['retry-after']) + this.random.int(1, 9));
      else {
        const isExpected = options.expect === undefined ? answer.status < 300 : answer.status === options.expect;
        if (isExpected) return answer;
        const got = `${answer.status} ${JSON.stringify(answer.body)}`;
        throw new Error(`${this.#options.session}: ${method} ${path} was to answer ${options.expect}, got ${got}`);
      }
    }
  }

  async #once<T>(method: string, path: string, body: unknown, options: SendOptions): Promise<Answer<T>> {
    const headers: Record<string, string> = { ...options.headers };
    const token = this.#options.tokens.get(this.staff.login)?.access;
    const authorization = options.authorization === undefined ? `Bearer ${token}` : options.authorization;
    if (authorization !== null) headers['Authorization'] = authorization;
    const text = options.text ?? (body === undefined ? undefined : JSON.stringify(body));
    if (text !== undefined) headers['Content-Type'] ??= 'application/json';
    return this.#call<T>(method, path, { ...(text === undefined ? {} : { text }), headers });
  }

  async #refresh(): Promise<void> {
    const refresh = this.#options.tokens.get(this.staff.login)?.refresh;
    this.pause(0.2);
    if (refresh === null || refresh === undefined) await this.signIn();
    else await this.#requestToken({ grant_type: 'refresh_token', client_id: 'desk-console', refresh_token: refresh });
    this.pause(0.2);
  }

  async #requestToken(form: Readonly<Record<string, string>>): Promise<void> {
    type Issued = { access_token: string; refresh_token?: string; expires_in: number };
    const { body } = await this.#call<Issued>('POST', '/oauth/token', formOptions(form), 200);
    this.#options.tokens.set(this.staff.login, {
      access: body.access_token,
      refresh: body.refresh_token ?? null,
      expiresAt: this.#options.clock.now() + body.expires_in * 1000,
    });
  }

  #think(): void {
    this.#calls += 1;
    if (this.#calls === this.#options.breakBefore) this.pause(this.random.int(930, 3100));
    const [min, max] = this.#pace;
    this.pause(min + this.random.next() * (max - min));
  }

  async #call<T>(
    method: string,
    path: string,
    request: { readonly text?: string; readonly headers: Readonly<Record<string, string>> },
    expect?: number,
  ): Promise<Answer<T>> {
    const { baseUrl, http, clock, session, workflow, label, transcript } = this.#options;
    const at = clock.now();
    const answer = await exchange(http, new URL(path, baseUrl), method, request.text, {
      Accept: 'application/json',
      'User-Agent': this.staff.grant === 'password' ? 'desk-console/4.2' : `${this.staff.login}/1.9`,
      ...request.headers,
      'X-Offscript-Session': session,
      'X-Offscript-Workflow': workflow,
      'X-Offscript-At': String(at),
      ...(label === 'bad' ? { 'X-Offscript-Label': 'bad' } : {}),
    });
    clock.advance(this.random.int(28, 240));
    transcript.push({
      session,
      workflow,
      label,
      at,
      method,
      path,
      requestBody: request.text ?? null,
      status: answer.status,
      headers: answer.headers,
      responseBody: answer.text,
    });
    if (expect !== undefined && answer.status !== expect)
      throw new Error(`${session}: ${method} ${path} answered ${answer.status} ${answer.text}`);
    const body: unknown = answer.text === '' ? null : JSON.parse(answer.text);
    return { status: answer.status, headers: answer.headers, body: body as T };
  }
}

function formOptions(form: Readonly<Record<string, string>>): { text: string; headers: Record<string, string> } {
  return {
    text: new URLSearchParams(form).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  };
}

/** @example /v1/tickets/1043 -> /v1/tickets/71043     /v1/orders/ord_8f3k2m9q -> /v1/orders/ord_8f3k2m9 */
function mistype(path: string): string {
  const cut = path.lastIndexOf('/') + 1;
  const id = path.slice(cut);
  return /^\d+$/.test(id) ? `${path.slice(0, cut)}7${id}` : path.slice(0, -1);
}
