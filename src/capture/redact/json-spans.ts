/** JSON read with the place of every value in its text, so that one string can be replaced and the rest stays byte for byte. */

export type JsonNode =
  | { readonly kind: 'string'; readonly start: number; readonly end: number; readonly value: string }
  | { readonly kind: 'number'; readonly start: number; readonly end: number }
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'literal' };

export interface JsonMember {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: JsonNode;
}

const MAX_DEPTH = 256;

/** Null where the text is no JSON or too deep to walk. */
export function parseSpans(text: string): JsonNode | null {
  const reader = new SpanReader(text);
  try {
    return reader.whole();
  } catch (error) {
    if (error instanceof NotJson) return null;
    throw error;
  }
}

class NotJson extends Error {
  override readonly name = 'NotJson';
}

const LITERAL: JsonNode = { kind: 'literal' };
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class SpanReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): JsonNode {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1;
    const node = this.#value();
    this.#skipBlanks();
    if (this.#at !== this.#text.length) throw new NotJson();
    return node;
  }

  #value(): JsonNode {
    this.#skipBlanks();
    switch (this.#text.charCodeAt(this.#at)) {
      case 0x22: {
        const start = this.#at;
        const value = this.#string();
        return { kind: 'string', start, end: this.#at, value };
      }
      case 0x7b:
        return this.#nested(() => this.#object());
      case 0x5b:
        return this.#nested(() => this.#array());
      case 0x74:
        return this.#literal('true');
      case 0x66:
        return this.#literal('false');
      case 0x6e:
        return this.#literal('null');
      default:
        return this.#number();
    }
  }

  #nested(read: () => JsonNode): JsonNode {
    if (++this.#depth > MAX_DEPTH) throw new NotJson();
    const node = read();
    this.#depth--;
    return node;
  }

  #object(): JsonNode {
    const members: JsonMember[] = [];
    this.#at++;
    if (this.#take(0x7d)) return { kind: 'object', members };
    do {
      this.#skipBlanks();
      if (this.#text.charCodeAt(this.#at) !== 0x22) throw new NotJson();
      const keyStart = this.#at;
      const key = this.#string();
      const keyEnd = this.#at;
      if (!this.#take(0x3a)) throw new NotJson();
      members.push({ key, keyStart, keyEnd, value: this.#value() });
    } while (this.#take(0x2c));
    if (!this.#take(0x7d)) throw new NotJson();
    return { kind: 'object', members };
  }

  #array(): JsonNode {
    const items: JsonNode[] = [];
    this.#at++;
    if (this.#take(0x5d)) return { kind: 'array', items };
    do items.push(this.#value());
    while (this.#take(0x2c));
    if (!this.#take(0x5d)) throw new NotJson();
    return { kind: 'array', items };
  }

  #string(): string {
    const start = this.#at;
    let end = this.#text.indexOf('"', start + 1);
    let escaped = false;
    while (end >= 0 && this.#isEscaped(end)) {
      escaped = true;
      end = this.#text.indexOf('"', end + 1);
    }
    if (end < 0) throw new NotJson();
    this.#at = end + 1;
    const inner = this.#text.slice(start + 1, end);
    if (!escaped && !inner.includes('\\')) return inner;
    try {
      return JSON.parse(this.#text.slice(start, end + 1)) as string;
    } catch {
      throw new NotJson();
    }
  }

  #isEscaped(at: number): boolean {
    let slashes = 0;
    while (this.#text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
    return slashes % 2 === 1;
  }

  #literal(word: string): JsonNode {
    if (!this.#text.startsWith(word, this.#at)) throw new NotJson();
    this.#at += word.length;
    return LITERAL;
  }

  #number(): JsonNode {
    NUMBER.lastIndex = this.#at;
    const found = NUMBER.exec(this.#text);
    if (found === null) throw new NotJson();
    const start = this.#at;
    this.#at += found[0].length;
    return { kind: 'number', start, end: this.#at };
  }

  #take(code: number): boolean {
    this.#skipBlanks();
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }

  #skipBlanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }
}
