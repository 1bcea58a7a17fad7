/** One held-out session, replayed to a player with the recorded requests (teacher-forced), each answer compared. */
import type { HttpRequest, HttpResponse } from '../model/http.ts';
import { headerValue, withHeader } from '../model/http.ts';
import { leavesOf, valueAt, type Json } from '../model/json.ts';
import type { AuthModel } from '../model/auth-model.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { TracedSession } from '../model/trace.ts';
import { indexModel } from '../model/model-index.ts';
import type { Session } from '../model/recording.ts';
import type { AnswerShapes } from './answer-shapes.ts';
import { bodyOf, compareAnswers, isOpaque, NEW_ID, tokensOf } from './compare-answers.ts';
import type { CallResult } from './figures.ts';
import type { SessionTruth } from './known-state.ts';
import type { Player, PlayerAnswer } from './player.ts';
import { Renames } from './renames.ts';
import { showsWrite, writeProbesOf } from './write-probes.ts';

export interface HeldOutSession {
  readonly session: Session;
  readonly traced: TracedSession;
  readonly truth: SessionTruth;
}

const UNROUTED = 'no operation';

export function replaySession(
  { session, traced, truth }: HeldOutSession,
  model: LearnedModel,
  player: Player,
  shapes: AnswerShapes,
  isKnownBefore: (text: string) => boolean,
): readonly CallResult[] {
  const index = indexModel(model);
  const renames = new Renames();
  const known = new Set<string>();
  const chosen = new Map<string, Set<string>>();
  const later = new LaterTokens(session);
  const answers: (PlayerAnswer | null)[] = [];
  const results: (CallResult | null)[] = [];
  let at = 0;
  for (const [position, { request, outcome, timing, incomplete }] of session.interactions.entries()) {
    const step = traced.steps[position];
    if (outcome.kind !== 'response' || incomplete !== null || step === undefined) {
      answers.push(null);
      results.push(null);
      continue;
    }
    at = Math.max(at, timing.requestAt);
    const recorded = outcome.response;
    const own = player.answer(
      withCredential(renames.request(request), recorded, model, traced, renames),
      at,
      step.operation,
    );
    answers.push(own);
    remember(known, request);
    const views = step.views.map(({ key, at: place }) => ({
      at: place,
      idPath: index.resource(key.split('/')[0] ?? '')?.idPath ?? ['id'],
    }));
    if (recorded.status === own.response.status) {
      const fresh = new Set(step.changes.filter(({ before }) => before === null).map(({ key }) => key));
      const made = step.views.flatMap(({ key }, order) => (fresh.has(key) ? (views[order] ?? []) : []));
      learnRenames(
        renames,
        recorded,
        own.response,
        made,
        (text) => later.has(position, text) && !known.has(text) && !isKnownBefore(text),
      );
    }
    const { defines = false, unknowable = [] } = truth.steps[position] ?? {};
    const compared = compareAnswers(recorded, own.response, {
      renames,
      chosen,
      isKnown: (text) => known.has(text) || isKnownBefore(text),
      views,
      unknowable,
    });
    const status = recorded.status === own.response.status;
    const difference = status
      ? shapes.difference(step.operation ?? UNROUTED, recorded, own.response)
      : `status ${own.response.status} for ${recorded.status}`;
    rememberBody(known, recorded);
    results.push(
      defines
        ? null
        : {
            operation: step.operation,
            call: `${request.method} ${request.origin}${request.target}`,
            status,
            shape: difference === null,
            fields: status ? { right: compared.right, all: compared.all } : { right: 0, all: compared.all },
            wrong: status ? compared.wrong : [],
            difference,
            identical: status && difference === null && compared.identical,
            noAnswer: own.noAnswer,
            unverified: own.unverified,
            probes: [],
          },
    );
  }
  for (const probe of writeProbesOf(model, session, traced)) {
    const shows = showsWrite(probe, answers, renames);
    const result = results[probe.step];
    if (shows !== null && result !== null && result !== undefined)
      results[probe.step] = { ...result, probes: [...result.probes, shows] };
  }
  return results.filter((result) => result !== null);
}

