/** WireMock stub mappings: one, a list of them, or `{ mappings }`. Only those that stand for one request can come in. */
import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { NetworkErrorKind } from '../../model/http.ts';
import type { Outcome } from '../../model/recording.ts';
import {
  bytesOf,
  failWith,
  FormatProblem,
  fromBase64,
  headersAt,
  objectAt,
  respond,
  scalarText,
  splitUrl,
  statusAt,
  type Exchange,
  type Format,
} from './format.ts';
import { encodeForm } from './encode-form.ts';
import { readEach } from './read-each.ts';

export const wiremock: Format = {
  id: 'wiremock',

  matches: (document) => mappingsOf(document)?.some(isMapping) === true,

  parse: (document) =>
    readEach(mappingsOf(document) ?? [], 'mappings', (item, place) => parseMapping(objectAt(item, place), place)),
};

function mappingsOf(document: Json): readonly Json[] | null {
  if (isArray(document)) return document;
  if (!isObject(document)) return null;
  const { mappings } = document;
  return isArray(mappings) ? mappings : isMapping(document) ? [document] : null;
}

function isMapping(item: Json): boolean {
  if (!isObject(item)) return false;
  const { request, response } = item;
  return (
    isObject(request) &&
    isObject(response) &&
    Object.keys(request).some((key) => /^url(?:Path)?(?:Pattern|Template)?$/.test(key))
  );
}

function parseMapping(mapping: JsonObject, place: string): Exchange {
  const request = objectAt(mapping['request'], `${place}.request`);
  const response = objectAt(mapping['response'], `${place}.response`);
  const { body, contentType } = requestBody(request['bodyPatterns'], `${place}.request.bodyPatterns`);
  const headers = Object.entries(isObject(request['headers']) ? request['headers'] : {}).flatMap(([name, pattern]) => {
    const value = isObject(pattern) ? pattern['equalTo'] : pattern;
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const typed = contentType === null || headers.some(([name]) => name.toLowerCase() === 'content-type');
  const file = response['bodyFileName'];
  return {
    request: {
      method: methodOf(request['method'], place),
      ...splitUrl(originOf(request, response) + targetOf(request, place), `${place}.request.url`),
      headers: typed ? headers : [...headers, ['Content-Type', contentType]],
      body,
    },
    outcome: outcomeOf(response, `${place}.response`),
    at: null,
    firstByteAfter: typeof response['fixedDelayMilliseconds'] === 'number' ? response['fixedDelayMilliseconds'] : null,
    lastByteAfter: null,
    incomplete: typeof file === 'string' ? `response body not kept: it is in the file ${file}` : null,
  };
}

function methodOf(value: Json | undefined, place: string): string {
  const method = (scalarText(value) || 'ANY').toUpperCase();
  if (method === 'ANY') throw new FormatProblem(`${place}: any method is meant, not one`);
  return method;
}

function originOf(request: JsonObject, response: JsonObject): string {
  if (typeof response['proxyBaseUrl'] === 'string')
    throw new FormatProblem('it passes requests on and holds no answer');
  const host = isObject(request['host']) ? scalarText(request['host']['equalTo']) : '';
  const port = typeof request['port'] === 'number' ? `:${request['port']}` : '';
  return `${scalarText(request['scheme']) || 'http'}://${host || 'wiremock.invalid'}${port}`;
}

/** `url` with its query, or `urlPath` with the parameters that must be equal. */
function targetOf(request: JsonObject, place: string): string {
  const url = request['url'] ?? request['urlPath'];
  if (typeof url !== 'string' || !url.startsWith('/'))
    throw new FormatProblem(`${place}: its URL is a pattern, not one request`);
  const pairs = Object.entries(isObject(request['queryParameters']) ? request['queryParameters'] : {}).flatMap(
    ([name, pattern]) => {
      const value = isObject(pattern) ? pattern['equalTo'] : pattern;
      if (typeof value !== 'string') throw new FormatProblem(`${place}: the parameter ${name} is a pattern`);
      return [[name, value] as const];
    },
  );
  return pairs.length === 0 ? url : `${url}?${encodeForm(pairs)}`;
}

function requestBody(
  patterns: Json | undefined,
  place: string,
): { readonly body: Uint8Array; readonly contentType: string | null } {
  if (!isArray(patterns) || patterns.length === 0) return { body: bytesOf(''), contentType: null };
  const [first] = patterns;
  const pattern = objectAt(first, `${place}[0]`);
  const json = pattern['equalToJson'];
  if (json !== undefined)
    return { body: bytesOf(typeof json === 'string' ? json : JSON.stringify(json)), contentType: 'application/json' };
  if (typeof pattern['binaryEqualTo'] === 'string')
    return { body: fromBase64(pattern['binaryEqualTo'], `${place}[0].binaryEqualTo`), contentType: null };
  const text = pattern['equalTo'] ?? pattern['equalToXml'];
  if (typeof text !== 'string') throw new FormatProblem(`${place}: the body is a pattern, not one request`);
  return { body: bytesOf(text), contentType: null };
}

const FAULTS: Readonly<Record<string, NetworkErrorKind>> = {
  CONNECTION_RESET_BY_PEER: 'reset',
  EMPTY_RESPONSE: 'empty',
  RANDOM_DATA_THEN_CLOSE: 'garbage',
  MALFORMED_RESPONSE_CHUNK: 'truncated',
};

function outcomeOf(response: JsonObject, place: string): Outcome {
  const { fault, body, jsonBody, base64Body } = response;
  if (typeof fault === 'string') return failWith(FAULTS[fault] ?? 'reset', `WireMock fault ${fault}`);
  const headers = headersAt(response['headers']);
  const bytes =
    typeof base64Body === 'string'
      ? fromBase64(base64Body, `${place}.base64Body`)
      : bytesOf(jsonBody === undefined ? scalarText(body) : JSON.stringify(jsonBody));
  return respond(
    response['status'] === undefined ? 200 : statusAt(response['status'], `${place}.status`),
    headers,
    bytes,
  );
}
