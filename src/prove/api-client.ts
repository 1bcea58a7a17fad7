import { buildRequest, type SlotAssignment } from '../model/build-request.ts';
import { decodedResponse } from '../model/decoded-response.ts';
import { decodePercent, headerValue, pathOf, withHeader, type HeaderList, type HttpResponse } from '../model/http.ts';
import { valueAt, withValueAt, type Json, type JsonObject } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Operation } from '../model/operation.ts';
import { sameSlot } from '../model/model-index.ts';
import type { HandlerName } from '../model/oracle.ts';
import type { Credential, EpisodeRun } from '../model/rollout.ts';
import type { ToolSpec } from '../model/tools.ts';

export interface ApiAnswer {
  /** 0 where no response came. */
  readonly status: number;
  readonly body: Json | undefined;
  readonly headers: HeaderList;
  /** The write may have happened although nothing says so. */
  readonly ambiguous: boolean;
  /** A complete answer that parses, and no failure of the way there. */
  readonly sound: boolean;
}

/** Asks the world whether an ambiguous write happened; the record it made or changed, or null where it did not. */
export type Confirm = () => ApiAnswer | null;

const MOST_FAILURES = 5;
const MOST_ATTEMPTS = 12;
const MOST_WAIT_SECONDS = 3_600;
const MOST_REDIRECTS = 3;

/**
 * Sends an oracle's calls through the interface of the episode, and recovers the way a careful client does.
 * Leaving handlers out makes the careless clients that mutations must tell from the careful one.
 */
export class ApiClient {
  readonly #run: EpisodeRun;
  readonly #model: LearnedModel;
  readonly #tools: ReadonlyMap<string, ToolSpec>;
  readonly #handlers: ReadonlySet<HandlerName>;
  readonly #resend: boolean;
  readonly #headers = new Map<string, HeaderList>();

  constructor(
    run: EpisodeRun,
    model: LearnedModel,
    tools: readonly ToolSpec[],
    handlers: ReadonlySet<HandlerName>,
    resend: boolean,
  ) {
    this.#run = run;
    this.#model = model;
    this.#tools = new Map(tools.map((tool) => [tool.operation, tool]));
    this.#handlers = handlers;
    this.#resend = resend;
  }

