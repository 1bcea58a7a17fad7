/** go-vcr cassettes, file versions 1 and 2 (modules v1 to v4). */
import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import { cassetteBody } from './cassette.ts';
import {
  headersAt,
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

export const goVcr: Format = {
  id: 'go-vcr',

  matches: (document) => {
    if (!isObject(document) || !('interactions' in document)) return false;
    const list = document['interactions'];
    if (!isArray(list) || list.length === 0) return 'version' in document;
    const [first] = list;
    return isObject(first) && isObject(first['request']) && 'url' in first['request'];
  },

  parse: (document) => {
    const { interactions } = objectAt(document, 'the file');
    const list = isArray(interactions)
      ? interactions
      : listAt(interactions === null || interactions === '' ? [] : interactions, 'interactions');
    return readEach(list, 'interactions', (item, place) => parseInteraction(objectAt(item, place), place));
  },
};

function parseInteraction(item: JsonObject, place: string): Exchange {
  const request = objectAt(item['request'], `${place}.request`);
  const response = objectAt(item['response'], `${place}.response`);
  return {
    request: {
      method: (scalarText(request['method']) || 'GET').toUpperCase(),
      ...splitUrl(textAt(request['url'], `${place}.request.url`), `${place}.request.url`),
      headers: headersAt(request['headers']),
      body: requestBody(request, place),
    },
    outcome: respond(
      statusCode(response, place),
      headersAt(response['headers']),
      cassetteBody(response['body'], `${place}.response.body`),
    ),
    at: null,
    firstByteAfter: null,
    lastByteAfter: parseGoDuration(scalarText(response['duration'] ?? item['duration'])),
    incomplete: null,
  };
}

/** A form that Go parsed is kept under `form`, its text often as well. */
function requestBody(request: JsonObject, place: string): Uint8Array {
  const body = cassetteBody(request['body'], `${place}.request.body`);
  const { form } = request;
  if (body.length > 0 || !isObject(form) || scalarText(request['method']).toUpperCase() === 'GET') return body;
  const pairs = Object.entries(form).flatMap(([name, values]) =>
    (isArray(values) ? values : [values]).map((value: Json): [string, string] => [name, scalarText(value)]),
  );
  return pairs.length === 0 ? body : Buffer.from(new URLSearchParams(pairs).toString());
}

function statusCode(response: JsonObject, place: string): number {
  return statusAt(response['code'] ?? scalarText(response['status']).slice(0, 3), `${place}.response.code`);
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of `1m2.5s` or of plain nanoseconds; null where there is none. */
function parseGoDuration(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text) * 1e-6;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  return parts.length === 0
    ? null
    : parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNIT_MS[unit] ?? 0), 0);
}
