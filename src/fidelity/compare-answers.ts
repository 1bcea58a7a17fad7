import { decodeBody } from '../model/body.ts';
import type { HttpResponse } from '../model/http.ts';
import { isArray, isObject, jsonEquals, valueAt, type Json, type JsonPath } from '../model/json.ts';
import type { Renames } from './renames.ts';

export interface FieldsCompared {
  readonly right: number;
  readonly all: number;
  /** Every field right, every list as long and in the same order. */
  readonly identical: boolean;
  /** Where fields were wrong, array indices generalised. */
  readonly wrong: readonly string[];
}

export interface CompareContext {
  readonly renames: Renames;
  /** Values the server chose earlier, and what the player chose in their place: it has to stay with them. */
  readonly chosen: Map<string, Set<string>>;
  /** Whether a text was known before this answer: in the state, in the request, or in earlier answers. */
  readonly isKnown: (text: string) => boolean;
  /** Records in the recorded answer: items of one list are matched by their id. */
  readonly views: readonly { readonly at: JsonPath; readonly idPath: JsonPath }[];
  /** Not judged: nobody could know them. */
  readonly unknowable: readonly JsonPath[];
}

/**
 * The recorded body's leaves against the player's, ids renamed. Times, tokens and ids that the server chose in this very
 * answer cannot be foretold: they count in the shape only. Items are matched by their id, so that one record
 * more or less in a list is one mistake; `identical` is about the whole body as it stands.
 */
export function compareAnswers(recorded: HttpResponse, own: HttpResponse, context: CompareContext): FieldsCompared {
  const walker = new Walker(context);
  const [left, right] = [bodyOf(recorded), bodyOf(own)];
  if (left !== undefined || right !== undefined) walker.walk(left, right, []);
  return { right: walker.right, all: walker.all, identical: walker.identical, wrong: [...walker.wrong] };
}

export function bodyOf({ headers, body }: HttpResponse): Json | undefined {
  const decoded = decodeBody(headers, body);
  if (decoded.kind === 'empty') return undefined;
  if (decoded.kind === 'json' || decoded.kind === 'form') return decoded.value;
  return decoded.kind === 'text' ? decoded.text : Buffer.from(body).toString('base64');
}

class Walker {
  right = 0;
  all = 0;
  identical = true;
  readonly wrong = new Set<string>();
  readonly #context: CompareContext;
  readonly #lists: ReadonlyMap<string, JsonPath>;
  readonly #unknowable: ReadonlySet<string>;

  constructor(context: CompareContext) {
    this.#context = context;
    this.#unknowable = new Set(context.unknowable.map((path) => path.join('\u0001')));
    this.#lists = new Map(
      context.views
        .filter(({ at }) => typeof at.at(-1) === 'number')
        .map(({ at, idPath }) => [at.slice(0, -1).join('\u0001'), idPath]),
    );
  }

  walk(recorded: Json | undefined, own: Json | undefined, path: JsonPath): void {
    if (this.#unknowable.has(path.join('\u0001'))) return;
    if (isArray(recorded) && recorded.length > 0 && (isArray(own) || own === undefined))
      return this.#walkArray(recorded, own ?? [], path);
    if (isObject(recorded) && Object.keys(recorded).length > 0 && (isObject(own) || own === undefined)) {
      for (const [key, value] of Object.entries(recorded)) {
        this.walk(value, own !== undefined && Object.hasOwn(own, key) ? own[key] : undefined, [...path, key]);
      }
      for (const key of Object.keys(own ?? {})) if (!Object.hasOwn(recorded, key)) this.#judge(false, [...path, key]);
      return;
    }
    const right = this.#same(recorded, own, path.at(-1));
    if (right !== null) this.#judge(right, path);
  }

  #walkArray(recorded: readonly Json[], own: readonly Json[], path: JsonPath): void {
    if (recorded.length !== own.length) this.identical = false;
    const idPath = this.#lists.get(path.join('\u0001'));
    for (const [index, item] of recorded.entries()) {
      const id = idPath === undefined ? undefined : valueAt(item, idPath);
      const at =
        id === undefined || idPath === undefined
          ? index
          : own.findIndex((other) => this.#same(id, valueAt(other, idPath)) === true);
      if (at !== index && !this.#unknowable.has([...path, index].join('\u0001'))) this.identical = false;
      this.walk(item, own[at], [...path, index]);
    }
  }

  /** Null: the server's own choice, not judged. */
  #same(recorded: Json | undefined, own: Json | undefined, key?: string | number): boolean | null {
    if (jsonEquals(recorded, own)) return true;
    const { renames, isKnown, chosen } = this.#context;
    if (typeof recorded === 'number' && typeof own === 'number') {
      if (renames.get(String(recorded)) === String(own)) return true;
      // An id inside the answer that no request named: of a part, not of the record.
      return typeof key === 'string' && ID_NAME.test(key) && recorded >= NEW_ID && !isKnown(String(recorded))
        ? null
        : false;
    }
    if (typeof recorded !== 'string' || typeof own !== 'string') return false;
    const renamed = renames.text(recorded);
    if (renamed === own || chosen.get(recorded)?.has(own) === true) return true;
    if (!isServerChosen(recorded, isKnown) || formOf(recorded) !== formOf(own)) return false;
    const stands = chosen.get(recorded);
    if (stands === undefined) chosen.set(recorded, new Set([own]));
    else stands.add(own);
    return null;
  }

  #judge(right: boolean, path: JsonPath): void {
    this.all += 1;
    if (right) this.right += 1;
    else {
      this.identical = false;
      this.wrong.add(path.map((step) => (typeof step === 'number' ? '*' : step)).join('.') || 'body');
    }
  }
}

const ID_NAME = /(?:^|_|[a-z])id$/i;
/** Smaller numbers could be anything. */
export const NEW_ID = 1000;

const TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?$/;
const URL_LIKE = /^(?:https?:\/\/|\/)\S+$/;

/** A new time, token or address: neither known before nor made of known parts. */
function isServerChosen(text: string, isKnown: (text: string) => boolean): boolean {
  if (isKnown(text)) return false;
  if (URL_LIKE.test(text)) return tokensOf(text).some((token) => isOpaque(token) && !isKnown(token));
  return TIME.test(text) || isOpaque(text);
}

export function isOpaque(text: string): boolean {
  return text.length >= 6 && /^[\w.+/=~:-]+$/.test(text) && /\d/.test(text) && !/^[a-z]+[-_ ]?\d{1,2}$/i.test(text);
}

/** What kind of text it is, coarsely: server-chosen values of one kind stand for each other. */
function formOf(text: string): string {
  if (TIME.test(text)) return 'time';
  if (URL_LIKE.test(text)) return 'address';
  return /^\d+$/.test(text) ? 'digits' : 'token';
}

export function tokensOf(text: string): readonly string[] {
  return text.split(/[^\w-]+/).filter((token) => token !== '');
}