  /** `confirm` marks a write. */
  send(operation: Operation, values: readonly SlotAssignment[], confirm: Confirm | null): ApiAnswer {
    let failures = 0;
    let renewals = 0;
    for (let attempt = 1; ; attempt += 1) {
      const answer = this.exchange(operation, values);
      if (this.#run.over || attempt >= MOST_ATTEMPTS) return answer;
      if (answer.status === 401 && this.#handlers.has('reauthenticate') && renewals < 2) {
        renewals += 1;
        if (!this.#renew(operation.origin)) return answer;
        continue;
      }
      const waitFor = answer.status >= 400 ? retryAfter(answer.headers) : null;
      if (waitFor !== null && this.#handlers.has('retry-after')) {
        this.#run.wait(Math.min(MOST_WAIT_SECONDS, waitFor));
        continue;
      }
      if (answer.sound || failures >= MOST_FAILURES) return answer;
      failures += 1;
      if (answer.ambiguous && confirm !== null && this.#handlers.has('confirm-before-retry')) {
        const seen = confirm();
        if (seen !== null) return seen;
      }
      if (this.#handlers.has('backoff')) this.#run.wait(2 ** (failures - 1));
      else if (!this.#resend) return answer;
    }
  }

  /** One attempt, as it is. */
  exchange(operation: Operation, values: readonly SlotAssignment[]): ApiAnswer {
    if (!namesItsPath(operation, values)) return UNASKED;
    return this.#run.episode.interface === 'tools'
      ? this.#callTool(operation, values)
      : this.#request(operation, values);
  }

  /** A request line as some text or answer gave it, sent with the credentials at hand. */
  raw(method: string, origin: string, target: string, body: string | null): ApiAnswer {
    if (this.#run.episode.interface === 'tools') {
      const operation = this.#model.operations.find(
        (candidate) => candidate.origin === origin && candidate.method === method && matchesPath(candidate, target),
      );
      if (operation === undefined) return NOTHING;
      return this.#callTool(operation, [
        ...pathValues(operation, target),
        ...(body === null ? [] : [{ slot: { in: 'body' as const, path: [] }, value: parsed(body) ?? null }]),
      ]);
    }
    const headers = [
      ...(this.#headers.get(origin) ?? this.#credential(origin)?.headers ?? []),
      ...(body === null ? [] : [['Content-Type', 'application/json'] as const]),
    ];
    const outcome = this.#run.request({ method, origin, target, headers, body: Buffer.from(body ?? '', 'utf8') });
    return outcome.kind === 'response' ? answerOf(outcome.response) : NOTHING;
  }

  #request(operation: Operation, values: readonly SlotAssignment[]): ApiAnswer {
    const credential = this.#credential(operation.origin);
    const open = this.#model.auth.some((auth) => auth.origin === operation.origin && auth.open.includes(operation.id));
    const headers = open ? [] : (this.#headers.get(operation.origin) ?? credential?.headers ?? []);
    let request = buildRequest(operation, values, [['Accept', 'application/json'], ...headers]);
    for (const [name, value] of open ? [] : (credential?.query ?? [])) {
      request = {
        ...request,
        target: `${request.target}${request.target.includes('?') ? '&' : '?'}${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
      };
    }
    let outcome = this.#run.request(request);
    for (let hop = 0; hop < MOST_REDIRECTS && this.#handlers.has('follow-redirect'); hop += 1) {
      const target = redirectOf(outcome, request.origin, request.target);
      if (target === null || this.#run.over) break;
      request = { ...request, target };
      outcome = this.#run.request(request);
    }
    return outcome.kind === 'response' ? answerOf(outcome.response) : NOTHING;
  }

  #callTool(operation: Operation, values: readonly SlotAssignment[]): ApiAnswer {
    const tool = this.#tools.get(operation.id);
    if (tool === undefined) return NOTHING;
    let args: JsonObject = {};
    for (const { slot, value } of values) {
      const exact = tool.arguments.find((argument) => sameSlot(argument.slot, slot));
      if (exact !== undefined) {
        args = { ...args, [exact.name]: value };
        continue;
      }
      const above =
        slot.in === 'body'
          ? tool.arguments.find(
              (argument) =>
                argument.slot.in === 'body' && argument.slot.path.every((step, at) => slot.path[at] === step),
            )
          : undefined;
      if (above !== undefined && slot.in === 'body' && above.slot.in === 'body') {
        args = { ...args, [above.name]: withValueAt(args[above.name], slot.path.slice(above.slot.path.length), value) };
      }
    }
    let result = this.#run.call(tool.name, args);
    let text = typeof result.body === 'string' && result.truncated ? result.body : null;
    while (result.truncated && text !== null && !this.#run.over) {
      result = { ...this.#run.call('continue_result', {}), status: result.status };
      text += typeof result.body === 'string' ? result.body : '';
    }
    const body = text === null ? (result.body as Json) : parsed(text);
    const headers = Object.entries(result.headers);
    const broken = typeof body === 'string' && result.status >= 200 && result.status < 300;
    return { status: result.status, body, headers, ...judged(result.status, broken) };
  }

  /** A new token, the way the credentials say. */
  #renew(origin: string): boolean {
    const auth = this.#model.auth.find((candidate) => candidate.origin === origin);
    const credential = this.#credential(origin);
    const login = credential?.login ?? null;
    if (auth === undefined || login === null) return false;
    const outcome = this.#run.request({
      method: login.method,
      origin,
      target: login.path,
      headers: login.headers,
      body: Buffer.from(login.body, 'utf8'),
    });
    if (outcome.kind === 'error') return false;
    const { body } = answerOf(outcome.response);
    const issued = [auth.issue, auth.refresh]
      .map((grant) => (grant === null ? undefined : valueAt(body, grant.tokenPath)))
      .find((token) => typeof token === 'string');
    if (auth.carrier.in === 'cookie') {
      const cookies = outcome.response.headers
        .filter(([name]) => name.toLowerCase() === 'set-cookie')
        .map(([, value]) => value.split(';')[0] ?? '');
      if (cookies.length === 0) return false;
      this.#headers.set(origin, withHeader(this.#headers.get(origin) ?? [], 'Cookie', cookies.join('; ')));
      return true;
    }
    if (typeof issued !== 'string' || auth.carrier.in !== 'header') return false;
    this.#headers.set(
      origin,
      withHeader(credential?.headers ?? [], auth.carrier.name, `${auth.carrier.prefix}${issued}`),
    );
    return true;
  }

  #credential(origin: string): Credential | undefined {
    return this.#run.view.credentials[origin]?.[0];
  }
}

/**
 * Where a 307 or 308 sends the same request (RFC 9110, 15.4.8), or what has taken its place where it is gone (RFC 5829, 3.4);
 * on the same host only. Null where it is no such answer.
 */
function redirectOf(outcome: ReturnType<EpisodeRun['request']>, origin: string, target: string): string | null {
  if (outcome.kind === 'error') return null;
  const { status, headers } = outcome.response;
  const location =
    status === 307 || status === 308
      ? headerValue(headers, 'location')
      : status === 404 || status === 410
        ? /<([^>]*)>\s*;[^,]*rel="?successor-version"?/.exec(headerValue(headers, 'link') ?? '')?.[1]
        : undefined;
  if (location === undefined) return null;
  const url = new URL(location, `${origin}${target}`);
  return url.origin === new URL(origin).origin ? `${url.pathname}${url.search}` : null;
}

function matchesPath(operation: Operation, target: string): boolean {
  const parts = pathOf(target).split('/').slice(1);
  return (
    parts.length === operation.segments.length &&
    operation.segments.every((segment, at) =>
      segment.kind === 'literal' ? segment.text === parts[at] : (parts[at] ?? '') !== '',
    )
  );
}

function pathValues(operation: Operation, target: string): readonly SlotAssignment[] {
  const parts = pathOf(target).split('/').slice(1);
  return operation.segments.flatMap((segment, at) => {
    if (segment.kind === 'literal') return [];
    const text = decodePercent(parts[at] ?? '');
    return [
      {
        slot: { in: 'path' as const, name: segment.name },
        value: text.slice(segment.prefix.length, text.length - segment.suffix.length),
      },
    ];
  });
}

/** Without a value for every part of its path a call cannot even be made. */
function namesItsPath(operation: Operation, values: readonly SlotAssignment[]): boolean {
  return operation.segments.every(
    (segment) =>
      segment.kind === 'literal' || values.some(({ slot }) => slot.in === 'path' && slot.name === segment.name),
  );
}

const UNASKED: ApiAnswer = { status: 404, body: undefined, headers: [], ambiguous: false, sound: true };
const NOTHING: ApiAnswer = { status: 0, body: undefined, headers: [], ambiguous: true, sound: false };

function answerOf(response: HttpResponse): ApiAnswer {
  const decoded = decodedResponse(response);
  const declared = headerValue(response.headers, 'content-length');
  const short = declared !== undefined && Number(declared) > response.body.length;
  const isJson = (headerValue(response.headers, 'content-type') ?? '').includes('json');
  const garbled = decoded.kind === 'undecodable' || (isJson && decoded.kind === 'text') || short;
  const body =
    decoded.kind === 'json' || decoded.kind === 'form'
      ? decoded.value
      : decoded.kind === 'text'
        ? decoded.text
        : undefined;
  const html = decoded.kind === 'text' && /^\s*<(!doctype|html)/i.test(decoded.text);
  return {
    status: response.status,
    body,
    headers: response.headers,
    ...judged(response.status, garbled || (html && response.status < 300)),
  };
}

function judged(status: number, broken: boolean): { readonly ambiguous: boolean; readonly sound: boolean } {
  const failing = status === 0 || status >= 500 || status === 429 || status === 408;
  return { ambiguous: status === 0 || status >= 500 || status === 408 || broken, sound: !failing && !broken };
}

/** Seconds to wait, from either form of Retry-After (RFC 9110, 10.2.3); null where it is absent. */
function retryAfter(headers: HeaderList): number | null {
  const value = headerValue(headers, 'retry-after');
  if (value === undefined) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const until = Date.parse(value);
  const now = Date.parse(headerValue(headers, 'date') ?? '');
  return Number.isNaN(until) ? null : Number.isNaN(now) ? 30 : Math.max(0, Math.ceil((until - now) / 1000));
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