/** Ids of what the call created, and other new texts of the answer that a later request sends back. */
function learnRenames(
  renames: Renames,
  recorded: HttpResponse,
  own: HttpResponse,
  made: readonly { readonly at: readonly (string | number)[]; readonly idPath: readonly (string | number)[] }[],
  isSentLater: (text: string) => boolean,
): void {
  const [left, right] = [bodyOf(recorded), bodyOf(own)];
  for (const { at, idPath } of made)
    pair(renames, valueAt(left, [...at, ...idPath]), valueAt(right, [...at, ...idPath]));
  if (left !== undefined) {
    for (const { path, value } of leavesOf(left)) {
      const other = valueAt(right, path);
      if (typeof value === 'string' && typeof other === 'string' && isSentLater(value)) pair(renames, value, other);
    }
  }
  for (const [name, value] of recorded.headers) {
    const other = headerValue(own.headers, name);
    if (other === undefined || !/^(?:location|link|etag|set-cookie|x-.*token)$/i.test(name)) continue;
    const [theirs, ours] = [tokensOf(value), tokensOf(other)];
    if (theirs.length !== ours.length) continue;
    for (const [at, token] of theirs.entries())
      if (isOpaque(token) && isSentLater(token)) pair(renames, token, ours[at]);
  }
}

function pair(renames: Renames, recorded: Json | undefined, own: Json | undefined): void {
  const isScalar = (value: Json | undefined): value is string | number =>
    typeof value === 'string' || typeof value === 'number';
  if (isScalar(recorded) && isScalar(own)) renames.add(recorded, own);
}

/** A credential the training never saw says nothing about the API: the session's principal, else any, takes its place. */
function withCredential(
  request: HttpRequest,
  recorded: HttpResponse,
  model: LearnedModel,
  traced: TracedSession,
  renames: Renames,
): HttpRequest {
  const auth = model.auth.find(({ origin }) => origin === request.origin);
  if (auth === undefined || recorded.status === 401 || recorded.status === 403 || auth.carrier.in !== 'header')
    return request;
  const { name, prefix } = auth.carrier;
  const sent = headerValue(request.headers, name);
  if (sent === undefined || isHandedOut(auth, sent.slice(prefix.length), renames)) return request;
  const principal = auth.principals.find(({ id }) => id === traced.principal) ?? auth.principals[0];
  return principal === undefined
    ? request
    : { ...request, headers: withHeader(request.headers, name, `${prefix}${principal.token}`) };
}

function isHandedOut(auth: AuthModel, token: string, renames: Renames): boolean {
  return auth.principals.some((principal) => principal.token === token) || renames.isOwn(token);
}

/** Which texts occur in requests after a position. */
class LaterTokens {
  readonly #lastAt = new Map<string, number>();
  readonly #texts: readonly string[];

  constructor({ interactions }: Session) {
    this.#texts = interactions.map(
      ({ request: { target, headers, body } }) =>
        `${decodeURIComponentSafely(target)} ${headers.map(([, value]) => value).join(' ')} ${Buffer.from(body).toString('utf8')}`,
    );
    for (const [at, text] of this.#texts.entries()) for (const token of tokensOf(text)) this.#lastAt.set(token, at);
  }

  has(position: number, text: string): boolean {
    const last = this.#lastAt.get(text);
    if (last !== undefined) return last > position;
    return text.length >= 8 && this.#texts.slice(position + 1).some((later) => later.includes(text));
  }
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function remember(known: Set<string>, { target, headers, body }: HttpRequest): void {
  for (const token of tokensOf(target)) known.add(token);
  rememberBody(known, { status: 0, headers, body });
}

function rememberBody(known: Set<string>, response: HttpResponse): void {
  const body = bodyOf(response);
  if (body === undefined) return;
  for (const { value } of leavesOf(body)) {
    if (typeof value === 'number' && value >= NEW_ID) known.add(String(value));
    if (typeof value !== 'string') continue;
    known.add(value);
    if (value.includes('/')) for (const token of tokensOf(value)) known.add(token);
  }
}
