/** A request as the world reads it: everything decoded at most once, and only if somebody asks. Never throws. */
import { decodeBody, type DecodedBody } from '../../model/body.ts';
import { decodePercent, headerValue, pathOf, queryOf, type HttpRequest } from '../../model/http.ts';
import { valueAt, type Json } from '../../model/json.ts';
import type { Slot } from '../../model/slot.ts';

type Pairs = readonly (readonly [string, string])[];

const EMPTY: readonly (readonly [string, string])[] = [];

export class RequestView {
  readonly raw: HttpRequest;
  readonly path: string;
  /** Path parameters by name, once an operation is found. */
  params: ReadonlyMap<string, string> = new Map();
  #query: Pairs | null = null;
  #decoded: DecodedBody | null = null;
  #body: Json | undefined;
  #bodyRead = false;

  constructor(raw: HttpRequest) {
    this.raw = raw;
    this.path = pathOf(raw.target);
  }

  segments(): readonly string[] {
    const parts = this.path.slice(this.path.startsWith('/') ? 1 : 0).split('/');
    return this.path.includes('%') ? parts.map(decodePercent) : parts;
  }

  query(): Pairs {
    return (this.#query ??= this.raw.target.includes('?') ? queryOf(this.raw.target) : EMPTY);
  }

  decoded(): DecodedBody {
    return (this.#decoded ??= decodeBody(this.raw.headers, this.raw.body));
  }

  /** The JSON or form value of the body; undefined where there is none. */
  body(): Json | undefined {
    if (!this.#bodyRead) {
      this.#bodyRead = true;
      const decoded = this.raw.body.length === 0 ? null : this.decoded();
      this.#body = decoded !== null && (decoded.kind === 'json' || decoded.kind === 'form') ? decoded.value : undefined;
    }
    return this.#body;
  }

  /** The same request with another body or query: requests under renamed fields. */
  rewrite(body: Json | undefined, query: Pairs): void {
    this.#bodyRead = true;
    this.#body = body;
    this.#query = query;
  }

  header(name: string): string | undefined {
    return headerValue(this.raw.headers, name);
  }

  /** What a slot carries: text from path, query and headers (a list where a query name repeats), any JSON from bodies. */
  value(slot: Slot): Json | undefined {
    switch (slot.in) {
      case 'path':
        return this.params.get(slot.name);
      case 'query':
        return this.#queryValue(slot.name);
      case 'header':
        return this.header(slot.name);
      case 'body':
        return valueAt(this.body(), slot.path);
    }
  }

  #queryValue(name: string): Json | undefined {
    let first: string | undefined;
    let all: string[] | null = null;
    for (const [key, value] of this.query()) {
      if (key !== name) continue;
      if (first === undefined) first = value;
      else (all ??= [first]).push(value);
    }
    return all ?? first;
  }
}
