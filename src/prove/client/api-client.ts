import { buildRequest, type SlotAssignment } from '../../model/build-request.ts';
import { withHeader, type HeaderList } from '../../model/http.ts';
import { valueAt, type Json } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { Operation } from '../../model/operation.ts';
import type { HandlerName } from '../../model/oracle.ts';
import type { Credential, EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { answerOf, judged, NOTHING, UNASKED, type ApiAnswer } from './api-answer.ts';
import { matchesPath, namesItsPath, pathValues } from './path-values.ts';
import { redirectOf } from './redirect-of.ts';
import { withQuery } from './with-query.ts';
import { retryAfter } from './retry-after.ts';
import { toolArguments } from './tool-arguments.ts';

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
    const keys = open ? [] : (credential?.query ?? []);
    const built = buildRequest(operation, values, [['Accept', 'application/json'], ...headers]);
    let request = { ...built, target: withQuery(built.target, keys) };
    let outcome = this.#run.request(request);
    for (let hop = 0; hop < MOST_REDIRECTS && this.#handlers.has('follow-redirect'); hop += 1) {
      const target = redirectOf(outcome, request.origin, request.target);
      if (target === null || this.#run.over) break;
      request = { ...request, target: withQuery(target, keys) };
      outcome = this.#run.request(request);
    }
    return outcome.kind === 'response' ? answerOf(outcome.response) : NOTHING;
  }

  #callTool(operation: Operation, values: readonly SlotAssignment[]): ApiAnswer {
    const tool = this.#tools.get(operation.id);
    if (tool === undefined) return NOTHING;
    let result = this.#run.call(tool.name, toolArguments(tool, values));
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

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
