/** HAR 1.2: a page for each session. Content-encoded answers are stored decoded, as the format wants them. */
import { queryOf, type HeaderList, type NetworkErrorKind } from '../../model/http.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Interaction, Session } from '../../model/recording.ts';
import { mimeType, plainBytes, textOfBytes } from './message-body.ts';
import { Losses, type RecordingFormat } from './recording-format.ts';

export const har: RecordingFormat = {
  write: (sessions) => {
    const losses = new Losses();
    const entries = sessions.flatMap((session) => session.interactions.map((one) => entryOf(session, one, losses)));
    losses.add('labels, uses and workflow names of sessions', sessions.filter(isDescribed).length);
    return {
      document: {
        log: { version: '1.2', creator: { name: 'offscript', version: '1' }, pages: sessions.map(pageOf), entries },
      },
      interactions: entries.length,
      lost: losses.all,
    };
  },
};

function isDescribed({ label, workflow, use }: Session): boolean {
  return label !== null || workflow !== null || use !== 'yes';
}

function pageOf({ id, startedAt, task }: Session): JsonObject {
  return {
    id,
    startedDateTime: new Date(startedAt).toISOString(),
    title: task ?? id,
    pageTimings: { onContentLoad: -1, onLoad: -1 },
  };
}

function entryOf({ id }: Session, { request, outcome, timing, incomplete }: Interaction, losses: Losses): JsonObject {
  const { firstByteAfter, lastByteAfter, chunks } = timing;
  if (chunks !== null) losses.add('times of the chunks of streams');
  if (outcome.kind === 'response') losses.add('trailers', outcome.trailers.length);
  const wait = firstByteAfter ?? lastByteAfter ?? 0;
  const total = lastByteAfter ?? wait;
  return {
    pageref: id,
    startedDateTime: new Date(timing.requestAt).toISOString(),
    time: total,
    request: {
      method: request.method,
      url: `${request.origin}${request.target}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(request.headers),
      queryString: pairs(queryOf(request.target)),
      ...(request.body.length === 0 ? {} : { postData: postData(request.headers, request.body, losses) }),
      headersSize: -1,
      bodySize: request.body.length,
    },
    response: responseOf(outcome, losses),
    cache: {},
    timings: { send: 0, wait, receive: Math.max(0, total - wait) },
    ...(incomplete === null ? {} : { comment: incomplete }),
  };
}

function postData(headers: HeaderList, body: Uint8Array, losses: Losses): JsonObject {
  const text = textOfBytes(body);
  if (text !== null) return { mimeType: mimeType(headers), text };
  losses.add('binary request bodies (kept as base64 with "_encoding", which is no part of HAR)');
  return { mimeType: mimeType(headers), text: Buffer.from(body).toString('base64'), _encoding: 'base64' };
}

function responseOf(outcome: Interaction['outcome'], losses: Losses): JsonObject {
  const none = { httpVersion: 'HTTP/1.1', cookies: [], redirectURL: '', headersSize: -1 };
  if (outcome.kind === 'error') {
    const { kind } = outcome.error;
    if (kind === 'garbage' || kind === 'truncated') losses.add('what kind of broken answer it was');
    const content = { size: 0, mimeType: 'x-unknown' };
    return { ...none, status: 0, statusText: '', headers: [], content, bodySize: -1, _error: ERRORS[kind] };
  }
  const { status, headers, body } = outcome.response;
  const { bytes, wasCoded } = plainBytes(headers, body);
  if (wasCoded) losses.add('compressed bytes of answers (stored decoded)');
  const text = textOfBytes(bytes);
  const content: Json = {
    size: bytes.length,
    mimeType: mimeType(headers),
    ...(bytes.length === 0
      ? {}
      : text === null
        ? { text: Buffer.from(bytes).toString('base64'), encoding: 'base64' }
        : { text }),
  };
  return { ...none, status, statusText: '', headers: pairs(headers), content, bodySize: body.length };
}

function pairs(list: HeaderList): readonly JsonObject[] {
  return list.map(([name, value]) => ({ name, value }));
}

/** As browsers name them. */
const ERRORS: Readonly<Record<NetworkErrorKind, string>> = {
  timeout: 'net::ERR_TIMED_OUT',
  reset: 'net::ERR_CONNECTION_RESET',
  refused: 'net::ERR_CONNECTION_REFUSED',
  dns: 'net::ERR_NAME_NOT_RESOLVED',
  tls: 'net::ERR_SSL_PROTOCOL_ERROR',
  aborted: 'net::ERR_ABORTED',
  empty: 'net::ERR_EMPTY_RESPONSE',
  garbage: 'net::ERR_INVALID_HTTP_RESPONSE',
  truncated: 'net::ERR_CONTENT_LENGTH_MISMATCH',
};
