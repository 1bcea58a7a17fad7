/** HAR 1.2 as browsers and proxies write it, and as Polly.js does (raw encoded bodies as lists of hex or base64 chunks). */
import { headerValue, type HeaderList, type NetworkErrorKind } from '../../model/http.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Outcome } from '../../model/recording.ts';
import {
  bytesOf,
  failWith,
  fromBase64,
  isHex,
  listAt,
  objectAt,
  respond,
  scalarText,
  splitUrl,
  textAt,
  timeOf,
  type Exchange,
  type Format,
  type ParsedFile,
  type ParsedGroup,
} from './format.ts';
import { isPagePart } from './page-parts.ts';
import { readAll } from './read-each.ts';

export const har: Format = {
  id: 'har',

  matches: (document) =>
    isObject(document) && isObject(document['log']) && ('entries' in document['log'] || 'creator' in document['log']),

  parse: (document, wantsAll) => {
    const log = objectAt(objectAt(document, 'the file')['log'], 'log');
    const polly =
      scalarText(isObject(log['creator']) ? log['creator']['name'] : '').startsWith('Polly') || '_recordingName' in log;
    const foreign: { place: string; reason: string }[] = [];
    let pageParts = 0;
    const each = readAll(listAt(log['entries'], 'log.entries'), 'log.entries', (item, place) => {
      const entry = objectAt(item, place);
      const reason = reasonToLeave(entry);
      if (reason !== null) foreign.push({ place, reason });
      if (reason === null && !wantsAll && isPagePart(entry, log)) return void pageParts++;
      const page = typeof entry['pageref'] === 'string' ? entry['pageref'] : null;
      return reason === null ? { page, exchange: parseEntry(entry, place, polly) } : null;
    });
    const read = each.read.filter((one) => one !== null && one !== undefined);
    const left = [...each.left, ...foreign, ...(pageParts > 0 ? [leftParts(pageParts)] : [])];
    read.sort((a, b) => (a.exchange.at ?? 0) - (b.exchange.at ?? 0));
    return { groups: groupByPage(log, read), left } satisfies ParsedFile;
  },
};

function leftParts(count: number): { readonly place: string; readonly reason: string } {
  const what = `${count} ${count === 1 ? 'part' : 'parts'} of web pages (scripts, styles, pictures, fonts, preflights)`;
  return { place: 'log.entries', reason: `${what}, which are no calls of an API; --format har brings them in` };
}

function groupByPage(
  log: JsonObject,
  read: readonly { readonly page: string | null; readonly exchange: Exchange }[],
): readonly ParsedGroup[] {
  const pages = new Map<string | null, Exchange[]>();
  for (const { page, exchange } of read) {
    const found = pages.get(page);
    if (found === undefined) pages.set(page, [exchange]);
    else found.push(exchange);
  }
  if (pages.size > 1) return [...pages].map(([page, exchanges]) => ({ name: page ?? 'rest', exchanges }));
  const name = typeof log['_recordingName'] === 'string' ? log['_recordingName'] : null;
  return [{ name, exchanges: read.map(({ exchange }) => exchange) }];
}

function reasonToLeave(entry: JsonObject): string | null {
  const request = entry['request'];
  const url = isObject(request) && typeof request['url'] === 'string' ? request['url'] : '';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return `${scheme}: is not HTTP`;
  return null;
}

function parseEntry(entry: JsonObject, place: string, polly: boolean): Exchange {
  const request = objectAt(entry['request'], `${place}.request`);
  const { origin, target } = splitUrl(textAt(request['url'], `${place}.request.url`), `${place}.request.url`);
  const headers = namedPairs(request['headers']);
  const posted = parsePostData(request['postData'], headers, `${place}.request.postData`, polly);
  const answered = parseResponse(entry, place, polly);
  const problems = [posted.incomplete, answered.incomplete].filter((problem) => problem !== null);
  return {
    request: {
      method: textAt(request['method'], `${place}.request.method`).toUpperCase(),
      origin,
      target,
      headers,
      body: posted.body,
    },
    outcome: answered.outcome,
    at: timeOf(entry['startedDateTime']),
    ...parseTimings(entry),
    incomplete: problems.length === 0 ? null : problems.join('; '),
  };
}

/** HTTP/2 pseudo headers are no headers. */
function namedPairs(value: Json | undefined): HeaderList {
  if (!isArray(value)) return [];
  return value
    .filter(isObject)
    .map((pair) => [scalarText(pair['name']), scalarText(pair['value'])] as const)
    .filter(([name]) => name !== '' && !name.startsWith(':'));
}

interface ParsedBody {
  readonly body: Uint8Array;
  readonly incomplete: string | null;
}

