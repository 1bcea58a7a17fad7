/** Makes a due fault happen. Of several, the most violent wins: a dropped connection, a used-up quota, an error status. */
import type { Turn } from '../compiled.ts';
import type { HttpResponse, NetworkError, NetworkErrorKind } from '../../model/http.ts';
import type { FaultPatch } from '../../model/world.ts';
import { isFraming } from '../compile-model.ts';
import { fixed, refuseWith } from '../answers/error-answer.ts';
import { formatTime } from '../../model/time-format.ts';
import { withWait } from './told-wait.ts';
import { reply } from '../answers/reply.ts';
import type { Hit, Rules } from './rules.ts';

export type Outcome =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'error'; readonly error: NetworkError; readonly hangs: boolean };

type FaultHit = Hit & { readonly patch: FaultPatch };

const RANK: Readonly<Record<FaultPatch['fault']['f'], number>> = {
  network: 0,
  hang: 0,
  'rate-limit': 1,
  status: 2,
  truncate: 3,
  'empty-body': 3,
};

/** Faults of a phase that replace the answer; null where none is due. */
export function injectFault(turn: Turn, rules: Rules, hits: readonly Hit[], phase: 'before' | 'after'): Outcome | null {
  const due = faultsOf(hits, phase)
    .filter((hit) => RANK[hit.patch.fault.f] < 3 && isDue(turn, rules, hit))
    .toSorted((a, b) => RANK[a.patch.fault.f] - RANK[b.patch.fault.f] || a.index - b.index);
  const [first] = due;
  return first === undefined ? null : deliver(turn, rules, first);
}

/** Faults of the body, on whatever answer there is. `before` ones are reported too: their request has no effect. */
export function injectBodyFaults(turn: Turn, rules: Rules, hits: readonly Hit[], response: HttpResponse): Outcome {
  for (const hit of bodyFaults(rules, hits)) {
    const { fault } = hit.patch;
    if (response.body.length === 0) continue;
    rules.fire(hit.index, fault.f, turn);
    if (fault.f === 'empty-body')
      return { kind: 'response', response: { ...response, body: Buffer.alloc(0), headers: withLength(response, 0) } };
    const kept =
      fault.f === 'truncate'
        ? Math.floor(response.body.length * Math.min(0.999, Math.max(0, fault.fraction)))
        : response.body.length;
    return {
      kind: 'response',
      response: { ...response, body: response.body.subarray(0, kept), headers: withLength(response, kept) },
    };
  }
  return { kind: 'response', response };
}

/** Whether the effect of this request is to be lost together with its body. */
export function losesEffect(rules: Rules, hits: readonly Hit[]): boolean {
  return bodyFaults(rules, hits).some(({ patch }) => patch.phase === 'before');
}

function bodyFaults(rules: Rules, hits: readonly Hit[]): readonly FaultHit[] {
  return [...faultsOf(hits, 'before'), ...faultsOf(hits, 'after')].filter(
    (hit) => RANK[hit.patch.fault.f] === 3 && rules.isDue(hit, hit.patch),
  );
}

function faultsOf(hits: readonly Hit[], phase: 'before' | 'after'): readonly FaultHit[] {
  return hits.filter(
    (hit): hit is FaultHit =>
      hit.patch.p === 'fault' &&
      (hit.patch.phase === phase || (phase === 'before' && hit.patch.fault.f === 'rate-limit')) &&
      !(phase === 'after' && hit.patch.fault.f === 'rate-limit'),
  );
}

function isDue(turn: Turn, rules: Rules, hit: FaultHit): boolean {
  if (hit.patch.fault.f === 'rate-limit' && turn.at < rules.windowEnd(hit.index)) return true;
  return rules.isDue(hit, hit.patch);
}

function deliver(turn: Turn, rules: Rules, { index, patch: { fault } }: FaultHit): Outcome {
  switch (fault.f) {
    case 'network':
      rules.fire(index, `network ${fault.error}`, turn);
      return { kind: 'error', error: { kind: fault.error, message: messageOf(fault.error) }, hangs: false };
    case 'hang':
      rules.fire(index, 'hang', turn);
      return { kind: 'error', error: { kind: 'timeout', message: messageOf('timeout') }, hangs: true };
    case 'rate-limit':
      return { kind: 'response', response: rateLimited(turn, rules, index, fault) };
    case 'status':
      rules.fire(index, `status ${fault.status}`, turn);
      return { kind: 'response', response: statusAnswer(turn, fault) };
    default:
      throw new Error(`not an answer of its own: ${fault.f}`);
  }
}

function rateLimited(
  turn: Turn,
  rules: Rules,
  index: number,
  fault: Extract<FaultPatch['fault'], { f: 'rate-limit' }>,
): HttpResponse {
  const { seconds, as } = fault.retryAfter;
  const what = `rate-limit ${fault.status}`;
  if (turn.at < rules.windowEnd(index)) rules.note(index, what, turn);
  else {
    rules.openWindow(index, turn.at + seconds * 1000);
    rules.fire(index, what, turn);
  }
  const end = rules.windowEnd(index);
  const wait = as === 'absent' ? null : Math.max(1, Math.ceil((end - turn.at) / 1000));
  const response = withWait(refuseWith(turn, fault.status).response, wait);
  const headers = response.headers.filter(([name]) => name.toLowerCase() !== 'retry-after');
  if (as === 'absent') return { ...response, headers };
  const left =
    as === 'seconds'
      ? String(Math.max(1, Math.ceil((end - turn.at) / 1000)))
      : String(formatTime(Math.ceil(end / 1000) * 1000, 'http-date'));
  // A moment means something only beside the server's own clock.
  const clock =
    as === 'http-date' && !headers.some(([name]) => name.toLowerCase() === 'date')
      ? [['Date', String(formatTime(turn.at, 'http-date'))] as const]
      : [];
  return { ...response, headers: [...headers, ...clock, ['Retry-After', left]] };
}

function statusAnswer(turn: Turn, fault: Extract<FaultPatch['fault'], { f: 'status' }>): HttpResponse {
  const own = fault.headers.filter(([name]) => !isFraming(name));
  if (fault.body !== null)
    return reply(
      turn,
      fault.status,
      own.map(([name, value]) => fixed(name, value)),
      Buffer.from(fault.body),
    );
  const { response } = refuseWith(turn, fault.status, fault.message ?? null);
  const names = new Set(own.map(([name]) => name.toLowerCase()));
  return { ...response, headers: [...response.headers.filter(([name]) => !names.has(name.toLowerCase())), ...own] };
}

function withLength(response: HttpResponse, length: number): HttpResponse['headers'] {
  return response.headers.map(([name, value]) =>
    name.toLowerCase() === 'content-length' ? [name, String(length)] : [name, value],
  );
}

function messageOf(kind: NetworkErrorKind): string {
  switch (kind) {
    case 'timeout':
      return 'no answer in time';
    case 'reset':
      return 'read ECONNRESET';
    case 'refused':
      return 'connect ECONNREFUSED';
    case 'dns':
      return 'getaddrinfo ENOTFOUND';
    case 'tls':
      return 'TLS handshake failed';
    case 'aborted':
      return 'socket hang up';
    case 'empty':
      return 'empty reply from server';
    case 'garbage':
      return 'malformed HTTP response';
    case 'truncated':
      return 'connection closed before the body ended';
  }
}
