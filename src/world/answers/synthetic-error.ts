/**
 * An error body that was never recorded, made after one that was: the same envelope, with the words and numbers of
 * another status, and without what belonged to the recorded case.
 */
import type { Turn } from '../compiled.ts';
import { isArray, isObject, objectOf, type Json } from '../../model/json.ts';
import { errorExamples } from './error-examples.ts';

const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition failed',
  413: 'Payload too large',
  415: 'Unsupported media type',
  422: 'Unprocessable entity',
  428: 'Precondition required',
  429: 'Too many requests',
  500: 'Internal server error',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
};

const CASE_KEYS =
  /^(errors|fields|details|params?|parameter|source|field|invalid_?params|violations|reason|retry_after|status_?before|allowed|current.*)$/i;
const CODE_KEYS = /^(code|error|type|slug|error_?code|name|key|kind|reason)$/i;
const TEXT_KEYS =
  /^(message|detail|title|description|error_?description|error_?message|msg|status_?text|text|reason)$/i;
const STATUS_KEYS = /^(status|status_?code|code|http_?status)$/i;

export function syntheticError(turn: Turn, status: number, message: string | null): string {
  const phrase = message ?? PHRASES[status] ?? 'Error';
  const { example, usual } = errorExamples(turn, status);
  if (example === null) return JSON.stringify({ error: slug(PHRASES[status] ?? 'error', 'a_b'), message: phrase });
  const body = reworded(example.body, example.status, status, phrase, '') ?? {};
  const told = isObject(body) && !example.isOwn ? kept(body, usual) : body;
  return JSON.stringify(message === null ? told : withMessage(told, message));
}

/** What has to be said is said, also where the API's own errors are codes only. */
function withMessage(body: Json, message: string): Json {
  const isSaid = JSON.stringify(body).includes(JSON.stringify(message).slice(1, -1));
  if (isSaid) return body;
  return isObject(body) ? { ...body, message } : { message };
}

/** Without what only some errors of the API carry: it belonged to their case. */
function kept(value: Json, usual: ReadonlySet<string>, path = ''): Json {
  if (isArray(value)) return value.map((item) => kept(item, usual, `${path}[]`));
  if (!isObject(value)) return value;
  const some = Object.entries(value).flatMap(([key, item]): [string, Json][] =>
    usual.has(`${path}.${key}`) ? [[key, kept(item, usual, `${path}.${key}`)]] : [],
  );
  return some.length === 0 ? value : objectOf(some);
}

function reworded(value: Json, from: number, to: number, phrase: string, key: string): Json | undefined {
  if (isArray(value)) {
    if (
      /^(errors|details|fields)$/i.test(key) &&
      !value.some(
        (item) =>
          typeof item === 'string' || (isObject(item) && Object.keys(item).some((name) => TEXT_KEYS.test(name))),
      )
    )
      return undefined;
    const [first] = value;
    return first === undefined
      ? []
      : [reworded(first, from, to, phrase, TEXT_KEYS.test(key) ? key : 'message') ?? phrase];
  }
  if (isObject(value)) {
    const names = Object.keys(value);
    if (CASE_KEYS.test(key) && !names.some((name) => TEXT_KEYS.test(name) || CODE_KEYS.test(name))) return undefined;
    const entries = names.flatMap((name): [string, Json][] => {
      const item = value[name] ?? null;
      if (
        CASE_KEYS.test(name) &&
        (item === null || typeof item !== 'object') &&
        !TEXT_KEYS.test(name) &&
        !CODE_KEYS.test(name)
      )
        return [];
      const next = reworded(item, from, to, phrase, name);
      return next === undefined ? [] : [[name, next]];
    });
    return objectOf(entries);
  }
  if (typeof value === 'number') return value === from && STATUS_KEYS.test(key) ? to : value;
  if (typeof value !== 'string') return value;
  if (value === String(from)) return String(to);
  if (from === to && CODE_KEYS.test(key)) return value;
  if (CODE_KEYS.test(key) && isWord(value)) return slug(PHRASES[to] ?? 'error', value);
  if (TEXT_KEYS.test(key) || CODE_KEYS.test(key) || key === 'errors')
    return isWord(value) ? slug(phrase, value) : phrase;
  return value;
}

function isWord(text: string): boolean {
  return (
    /^[A-Za-z0-9_.:-]+$/.test(text) &&
    (/[_.:-]/.test(text) || /^[A-Z]?[a-z]+([A-Z][a-z]+)+$/.test(text) || /^([A-Z]+|[a-z]+)$/.test(text))
  );
}

/** A phrase as a code, spelled the way another code of the API is. */
function slug(phrase: string, like: string): string {
  const words = phrase.toLowerCase().match(/[a-z0-9]+/g) ?? ['error'];
  if (/^[A-Z0-9_]+$/.test(like)) return words.join('_').toUpperCase();
  if (like.includes('-')) return words.join('-');
  if (/^[A-Z][a-z]/.test(like)) return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  if (/[a-z][A-Z]/.test(like))
    return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  return words.join('_');
}