function parsePostData(value: Json | undefined, headers: HeaderList, place: string, polly: boolean): ParsedBody {
  if (!isObject(value)) return { body: bytesOf(''), incomplete: null };
  const text = value['text'];
  if (text !== undefined && text !== null && text !== '') {
    if (polly && value['_isBinary'] === true && isHex(text)) return { body: bytesOf(text, 'hex'), incomplete: null };
    const encoding = value['encoding'] ?? value['_encoding'];
    if (encoding === 'base64') return { body: fromBase64(scalarText(text), `${place}.text`), incomplete: null };
    return { body: bytesOf(scalarText(text)), incomplete: null };
  }
  const params = namedPairs(value['params']);
  if (params.length === 0) return { body: bytesOf(''), incomplete: null };
  const type = scalarText(value['mimeType']) || (headerValue(headers, 'content-type') ?? '');
  if (type.startsWith('multipart/'))
    return { body: bytesOf(''), incomplete: 'request body: the HAR kept the multipart fields, not the bytes' };
  const form = params.map(([name, field]) => `${formText(name)}=${formText(field)}`).join('&');
  return { body: bytesOf(form), incomplete: null };
}

/** Browsers keep params as they were sent, percent-encoded; others decode them. */
function formText(text: string): string {
  return /^[\w.~*+-]*(?:%[0-9a-f]{2}[\w.~*+-]*)+$/i.test(text) ? text : encodeURIComponent(text).replaceAll('%20', '+');
}

interface Answered {
  readonly outcome: Outcome;
  readonly incomplete: string | null;
}

function parseResponse(entry: JsonObject, place: string, polly: boolean): Answered {
  const response = objectAt(entry['response'], `${place}.response`);
  const status = Number(response['status'] ?? 0);
  if (!Number.isInteger(status) || status < 100 || status > 599)
    return { outcome: networkError(entry, response), incomplete: null };
  const headers = namedPairs(response['headers']);
  const content = isObject(response['content']) ? response['content'] : {};
  const { body, incomplete } = parseContent(content, `${place}.response.content`, polly);
  return { outcome: respond(status, headers, body), incomplete };
}

function parseContent(content: JsonObject, place: string, polly: boolean): ParsedBody {
  const { text } = content;
  if (text === undefined || text === null || text === '') {
    const size = Number(content['size'] ?? 0);
    return {
      body: bytesOf(''),
      incomplete: size > 0 && text !== '' ? `response body: ${size} bytes that the HAR does not hold` : null,
    };
  }
  const given = scalarText(text);
  const chunks = polly ? encodedChunks(given) : null;
  if (chunks !== null) return { body: Buffer.concat(chunks), incomplete: null };
  if (content['encoding'] === 'base64') return { body: fromBase64(given, `${place}.text`), incomplete: null };
  if (polly && (content['_isBinary'] === true || content['encoding'] === 'hex') && isHex(given))
    return { body: bytesOf(given, 'hex'), incomplete: null };
  return { body: bytesOf(given), incomplete: null };
}

/** Polly keeps a content-encoded body as the JSON text of a list of chunks: hex in older versions, base64 in newer. */
function encodedChunks(text: string): readonly Uint8Array[] | null {
  if (!/^\[\s*"[A-Za-z0-9+/=]+"/.test(text)) return null;
  try {
    const list = JSON.parse(text) as Json;
    if (!isArray(list) || list.length === 0) return null;
    if (list.every(isHex)) return list.map((chunk) => bytesOf(chunk, 'hex'));
    return list.every((chunk) => typeof chunk === 'string') ? list.map((chunk) => fromBase64(chunk, 'chunk')) : null;
  } catch {
    return null;
  }
}

const ERROR_WORDS: readonly (readonly [RegExp, NetworkErrorKind])[] = [
  [/TIMED?_?OUT|timeout/i, 'timeout'],
  [/REFUSED/i, 'refused'],
  [/RESET|CONNECTION_CLOSED/i, 'reset'],
  [/NAME_NOT_RESOLVED|ENOTFOUND|DNS/i, 'dns'],
  [/SSL|CERT|TLS/i, 'tls'],
  [/EMPTY_RESPONSE/i, 'empty'],
];

function networkError(entry: JsonObject, response: JsonObject): Outcome {
  const message = scalarText(response['_error'] ?? entry['_error'] ?? response['statusText']) || 'no response';
  const kind = ERROR_WORDS.find(([words]) => words.test(message))?.[1] ?? 'aborted';
  return failWith(kind, message);
}

const BEFORE_FIRST_BYTE = ['blocked', 'dns', 'connect', 'send', 'wait'] as const;

function parseTimings(entry: JsonObject): Pick<Exchange, 'firstByteAfter' | 'lastByteAfter'> {
  const timings = isObject(entry['timings']) ? entry['timings'] : {};
  const part = (name: string): number => {
    const value = timings[name];
    return typeof value === 'number' && value > 0 ? value : 0;
  };
  const known = typeof timings['wait'] === 'number';
  const firstByteAfter = known ? BEFORE_FIRST_BYTE.reduce((sum, name) => sum + part(name), 0) : null;
  const total = typeof entry['time'] === 'number' && entry['time'] >= 0 ? entry['time'] : null;
  const lastByteAfter = firstByteAfter === null ? total : Math.max(firstByteAfter + part('receive'), total ?? 0);
  return { firstByteAfter, lastByteAfter };
}
