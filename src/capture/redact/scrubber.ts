/** The rules at work on one project's traffic: what they share, and how they call each other. */
import { Edits } from './edits.ts';
import { scrubJson } from './json-rules.ts';
import { isJwt, standInForJwt } from './jwt.ts';
import { KeyClasses, type KeyClass } from './key-class.ts';
import { KnownValues, type KnownValue } from './known-values.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { RedactionRules } from './rules.ts';
import type { Scrub, TextHints } from './scrub.ts';
import { editByShape, editUrls } from './text-rules.ts';
import { traitsOf } from './traits.ts';

export class Scrubber implements Scrub {
  readonly pseudonyms: Pseudonyms;
  readonly #rules: RedactionRules;
  readonly #allowed: ReadonlySet<string>;
  readonly #classes: KeyClasses;
  readonly #known = new KnownValues();
  #fresh: KnownValue[] = [];
  #mode: 'full' | 'late' = 'full';
  #countedAgain = 0;
  #depth = 0;

  constructor(pseudonyms: Pseudonyms, rules: RedactionRules) {
    this.pseudonyms = pseudonyms;
    this.#rules = rules;
    this.#allowed = new Set(rules.allow);
    this.#classes = new KeyClasses(rules.keys);
  }

  get mode(): 'full' | 'late' {
    return this.#mode;
  }

  get mayNest(): boolean {
    return this.#depth <= MAX_NESTING;
  }

  /** Values replaced so far. */
  get count(): number {
    return this.pseudonyms.uses + this.#known.uses + this.#countedAgain;
  }

  /** For a result that was remembered. */
  countAgain(count: number): void {
    this.#countedAgain += count;
  }

  /** Grows with every value that is recognised. */
  get known(): number {
    return this.#known.version;
  }

  /** Runs `work` so that only values known already are replaced. */
  late<T>(work: () => T): T {
    this.#mode = 'late';
    try {
      return work();
    } finally {
      this.#mode = 'full';
    }
  }

  /** Values recognised since the last call. */
  takeFresh(): readonly KnownValue[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  /** A value recognised by an earlier run. */
  restore(value: KnownValue): void {
    this.#known.learn(value);
  }

  classOf(key: string): KeyClass {
    return this.#classes.of(key);
  }

  isAllowed(text: string): boolean {
    return this.#allowed.size > 0 && this.#allowed.has(text);
  }

  secret(raw: string): string {
    if (isJwt(raw)) return standInForJwt(raw, this);
    const standIn = this.pseudonyms.token(raw);
    if (isTelling(raw)) this.learn('token', raw, standIn);
    return standIn;
  }

  learn(kind: 'token' | 'name', raw: string, standIn: string): void {
    const value = { kind, raw, standIn };
    if (this.#known.learn(value)) this.#fresh.push(value);
  }

  editText(text: string, edits: Edits, hints: TextHints = {}): void {
    const traits = traitsOf(text);
    if (this.#mode === 'full') {
      editByShape(text, traits, edits, this, hints);
      for (const pattern of this.#rules.patterns) this.#editPattern(pattern, text, edits);
    }
    if (this.#known.isEmpty) return;
    if (this.#mode === 'late' && this.mayNest && text.includes('://') && text.includes('%'))
      editUrls(text, edits, this);
    this.#known.edit(text, traits.run, edits);
  }

  text(text: string, hints: TextHints = {}): string {
    if (text.length < 3) return text;
    const edits = new Edits(text);
    this.#nested(() => this.editText(text, edits, hints));
    return edits.apply();
  }

  json(text: string, rootKey: string): string | null {
    return this.#nested(() => scrubJson(text, rootKey, this));
  }

  /** JSON holds texts that hold URLs that hold JSON: as deep as a sender likes, so this ends it. */
  #nested<T>(work: () => T): T {
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }

  #editPattern(pattern: RegExp, text: string, edits: Edits): void {
    for (const found of text.matchAll(pattern)) {
      const [whole] = found;
      if (whole !== '' && !this.isAllowed(whole))
        edits.add(found.index, found.index + whole.length, this.secret(whole));
    }
  }
}

const MAX_NESTING = 24;

/** Long and mixed enough not to be a word that others use as well. */
function isTelling(raw: string): boolean {
  return (
    raw.length >= 8 &&
    !/\s/.test(raw) &&
    (/\d/.test(raw) || /[^A-Za-z]/.test(raw) || /[a-z][A-Z]/.test(raw) || raw.length >= 16)
  );
}
