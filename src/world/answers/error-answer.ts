/** Refusals in the API's own words: the learned shape nearest to the request, else one made after the API's other errors. */
import type { HttpResponse } from '../../model/http.ts';
import type { ErrorShape } from '../../model/branch.ts';
import type { CompiledHeader, CompiledShape, Turn } from '../compiled.ts';
import { reply } from './reply.ts';
import { Sink } from './sink.ts';
import { syntheticError } from './synthetic-error.ts';

export type Trigger = ErrorShape['trigger'];

export interface Refusal {
  readonly response: HttpResponse;
  readonly source: 'error' | 'synthetic-error';
}

const STATUS: Readonly<Record<Trigger, number>> = {
  'not-found': 404,
  gone: 410,
  'unknown-path': 404,
  'method-not-allowed': 405,
  unauthenticated: 401,
  expired: 401,
  forbidden: 403,
  invalid: 422,
  conflict: 409,
  'rate-limited': 429,
  unavailable: 503,
  precondition: 412,
  idempotency: 409,
  other: 500,
};

/** What else says nearly the same, where an API was not seen to say it. */
const NEXT: Partial<Record<Trigger, Trigger>> = {
  gone: 'not-found',
  expired: 'unauthenticated',
  'method-not-allowed': 'unknown-path',
};

export function refuse(
  turn: Turn,
  trigger: Trigger,
  status: number | null = null,
  message: string | null = null,
): Refusal {
  const wanted = status ?? undefined;
  const found = shapeFor(turn, trigger, wanted);
  if (found !== null && message === null) return { response: fromShape(turn, found), source: 'error' };
  const code = wanted ?? found?.shape.status ?? usualStatus(turn, trigger);
  const body = Buffer.from(syntheticError(turn, code, message));
  const extra = extraHeaders(turn, trigger, code);
  return { response: reply(turn, code, extra, body), source: 'synthetic-error' };
}

/** The same for a bare status: a fault that an API may have at any time. */
export function refuseWith(turn: Turn, status: number, message: string | null = null): Refusal {
  const found = message === null ? shapeFor(turn, null, status) : null;
  if (found !== null) return { response: fromShape(turn, found), source: 'error' };
  const trigger =
    (Object.keys(STATUS) as Trigger[]).find((name) => STATUS[name] === status && name !== 'other') ?? 'other';
  return {
    response: reply(
      turn,
      status,
      extraHeaders(turn, trigger, status),
      Buffer.from(syntheticError(turn, status, message)),
    ),
    source: 'synthetic-error',
  };
}

function shapeFor(turn: Turn, trigger: Trigger | null, status: number | undefined): CompiledShape | null {
  const origin = turn.request.raw.origin;
  const operation = turn.op?.operation;
  let best: CompiledShape | null = null;
  let bestRank = 0;
  for (const compiled of turn.compiled.shapes) {
    const { scope, seen } = compiled.shape;
    if (scope.origin !== origin || (trigger !== null && compiled.shape.trigger !== trigger)) continue;
    if (status !== undefined && compiled.shape.status !== status) continue;
    const isOwn = operation !== undefined && scope.operation === operation.id;
    if (!isOwn && scope.operation !== 'any') {
      if (!canBorrow(compiled.shape)) continue;
    }
    const isResource = scope.resource !== null && scope.resource === operation?.resource;
    if (scope.resource !== null && !isResource && !isOwn && !canBorrow(compiled.shape)) continue;
    const rank =
      (isOwn ? 3e6 : isResource ? 2e6 : scope.operation === 'any' && scope.resource === null ? 1e6 : 1) +
      Math.min(seen, 1e5);
    if (rank > bestRank) [best, bestRank] = [compiled, rank];
  }
  const next = trigger === null ? undefined : NEXT[trigger];
  if (best === null && next !== undefined && (trigger !== 'method-not-allowed' || status === undefined))
    return shapeFor(turn, next, status);
  return best;
}

/** Shapes that say nothing about one operation's fields can speak for another. */
function canBorrow({ trigger }: ErrorShape): boolean {
  return trigger !== 'invalid' && trigger !== 'conflict' && trigger !== 'other' && trigger !== 'not-found';
}

function fromShape(turn: Turn, { shape, render, headers }: CompiledShape): HttpResponse {
  const sink = new Sink();
  render(turn, sink);
  const has = (name: string): boolean => headers.some(({ lower }) => lower === name);
  const extra = extraHeaders(turn, shape.trigger, shape.status).filter(({ lower }) => !has(lower));
  return reply(turn, shape.status, [...headers, ...extra], sink.done());
}

/** The status this API refuses with for such a reason elsewhere, or the protocol's. */
function usualStatus(turn: Turn, trigger: Trigger): number {
  const origin = turn.request.raw.origin;
  const seen = turn.compiled.shapes.filter(({ shape }) => shape.trigger === trigger && shape.scope.origin === origin);
  return seen.toSorted((a, b) => b.shape.seen - a.shape.seen)[0]?.shape.status ?? STATUS[trigger];
}

function extraHeaders(turn: Turn, trigger: Trigger, status: number): readonly CompiledHeader[] {
  if (status === 401) {
    const auth = turn.compiled.auth.get(turn.request.raw.origin);
    const scheme = auth?.carrier.in === 'header' ? auth.carrier.prefix.trim() : '';
    if (scheme === '') return [];
    const detail = trigger === 'expired' && scheme.toLowerCase() === 'bearer' ? ' error="invalid_token"' : '';
    return [fixed('WWW-Authenticate', `${scheme}${detail}`)];
  }
  return [];
}

export function fixed(name: string, value: string): Extract<CompiledHeader, { kind: 'fixed' }> {
  return { kind: 'fixed', pair: [name, value], lower: name.toLowerCase() };
}
