/** A call that asked for references to be opened, read as if it had not: ids where records were, and the records beside. */
import { askedPaths, bareName, bodyWithout, rewriteAt, type ReferencePath } from '../../model/expansion.ts';
import type { HeaderList } from '../../model/http.ts';
import { isObject, objectOf, type Json, type JsonObject } from '../../model/json.ts';
import { ID_NAMES } from '../lexicon.ts';
import { idText } from '../records/matching.ts';
import type { Exchange } from './exchange.ts';

/** A record that an answer showed in place of its id. */
export interface OpenedRecord {
  readonly field: string;
  readonly id: string;
  readonly doc: JsonObject;
}

export interface Closed {
  readonly answer: Json | undefined;
  readonly opened: readonly OpenedRecord[];
}

/** Innermost references first, so that opened records hold ids themselves. */
export function closeReferences(
  answer: Json | undefined,
  paths: readonly ReferencePath[],
  isKnown: (field: string) => boolean,
): Closed {
  if (answer === undefined) return { answer, opened: [] };
  const opened: OpenedRecord[] = [];
  const prefixes = paths.flatMap((path) => path.map((_, index) => path.slice(0, index + 1)));
  let closed = answer;
  for (const path of prefixes.toSorted((left, right) => right.length - left.length)) {
    const field = path.at(-1) ?? '';
    if (!isKnown(field)) continue;
    closed = rewriteAt(closed, path, (value) => {
      const own = isObject(value) ? ownId(value) : null;
      if (own === null || !isObject(value)) return value;
      opened.push({ field, id: own.text, doc: value });
      return own.value;
    });
  }
  return { answer: closed, opened };
}

function ownId(doc: JsonObject): { readonly text: string; readonly value: Json } | null {
  for (const name of ID_NAMES) {
    const value = Object.hasOwn(doc, name) ? doc[name] : undefined;
    const text = value === undefined ? null : idText(value);
    if (value !== undefined && text !== null) return { text, value };
  }
  return null;
}

export class ClosedExchange implements Exchange {
  readonly query: JsonObject;
  readonly body: Json | undefined;
  readonly answer: Json | undefined;
  readonly opened: readonly OpenedRecord[];
  readonly #inner: Exchange;

  constructor(inner: Exchange, parameter: string, isKnown: (field: string) => boolean) {
    const asked = askedPaths(parameter, Object.entries(inner.query), inner.body);
    this.#inner = inner;
    this.query = objectOf(Object.entries(inner.query).filter(([name]) => bareName(name) !== parameter));
    this.body = bodyWithout(parameter, inner.body);
    const { answer, opened } = closeReferences(inner.answer, asked, isKnown);
    this.answer = answer;
    this.opened = inner instanceof ClosedExchange ? [...inner.opened, ...opened] : opened;
  }

  get seq(): number {
    return this.#inner.seq;
  }
  get at(): number {
    return this.#inner.at;
  }
  get method(): string {
    return this.#inner.method;
  }
  get origin(): string {
    return this.#inner.origin;
  }
  get path(): string {
    return this.#inner.path;
  }
  get segments(): readonly string[] {
    return this.#inner.segments;
  }
  get headers(): HeaderList {
    return this.#inner.headers;
  }
  get contentType(): string | null {
    return this.#inner.contentType;
  }
  get form(): boolean {
    return this.#inner.form;
  }
  get malformed(): boolean {
    return this.#inner.malformed;
  }
  get bigIntegers(): readonly string[] {
    return this.#inner.bigIntegers;
  }
  get status(): number | null {
    return this.#inner.status;
  }
  get answerHeaders(): HeaderList {
    return this.#inner.answerHeaders;
  }
  get answerText(): string | null {
    return this.#inner.answerText;
  }
  get latency(): number | null {
    return this.#inner.latency;
  }
  get answerBytes(): Uint8Array {
    return this.#inner.answerBytes;
  }
}
