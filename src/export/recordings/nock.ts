/** nock definitions, as its recorder writes them and `nock.define` reads them: one flat list, without times. */
import { headerValue, type HeaderList } from '../../model/http.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Interaction } from '../../model/recording.ts';
import { exactJson, isJsonType, mimeType, textOfBytes } from './message-body.ts';
import { Losses, type RecordingFormat } from './recording-format.ts';

export const nock: RecordingFormat = {
  write: (sessions) => {
    const losses = new Losses();
    const document = sessions.flatMap(({ interactions }) => interactions.flatMap((one) => definitionOf(one, losses)));
    losses.add('bounds of sessions (all are one list)', sessions.length > 1 ? sessions.length : 0);
    losses.add('times', document.length);
    return { document, interactions: document.length, lost: losses.all };
  },
};

function definitionOf({ request, outcome, incomplete }: Interaction, losses: Losses): readonly JsonObject[] {
  if (outcome.kind === 'error') {
    losses.add(`network errors (left out: ${outcome.error.kind})`);
    return [];
  }
  if (incomplete !== null) losses.add('marks of incomplete interactions');
  const { status, headers, body } = outcome.response;
  if (outcome.trailers.length > 0) losses.add('trailers', outcome.trailers.length);
  const port = new URL(request.origin).port;
  const definition: Record<string, Json> = {
    scope: port === '' ? `${request.origin}:${request.origin.startsWith('https:') ? 443 : 80}` : request.origin,
    method: request.method,
    path: request.target,
    body: requestBody(request.headers, request.body, losses),
    status,
    ...replyBody(headers, body),
    rawHeaders: headers.flat(),
  };
  if (request.headers.length > 0) definition['reqheaders'] = requestHeaders(request.headers, losses);
  return [definition];
}

/** Of headers sent twice the values become a list. */
function requestHeaders(headers: HeaderList, losses: Losses): JsonObject {
  const byName = new Map<string, string[]>();
  for (const [name, value] of headers) byName.set(name, [...(byName.get(name) ?? []), value]);
  if (byName.size < headers.length) losses.add('order of repeated request headers');
  return Object.fromEntries(
    [...byName].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

const BINARY_TYPE = /octet-stream|^image\/|^audio\/|^video\/|\/zip|\/gzip|\/pdf/;

function requestBody(headers: HeaderList, body: Uint8Array, losses: Losses): Json {
  const text = textOfBytes(body);
  if (text === null) {
    if (!BINARY_TYPE.test(mimeType(headers))) losses.add('binary request bodies without a binary type (kept as hex)');
    return Buffer.from(body).toString('hex');
  }
  return (isJsonType(headers) ? exactJson(text) : undefined) ?? text;
}

function replyBody(headers: HeaderList, body: Uint8Array): JsonObject {
  const hex = (): string => Buffer.from(body).toString('hex');
  if (body.length > 0 && headerValue(headers, 'content-encoding') !== undefined) return { response: [hex()] };
  const text = textOfBytes(body);
  if (text === null) return { response: hex(), responseIsBinary: true };
  const value = isJsonType(headers) ? exactJson(text) : undefined;
  // A JSON null or text would be taken for no body, or for bytes.
  return { response: typeof value === 'object' && value !== null ? value : text };
}
