/** Postman collections (v2.0, v2.1): the responses saved with their requests; variables filled in where the file knows them. */
import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import {
  bytesOf,
  FormatProblem,
  objectAt,
  oneGroup,
  respond,
  scalarText,
  splitUrl,
  statusAt,
  type Exchange,
  type Format,
  type ParsedFile,
} from './format.ts';
import { encodeForm } from './encode-form.ts';
import { readAll } from './read-each.ts';

const MOST_NESTING = 50;

export const postman: Format = {
  id: 'postman',

  matches: (document) =>
    isObject(document) &&
    isObject(document['info']) &&
    isArray(document['item']) &&
    ('_postman_id' in document['info'] || scalarText(document['info']['schema']).includes('getpostman.com')),

  parse: (document) => {
    const collection = objectAt(document, 'the file');
    const known = new Map<string, string>();
    for (const variable of isArray(collection['variable']) ? collection['variable'] : [])
      if (isObject(variable)) known.set(scalarText(variable['key'] ?? variable['id']), scalarText(variable['value']));
    return byFolder(collection['item'], (saved, place) => parseSaved(objectAt(saved, place), known, place));
  },
};

/** What stands in one folder of the collection belongs together, and makes a session; a collection without folders is one. */
function byFolder(items: Json | undefined, read: (saved: Json, place: string) => Exchange): ParsedFile {
  const folders = new Map<string, Json[]>();
  for (const item of isArray(items) ? items : []) {
    const name = isObject(item) && isArray(item['item']) ? scalarText(item['name']) || 'folder' : OUTSIDE;
    folders.set(name, [...(folders.get(name) ?? []), item]);
  }
  const saved = [...folders].flatMap(([folder, inside]) => savedIn(inside, 0).map((one) => ({ folder, one })));
  const groups = new Map<string, Exchange[]>();
  const { left } = readAll(
    saved.map(({ one }) => one),
    'response',
    (one, place) => {
      const { folder = OUTSIDE } = saved[Number(/\d+/.exec(place)?.[0])] ?? {};
      const exchange = read(one, place);
      groups.set(folder, [...(groups.get(folder) ?? []), exchange]);
      return exchange;
    },
  );
  if (groups.size <= 1) return { ...oneGroup([...groups.values()].flat()), left };
  return { groups: [...groups].map(([name, exchanges]) => ({ name, exchanges })), left };
}

/** Requests beside the folders. */
const OUTSIDE = 'others';

/** All saved responses, folders walked in order; each has its request, or its item's. */
function savedIn(items: Json | undefined, depth: number): readonly Json[] {
  if (!isArray(items) || depth > MOST_NESTING) return [];
  return items.flatMap((item) => {
    if (!isObject(item)) return [];
    const saved = isArray(item['response']) ? item['response'] : [];
    return [
      ...saved.map((one) =>
        isObject(one) ? { ...one, originalRequest: one['originalRequest'] ?? item['request'] ?? null } : one,
      ),
      ...savedIn(item['item'], depth + 1),
    ];
  });
}

function parseSaved(saved: JsonObject, known: ReadonlyMap<string, string>, place: string): Exchange {
  const given = saved['originalRequest'];
  const request = typeof given === 'string' ? { url: given } : objectAt(given, `${place}.originalRequest`);
  const filled = (text: string): string =>
    text.replace(/\{\{([^{}]{1,100})\}\}/g, (all, name: string) => known.get(name.trim()) ?? all);
  const headers = pairsOf(request['header']).map(([name, value]) => [name, filled(value)] as const);
  const { body, contentType } = bodyOf(request['body'], filled);
  const typed = contentType === null || headers.some(([name]) => name.toLowerCase() === 'content-type');
  const time = saved['responseTime'];
  return {
    request: {
      method: (scalarText(request['method']) || 'GET').toUpperCase(),
      ...splitUrl(absolute(filled(urlOf(request['url'])), place), `${place}.originalRequest.url`),
      headers: typed ? headers : [...headers, ['Content-Type', contentType]],
      body: bytesOf(body),
    },
    outcome: respond(
      statusAt(saved['code'], `${place}.code`),
      pairsOf(saved['header']),
      bytesOf(scalarText(saved['body'])),
    ),
    at: null,
    firstByteAfter: typeof time === 'number' ? time : null,
    lastByteAfter: typeof time === 'number' ? time : null,
    incomplete: null,
  };
}

function absolute(url: string, place: string): string {
  if (url.startsWith('{{'))
    throw new FormatProblem(
      `${place}: the variable ${/^\{\{[^{}]*\}\}/.exec(url)?.[0] ?? ''} of its URL is not in the file`,
    );
  return /^[a-z][a-z\d+.-]*:\/\//i.test(url) ? url : `http://${url}`;
}

/** `:id` stands for a path variable. */
function urlOf(url: Json | undefined): string {
  if (!isObject(url)) return scalarText(url);
  const variables = new Map(
    (isArray(url['variable']) ? url['variable'] : [])
      .filter(isObject)
      .map((one) => [scalarText(one['key'] ?? one['id']), scalarText(one['value'])]),
  );
  return rawOf(url).replace(/\/:([\w-]+)/g, (all, name: string) => {
    const value = variables.get(name);
    return value === undefined || value === '' ? all : `/${encodeURIComponent(value)}`;
  });
}

function rawOf(url: JsonObject): string {
  if (typeof url['raw'] === 'string') return url['raw'];
  const joined = (value: Json | undefined, by: string): string =>
    isArray(value)
      ? value.map((part) => scalarText(isObject(part) ? part['value'] : part)).join(by)
      : scalarText(value);
  const query = pairsOf(url['query']);
  const port = scalarText(url['port']);
  return `${scalarText(url['protocol']) || 'http'}://${joined(url['host'], '.')}${port === '' ? '' : `:${port}`}/${joined(url['path'], '/')}${query.length === 0 ? '' : `?${encodeForm(query)}`}`;
}

function bodyOf(
  body: Json | undefined,
  filled: (text: string) => string,
): { readonly body: string; readonly contentType: string | null } {
  if (!isObject(body)) return { body: '', contentType: null };
  switch (body['mode']) {
    case 'raw': {
      const language =
        isObject(body['options']) && isObject(body['options']['raw']) ? body['options']['raw']['language'] : null;
      return { body: filled(scalarText(body['raw'])), contentType: language === 'json' ? 'application/json' : null };
    }
    case 'urlencoded':
      return {
        body: encodeForm(pairsOf(body['urlencoded']).map(([name, value]) => [name, filled(value)])),
        contentType: 'application/x-www-form-urlencoded',
      };
    case 'graphql': {
      const graphql = isObject(body['graphql']) ? body['graphql'] : {};
      return { body: JSON.stringify(graphql), contentType: 'application/json' };
    }
    default:
      return { body: '', contentType: null };
  }
}

/** `[{ key, value, disabled? }]`, or the text of a header block. */
function pairsOf(value: Json | undefined): readonly (readonly [string, string])[] {
  if (typeof value === 'string')
    return value
      .split(/\r?\n/)
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]);
  if (!isArray(value)) return [];
  return value
    .filter(isObject)
    .filter((pair) => pair['disabled'] !== true)
    .map((pair) => [scalarText(pair['key']), scalarText(pair['value'])]);
}
