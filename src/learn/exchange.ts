/** One recorded call with its bodies decoded: what every learner looks at. */
import { decodeBody, mediaTypeOf } from '../model/body.ts';
import { decodePercent, headerValue, pathOf, queryOf, type HeaderList } from '../model/http.ts';
import { objectOf, type Json, type JsonObject } from '../model/json.ts';
import type { Interaction } from '../model/recording.ts';

export interface Exchange {
  readonly seq: number;
  readonly at: number;
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  /** Percent-decoded path segments. */
  readonly segments: readonly string[];
  /** Repeated parameters become arrays. */
  readonly query: JsonObject;
  readonly headers: HeaderList;
  readonly contentType: string | null;
  readonly form: boolean;
  /** Decoded JSON or form body; undefined where there is none or it is neither. */
  readonly body: Json | undefined;
  /** Set where a body was sent that is neither JSON nor a form. */
  readonly malformed: boolean;
  /** Null where no response came. */
  readonly status: number | null;
  readonly answerHeaders: HeaderList;
  readonly answer: Json | undefined;
  /** Text of the answer where it is text and no JSON. */
  readonly answerText: string | null;
  readonly latency: number | null;
  readonly answerBytes: Uint8Array;
}

const NOTHING = new Uint8Array(0);

export function exchangeOf(interaction: Interaction): Exchange {
  const { request, outcome, timing } = interaction;
  const decoded = decodeBody(request.headers, request.body);
  const response = outcome.kind === 'response' ? outcome.response : null;
  const answer =
    response === null || interaction.incomplete !== null ? null : decodeBody(response.headers, response.body);
  const type = headerValue(request.headers, 'content-type');
  const path = pathOf(request.target);
  return {
    seq: interaction.seq,
    at: timing.requestAt,
    method: request.method.toUpperCase(),
    origin: request.origin,
    path,
    segments: segmentsOf(path),
    query: queryObject(request.target),
    headers: request.headers,
    contentType: type === undefined ? null : mediaTypeOf(type),
    form: decoded.kind === 'form',
    body: decoded.kind === 'json' || decoded.kind === 'form' ? decoded.value : undefined,
    malformed: decoded.kind === 'text' || decoded.kind === 'binary' || decoded.kind === 'undecodable',
    status: response?.status ?? null,
    answerHeaders: response?.headers ?? [],
    answer: answer?.kind === 'json' ? answer.value : undefined,
    answerText: answer?.kind === 'text' ? answer.text : null,
    latency: timing.lastByteAfter ?? timing.firstByteAfter,
    answerBytes: response?.body ?? NOTHING,
  };
}

export function segmentsOf(path: string): readonly string[] {
  const trimmed = path.replace(/^\/+/, '');
  return trimmed === '' ? [] : trimmed.split('/').map(decodePercent);
}

function queryObject(target: string): JsonObject {
  const pairs = queryOf(target);
  if (pairs.length === 0) return {};
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const list = values.get(name);
    if (list === undefined) values.set(name, [value]);
    else list.push(value);
  }
  return objectOf([...values].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? '') : list]));
}

export function isSuccessStatus(status: number | null): boolean {
  return status !== null && status >= 200 && status < 400;
}
