/**
 * The recorded answer to the very same request, byte for byte, where the world still is where the recording was. A
 * recorded write is made again as it was recorded, so that everything read later knows of it.
 */
import { decodeBody } from '../../model/body.ts';
import { headerValue, type HttpRequest, type HttpResponse } from '../../model/http.ts';
import type { EntityChange } from '../../model/trace.ts';
import type { RecordedAnswer } from '../../model/world.ts';
import { isFraming } from '../compile-model.ts';
import type { Turn } from '../compiled.ts';
import { formatTime } from '../../model/time-format.ts';
import { idsIn } from '../ids-in.ts';
import { secretIn } from '../auth/auth-gate.ts';
import { adoptSecrets } from './adopt-secrets.ts';
import { answerAuth } from '../auth/login.ts';
import type { Performed } from '../answers/performed.ts';
import { RequestView } from '../request/request-view.ts';
import type { WorldCore } from '../world-core.ts';
import { marksOfChange } from './recorded-marks.ts';
import { repeatChanges } from './repeat-changes.ts';

/** Refusals of a moment: once each, in their place. */
function isPassing({ status }: HttpResponse): boolean {
  return status === 429 || status >= 500;
}

const REFUSES_CALLER = new Set([401, 407]);

/** Null where the world has to answer by itself. `refused`: the credential is none that the model knows as good. */
export function recordedAnswer(core: WorldCore, turn: Turn, refused: boolean): Performed | null {
  const { recorded: line } = core;
  if (line === null) return null;
  for (const { tick, isNext } of line.candidates(turn.request.raw)) {
    const answer = line.load(tick);
    if (!isNext && isPassing(answer.response)) continue;
    if (!sameConditions(turn.request.raw, answer) || !mayGet(core, turn, answer, refused)) continue;
    const handedOut = turn.op?.operation.kind === 'auth' ? handOut(core, turn, answer) : true;
    if (!handedOut) continue;
    const changes = line.isWrite(tick) ? madeAgain(core, turn, answer.changes) : [];
    line.noteServed(turn.request.raw, tick);
    turn.reads.push(...answer.shown);
    return { response: responseOf(turn, answer), source: 'exact', changes };
  }
  return null;
}

/** Whatever was written without the recording knowing of it makes recorded answers about it untrue. */
export function noteWritten(core: WorldCore, turn: Turn, { changes, response }: Performed): void {
  if (core.recorded === null) return;
  const { resources } = turn.compiled.base;
  for (const change of changes) core.recorded.noteForeign(marksOfChange(change, resources));
  const operation = turn.op?.operation;
  const isDone = response.status < 400 && operation !== undefined && operation.resource !== null;
  if (isDone && operation.branches.some(({ effects }) => effects.length > 0))
    core.recorded.noteForeign([operation.resource ?? '']);
}

/** Headers by which one and the same request line gets different answers. */
const CONDITIONS = [
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
  'idempotency-key',
  'prefer',
];
const NOT_VARYING = new Set(['*', 'accept-encoding', 'origin', 'user-agent', 'authorization', 'cookie']);

function sameConditions({ headers }: HttpRequest, { request, response }: RecordedAnswer): boolean {
  const vary = (headerValue(response.headers, 'vary') ?? '').split(',').map((name) => name.trim().toLowerCase());
  return [...CONDITIONS, ...vary.filter((name) => name !== '' && !NOT_VARYING.has(name))].every(
    (name) => headerValue(headers, name) === headerValue(request.headers, name),
  );
}

/** An answer for somebody else is no answer; one that was refused its credential is only for that credential. */
function mayGet(
  core: WorldCore,
  turn: Turn,
  { request, response, principal }: RecordedAnswer,
  refused: boolean,
): boolean {
  const auth = turn.compiled.auth.get(turn.request.raw.origin);
  if (auth === undefined || turn.op === null) return true;
  const secret = secretIn(turn.request, auth);
  const same = secret === secretIn(new RequestView(request), auth);
  const refuses = REFUSES_CALLER.has(response.status);
  if (refused) return same && (refuses || (secret !== null && !core.tokens.isEnded(auth.origin, secret)));
  if (refuses) return turn.op.operation.kind === 'auth';
  return same || turn.principal === null || turn.principal.id === principal;
}

/** A login answers with what it handed out then, which is good from now on; false where this world would refuse it. */
function handOut(core: WorldCore, turn: Turn, { response }: RecordedAnswer): boolean {
  if (response.status >= 400) return true;
  const own = answerAuth(turn, core.tokens);
  if (own === null) return true;
  if (own.kind === 'refused' || own.response.status >= 400) return false;
  adoptSecrets(turn, core.tokens, response);
  return true;
}

function madeAgain(core: WorldCore, turn: Turn, changes: readonly EntityChange[]): readonly EntityChange[] {
  const mark = turn.state.mark();
  repeatChanges(turn, changes);
  return core.commit(mark, turn.at, turn.step, 'agent', turn.op?.operation.id ?? null);
}

/** As recorded, with today's date; the transport frames it anew. */
function responseOf(turn: Turn, { response: { status, headers, body } }: RecordedAnswer): HttpResponse {
  const decoded = decodeBody(headers, body);
  const text = decoded.kind === 'json' ? JSON.stringify(decoded.value) : decoded.kind === 'text' ? decoded.text : '';
  for (const id of idsIn(text)) turn.mentioned.add(id);
  const kept = headers.filter(([name]) => name.toLowerCase() === 'content-encoding' || !isFraming(name));
  const dated = kept.map(([name, value]): readonly [string, string] =>
    name.toLowerCase() === 'date' ? [name, String(formatTime(turn.at, 'http-date'))] : [name, value],
  );
  const isBare = status === 204 || status === 304;
  return { status, headers: isBare ? dated : [...dated, ['Content-Length', String(body.length)]], body };
}
