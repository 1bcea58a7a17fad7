/** nock definitions, as its recorder and `nock.back` write them. They have no times. */
import { headerValue, type HeaderList } from '../../model/http.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import {
  bytesOf,
  failWith,
  FormatProblem,
  headersAt,
  isHex,
  listAt,
  objectAt,
  respond,
  scalarText,
  splitUrl,
  statusAt,
  textAt,
  type Exchange,
  type Format,
} from './format.ts';
import { readEach } from './read-each.ts';

export const nock: Format = {
  id: 'nock',

  matches: (document) =>
    isArray(document) &&
    document.every((item) => isObject(item) && 'scope' in item && ('path' in item || 'method' in item)),

  parse: (document) =>
    readEach(listAt(document, 'the file'), '', (item, place) => parseDefinition(objectAt(item, place), place)),
};

function parseDefinition(definition: JsonObject, place: string): Exchange {
  const scope = textAt(definition['scope'], `${place}.scope`);
  const path = textAt(definition['path'], `${place}.path`);
  const { origin, target } = splitUrl(
    `${scope.replace(/\/+$/, '')}${path.startsWith('/') ? '' : '/'}${path}`,
    `${place}.scope`,
  );
  const requestHeaders = headersAt(definition['reqheaders']);
  return {
    request: {
      method: (scalarText(definition['method']) || 'GET').toUpperCase(),
      origin,
      target,
      headers: requestHeaders,
      body: requestBody(definition['body'], requestHeaders),
    },
    outcome: parseReply(definition, place),
    at: null,
    firstByteAfter: null,
    lastByteAfter: null,
    incomplete: null,
  };
}

function parseReply(definition: JsonObject, place: string): Exchange['outcome'] {
  const { status } = definition;
  if (status === 0 || status === '0') return failWith('empty', 'recorded with status 0');
  const headers = headersAt(definition['rawHeaders'] ?? definition['headers']);
  const body = replyBody(definition['response'], headers, definition['responseIsBinary'] === true, place);
  return respond(statusAt(status ?? 200, `${place}.status`), headers, body);
}

/** A content-encoded reply is a list of hex chunks; a binary one a hex text; JSON is kept parsed. */
function replyBody(response: Json | undefined, headers: HeaderList, isBinary: boolean, place: string): Uint8Array {
  if (
    isArray(response) &&
    response.length > 0 &&
    response.every(isHex) &&
    (isBinary || headerValue(headers, 'content-encoding') !== undefined)
  ) {
    return Buffer.concat(response.map((chunk) => bytesOf(chunk, 'hex')));
  }
  if (isBinary) {
    if (response === '' || response === undefined || response === null) return bytesOf('');
    if (!isHex(response)) throw new FormatProblem(`${place}.response is marked binary and is no hex`);
    return bytesOf(response, 'hex');
  }
  return plainBody(response, headers);
}

const BINARY_TYPE = /octet-stream|^image\/|^audio\/|^video\/|\/zip|\/gzip|\/pdf/;

function requestBody(body: Json | undefined, headers: HeaderList): Uint8Array {
  if (isHex(body) && BINARY_TYPE.test(headerValue(headers, 'content-type') ?? '')) return bytesOf(body, 'hex');
  return plainBody(body, headers);
}

const FORM = 'application/x-www-form-urlencoded';

function plainBody(body: Json | undefined, headers: HeaderList): Uint8Array {
  if (body === undefined || body === null || body === '') return bytesOf('');
  const type = headerValue(headers, 'content-type') ?? '';
  if (typeof body === 'string') return bytesOf(body);
  if (type.startsWith(FORM) && isObject(body)) {
    const pairs = Object.entries(body).map(([name, value]): [string, string] => [name, scalarText(value)]);
    return bytesOf(new URLSearchParams(pairs).toString());
  }
  return bytesOf(JSON.stringify(body));
}
