/** Hoverfly simulations of schema v3 to v5 (`data.pairs`), with exact matchers. */
import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import {
  bytesOf,
  FormatProblem,
  fromBase64,
  headersAt,
  listAt,
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

export const hoverfly: Format = {
  id: 'hoverfly',

  matches: (document) => isObject(document) && isObject(document['data']) && isArray(document['data']['pairs']),

  parse: (document) =>
    readEach(
      listAt(objectAt(objectAt(document, 'the file')['data'], 'data')['pairs'], 'data.pairs'),
      'data.pairs',
      (item, place) => parsePair(objectAt(item, place), place),
    ),
};

function parsePair(pair: JsonObject, place: string): Exchange {
  const request = objectAt(pair['request'], `${place}.request`);
  const response = objectAt(pair['response'], `${place}.response`);
  const part = (name: string, fallback: string): string => exactOf(request[name], `${place}: its ${name}`) ?? fallback;
  const query = queryOf(request['query'], place);
  const origin = `${part('scheme', 'http')}://${part('destination', 'hoverfly.invalid')}`;
  const text = scalarText(response['body']);
  const delay = response['fixedDelay'];
  return {
    request: {
      method: part('method', 'GET').toUpperCase(),
      ...splitUrl(`${origin}${part('path', '/')}${query === '' ? '' : `?${query}`}`, `${place}.request`),
      headers: Object.entries(isObject(request['headers']) ? request['headers'] : {}).flatMap(([name, given]) => {
        const value = exactOf(given, `${place}: the header ${name}`);
        return value === null ? [] : [[name, value] as const];
      }),
      body: bytesOf(part('body', '')),
    },
    outcome: respond(
      statusAt(response['status'], `${place}.response.status`),
      headersAt(response['headers']),
      response['encodedBody'] === true ? fromBase64(text, `${place}.response.body`) : bytesOf(text),
    ),
    at: null,
    firstByteAfter: typeof delay === 'number' && delay > 0 ? delay : null,
    lastByteAfter: null,
    incomplete:
      typeof response['bodyFile'] === 'string'
        ? `response body not kept: it is in the file ${response['bodyFile']}`
        : null,
  };
}

/** `[{ matcher: "exact", value }]`, v2's `{ exactMatch }`, or a plain text; null where nothing is said. */
function exactOf(given: Json | undefined, what: string): string | null {
  const [first] = isArray(given) ? given : [given];
  if (first === undefined || first === null) return null;
  if (!isObject(first)) return scalarText(first);
  const { exactMatch, matcher = 'exact', value } = first;
  if (exactMatch !== undefined) return scalarText(exactMatch);
  if (matcher === 'array' && isArray(value)) return value.map(scalarText).join(';');
  if (matcher !== 'exact' && matcher !== 'json' && matcher !== 'xml' && matcher !== 'form')
    throw new FormatProblem(`${what} is a pattern (${scalarText(matcher)}), not one request`);
  return typeof value === 'object' ? JSON.stringify(value) : scalarText(value);
}

function queryOf(query: Json | undefined, place: string): string {
  if (isArray(query) || typeof query === 'string') return exactOf(query, `${place}: its query`) ?? '';
  if (!isObject(query)) return '';
  if ('exactMatch' in query) return scalarText(query['exactMatch']);
  return encodeForm(
    Object.entries(query).flatMap(([name, given]) =>
      (exactOf(given, `${place}: the parameter ${name}`) ?? '').split(';').map((value) => [name, value] as const),
    ),
  );
}
