/**
 * Values once recognised as secret or personal, replaced wherever they recur: a token in a later URL, a customer's
 * name in a comment. Whole values only: a token between other characters, a name between other words.
 */
import type { Edits } from './edits.ts';
import { isLetter, lettersOf, matchName, nameEntryOf, sizeAt, type NameEntry } from './match-name.ts';

/** A recognised value and its stand-in; `name` is matched word by word, without case, with any of the usual joints. */
export interface KnownValue {
  readonly kind: 'token' | 'name';
  readonly raw: string;
  readonly standIn: string;
}

const MIN_ANCHOR = 6;
/** Beyond this the oldest are forgotten: memory stays flat over millions of interactions. */
const MAX_TOKENS = 200_000;
const MAX_NAMES = 50_000;

export class KnownValues {
  /** By the longest run of letters and digits, so that a text is searched by its own runs. */
  readonly #tokens = new Map<string, TokenEntry[]>();
  readonly #names = new Map<string, NameEntry[]>();
  readonly #raws = new Set<string>();
  readonly #singles = new Map<string, string>();
  /** Which pairs of letters any name begins with: most words of a text begin with none of them. */
  readonly #starts = new Uint8Array(128 * 128);
  #tokenCount = 0;
  #nameCount = 0;
  #uses = 0;
  #version = 0;

  /** Grows with every value learned. */
  get version(): number {
    return this.#version;
  }

  get isEmpty(): boolean {
    return this.#raws.size === 0;
  }

  /** Replacements made so far. */
  get uses(): number {
    return this.#uses;
  }

  /** True where it is new. */
  learn(value: KnownValue): boolean {
    if (value.raw === value.standIn || this.#raws.has(value.raw)) return false;
    const added = value.kind === 'token' ? this.#learnToken(value) : this.#learnName(value);
    if (!added) return false;
    this.#raws.add(value.raw);
    this.#version++;
    return true;
  }

  /** `run`: the most letters and digits in a row. */
  edit(text: string, run: number, edits: Edits): void {
    if (this.#tokenCount > 0 && run >= MIN_ANCHOR) this.#editTokens(text, edits);
    if (this.#nameCount > 0 || this.#singles.size > 0) this.#editNames(text, edits);
  }

  #learnToken({ raw, standIn }: KnownValue): boolean {
    const anchor = anchorOf(raw);
    if (anchor === null) return false;
    if (++this.#tokenCount > MAX_TOKENS) this.#forgetOldest(this.#tokens);
    append(this.#tokens, anchor, { raw, standIn, offset: raw.indexOf(anchor) });
    return true;
  }

  #learnName({ raw, standIn }: KnownValue): boolean {
    const [first] = lettersOf(raw);
    if (first === undefined) return false;
    this.#starts[startOf(first, 0)] = 1;
    if (!/\s/.test(raw)) {
      this.#singles.set(raw, standIn);
      return true;
    }
    if (++this.#nameCount > MAX_NAMES) this.#forgetOldest(this.#names);
    append(this.#names, first, nameEntryOf(raw, standIn));
    return true;
  }

  #forgetOldest(map: Map<string, { readonly raw: string }[]>): void {
    const [oldest] = map;
    if (oldest === undefined) return;
    map.delete(oldest[0]);
    for (const { raw } of oldest[1]) this.#raws.delete(raw);
  }

  #editTokens(text: string, edits: Edits): void {
    RUN.lastIndex = 0;
    for (let found = RUN.exec(text); found !== null; found = RUN.exec(text)) {
      const entries = this.#tokens.get(found[0]);
      if (entries === undefined) continue;
      for (const { raw, standIn, offset } of entries) {
        const start = found.index - offset;
        if (start >= 0 && text.startsWith(raw, start) && isWhole(text, start, start + raw.length))
          this.#add(edits, start, start + raw.length, standIn);
      }
    }
  }

  #editNames(text: string, edits: Edits): void {
    for (let at = 0; at < text.length;) {
      if (!isLetter(text, at)) {
        at++;
        continue;
      }
      const start = at;
      while (at < text.length && isLetter(text, at)) at += text.charCodeAt(at) < 128 ? 1 : sizeAt(text, at);
      if (this.#starts[startOf(text, start)] === 0) continue;
      const word = text.slice(start, at);
      if (!this.#editName(text, start, this.#names.get(word.toLowerCase()) ?? [], edits))
        this.#editSingle(text, word, start, edits);
    }
  }

  #editName(text: string, index: number, entries: readonly NameEntry[], edits: Edits): boolean {
    for (const entry of entries) {
      const matched = matchName(text, index, entry);
      if (matched !== null) return this.#add(edits, index, matched.end, matched.text);
    }
    return false;
  }

  /** One word of a name counts in prose only, written as a name: elsewhere it may be an enum or a slug. */
  #editSingle(text: string, word: string, index: number, edits: Edits): void {
    const standIn = this.#singles.get(word);
    if (standIn !== undefined && /\S\s+\S/.test(text)) this.#add(edits, index, index + word.length, standIn);
  }

  #add(edits: Edits, start: number, end: number, standIn: string): boolean {
    const added = edits.add(start, end, standIn);
    if (added) this.#uses++;
    return added;
  }
}

interface TokenEntry {
  readonly raw: string;
  readonly standIn: string;
  /** Where the anchor lies in `raw`. */
  readonly offset: number;
}

const RUN = /[A-Za-z0-9]{6,}/g;

/** The first two letters as one number; letters beyond ASCII all as one. */
function startOf(text: string, at: number): number {
  return lowered(text.charCodeAt(at)) * 128 + lowered(text.charCodeAt(at + 1));
}

function lowered(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  // The end of the text, and what is no letter, end a word alike.
  return code >= 97 && code <= 122 ? code : code >= 128 ? 127 : 0;
}

/** Null where the value has no run long enough to be told from a word. */
function anchorOf(raw: string): string | null {
  let longest = '';
  for (const run of raw.match(RUN) ?? []) if (run.length > longest.length) longest = run;
  return longest.length >= MIN_ANCHOR ? longest : null;
}

function isWhole(text: string, start: number, end: number): boolean {
  return !isWordCharacter(text.charCodeAt(start - 1)) && !isWordCharacter(text.charCodeAt(end));
}

function isWordCharacter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
