/** What Ruby VCR, vcrpy and Betamax cassettes share: one exchange under `request` and `response`, bodies in several dresses. */
import { headerValue, withHeader, type HeaderList } from '../../model/http.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import {
  bytesOf,
  fromBase64,
  headersAt,
  objectAt,
  respond,
  scalarText,
  splitUrl,
  statusAt,
  textAt,
  timeOf,
  type Exchange,
} from './format.ts';
import { bytesOfBinary } from './yaml-document.ts';

export function parseCassetteExchange(item: Json, place: string): Exchange {
  const exchange = objectAt(item, place);
  const request = objectAt(exchange['request'], `${place}.request`);
  const response = objectAt(exchange['response'], `${place}.response`);
  const url = textAt(request['uri'] ?? request['url'], `${place}.request.uri`);
  return {
    request: {
      method: methodOf(request, place),
      ...splitUrl(url, `${place}.request.uri`),
      headers: withCredentialsOf(url, headersAt(request['headers'])),
      body: cassetteBody(request['body'], `${place}.request.body`),
    },
    outcome: respond(
      statusOf(response, `${place}.response`),
      headersAt(response['headers']),
      cassetteBody(response['body'] ?? response['content'], `${place}.response.body`),
    ),
    at: timeOf(exchange['recorded_at']),
    firstByteAfter: null,
    lastByteAfter: null,
    incomplete: null,
  };
}

/** A text, or `{ encoding, string }`, or `{ encoding, base64_string }`; YAML binaries are marked by the reader. */
export function cassetteBody(value: Json | undefined, place: string): Uint8Array {
  if (!isObject(value)) return bytesOfBinary(value) ?? bytesOf(scalarText(value));
  const encoded = value['base64_string'];
  if (typeof encoded === 'string' && encoded !== '') return fromBase64(encoded, `${place}.base64_string`);
  if (!('string' in value) && !('base64_string' in value))
    return bytesOf(Object.keys(value).length === 0 ? '' : JSON.stringify(value));
  const binary = bytesOfBinary(value['string']);
  if (binary !== null) return binary;
  const text = scalarText(value['string']);
  return LATIN1.test(scalarText(value['encoding'])) && isLatin1(text) ? bytesOf(text, 'latin1') : bytesOf(text);
}

const LATIN1 = /^(?:iso-8859-1|latin-?1|windows-1252)$/i;

function isLatin1(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return false;
  return true;
}

/** Ruby symbols keep their colon in old cassettes. */
function methodOf(request: JsonObject, place: string): string {
  return textAt(request['method'], `${place}.request.method`).replace(/^:/, '').toUpperCase();
}

function statusOf(response: JsonObject, place: string): number {
  const { status } = response;
  if (isObject(status)) return statusAt(status['code'], `${place}.status.code`);
  return statusAt(status ?? response['status_code'] ?? response['code'], `${place}.status`);
}

/** `https://user:password@host/` meant Basic credentials. */
function withCredentialsOf(url: string, headers: HeaderList): HeaderList {
  const parsed = new URL(url);
  if (parsed.username === '' || headerValue(headers, 'authorization') !== undefined) return headers;
  const pair = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
  return withHeader(headers, 'Authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
}
