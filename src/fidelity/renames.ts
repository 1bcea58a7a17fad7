/**
 * The bijection of a teacher-forced replay: which value of the player stands for which recorded one. Requests are the
 * recorded ones, with ids, tokens and cursors that the server chose replaced by those the player chose.
 */
import { decodeBody } from '../model/body.ts';
import { decodePercent, type HttpRequest } from '../model/http.ts';
import { mapLeaves, type Json } from '../model/json.ts';

export class Renames {
  readonly #to = new Map<string, string>();
  readonly #own = new Set<string>();

  add(recorded: string | number, own: string | number): void {
    this.#own.add(String(own));
    if (String(recorded) !== String(own)) this.#to.set(String(recorded), String(own));
  }

  get(recorded: string): string | undefined {
    return this.#to.get(recorded);
  }

  /** A value of the player's own. */
  isOwn(value: string): boolean {
    return this.#own.has(value);
  }

  request(request: HttpRequest): HttpRequest {
    if (this.#to.size === 0) return request;
    return {
      ...request,
      target: this.#target(request.target),
      headers: request.headers.map(([name, value]) => [name, this.text(value)] as const),
      body: this.#body(request),
    };
  }

  /** Whole tokens of a text: `Bearer abc`, `/tickets/7`, `a=1; sid=abc`. Short numbers stay, they could be anything. */
  text(text: string): string {
    const whole = this.#to.get(text);
    if (whole !== undefined) return whole;
    let changed = text;
    for (const [recorded, own] of this.#to) {
      if (recorded.length < 4 || !changed.includes(recorded)) continue;
      changed = changed.replace(new RegExp(`(?<![\\w-])${escaped(recorded)}(?![\\w-])`, 'g'), () => own);
    }
    return changed;
  }

  leaf(value: null | boolean | number | string, key: string | number | undefined): Json {
    if (typeof value === 'string') return this.#mayBeId(value, key) ? this.text(value) : value;
    if (typeof value !== 'number' || !this.#mayBeId(String(value), key)) return value;
    const own = this.#to.get(String(value));
    return own === undefined ? value : /^-?\d+$/.test(own) ? Number(own) : own;
  }

  #mayBeId(text: string, key: string | number | undefined): boolean {
    return (
      text.length >= 4 ||
      (typeof key === 'string' && /(?:^|_|[a-z])(?:ids?|number|key|slug)$/i.test(key)) ||
      typeof key === 'number'
    );
  }

  #target(target: string): string {
    const [path = '', ...query] = target.split('?');
    const segments = path.split('/').map((segment) => {
      const own = this.#to.get(decodePercent(segment));
      return own === undefined ? this.#suffixed(segment) : encodeURIComponent(own);
    });
    const renamed = segments.join('/');
    if (query.length === 0) return renamed;
    const pairs = query
      .join('?')
      .split('&')
      .map((pair) => {
        const at = pair.indexOf('=');
        if (at < 0) return pair;
        const value = decodePercent(pair.slice(at + 1));
        const own = value
          .split(',')
          .map((part) => (this.#mayBeId(part, pair.slice(0, at)) ? this.text(part) : part))
          .join(',');
        return own === value ? pair : `${pair.slice(0, at)}=${encodeURIComponent(own)}`;
      });
    return `${renamed}?${pairs.join('&')}`;
  }

  /** `7.json` */
  #suffixed(segment: string): string {
    const dot = segment.lastIndexOf('.');
    const own = dot < 1 ? undefined : this.#to.get(decodePercent(segment.slice(0, dot)));
    return own === undefined ? segment : `${encodeURIComponent(own)}${segment.slice(dot)}`;
  }

  #body({ headers, body }: HttpRequest): Uint8Array {
    if (body.length === 0) return body;
    const decoded = decodeBody(headers, body);
    if (decoded.kind === 'json') {
      const renamed = mapLeaves(decoded.value, (leaf, path) => this.leaf(leaf, path.at(-1)));
      return JSON.stringify(renamed) === JSON.stringify(decoded.value) ? body : Buffer.from(JSON.stringify(renamed));
    }
    if (decoded.kind !== 'form') return body;
    const text = Buffer.from(body).toString('utf8');
    const renamed = this.text(text);
    return renamed === text ? body : Buffer.from(renamed);
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
