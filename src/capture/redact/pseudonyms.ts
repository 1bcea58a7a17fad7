/**
 * Stand-ins made from a value and the project key alone: the same value gets the same stand-in in every recording of
 * the project, of the same format, and nobody without the key can tell what it stands for.
 */
import { createHmac } from 'node:crypto';
import { ibanDigits, luhnDigit } from './check-digits.ts';
import { FAMILY_NAMES, GIVEN_NAMES } from './name-lists.ts';

const MAX_REMEMBERED = 20_000;

export class Pseudonyms {
  readonly #key: Uint8Array;
  readonly #made = new Map<string, string>();
  readonly #onNew: ((standIn: string) => void) | null;
  #uses = 0;

  /** `onNew` is told every stand-in that is made, so that a later search can tell them from what they stand for. */
  constructor(key: Uint8Array, onNew: ((standIn: string) => void) | null = null) {
    this.#key = key;
    this.#onNew = onNew;
  }

  /** A stand-in that was put together elsewhere. */
  made(standIn: string): string {
    this.#onNew?.(standIn);
    return standIn;
  }

  /** Whether the value is a stand-in already. Never asked while redacting: what is new cannot be one. */
  isOwn(_value: string): boolean {
    return false;
  }

  /** Stand-ins given out so far. */
  get uses(): number {
    return this.#uses;
  }

  /**
   * Letters for letters, digits for digits, everything else where it was; known prefixes, UUID and hex forms kept.
   * @example sk_live_4eC39Hq... -> sk_live_9aT07Zm...
   */
  token(value: string): string {
    this.#uses++;
    return this.#once('token', value, () => disguise(value, this.#stream('token', value)));
  }

  /**
   * Word by word, so that parts of a name and the whole agree.
   * @example Jane Doe -> Marit Stapleford
   */
  name(value: string, part: 'given' | 'family' | 'full' = 'full'): string {
    this.#uses++;
    return mapWords(value, (word, place) => this.#nameWord(word, part === 'full' ? place : part));
  }

  /** @example jane.doe@acme.com -> marit.stapleford412@thornbury-oakhurst.example */
  email(value: string): string {
    this.#uses++;
    const [, local = '', domain = ''] = /^(.*)@(.*)$/s.exec(value.toLowerCase()) ?? [];
    return this.#once('email', `${local}@${domain}`, () => `${this.#localPart(local, domain)}@${this.domain(domain)}`);
  }

  domain(value: string): string {
    const domain = value.toLowerCase();
    return this.#once('domain', domain, () => {
      const next = this.#stream('domain', domain);
      return `${plain(pick(FAMILY_NAMES, next))}-${plain(pick(FAMILY_NAMES, next))}.example`;
    });
  }

  /** The last ten digits change; punctuation, country code and length stay. */
  phone(value: string): string {
    this.#uses++;
    const digits = value.replace(/\D/g, '');
    const line = digits.slice(-10);
    const fresh = this.#once('phone', line, () => {
      const next = this.#stream('phone', line);
      return line.replace(/\d/g, (digit, at: number) =>
        digit === '0' && at === 0 ? '0' : String(at === 0 || at === 3 ? 2 + (next() % 8) : next() % 10),
      );
    });
    return withDigits(value, digits.slice(0, digits.length - line.length) + fresh);
  }

  /** Same brand (first two digits), same length, a valid Luhn digit. */
  card(value: string): string {
    this.#uses++;
    const digits = value.replace(/\D/g, '');
    const fresh = this.#once('card', digits, () => {
      const next = this.#stream('card', digits);
      const body = digits.slice(0, -1).replace(/\d/g, (digit, at: number) => (at < 2 ? digit : String(next() % 10)));
      const made = body + luhnDigit(body);
      return made === digits ? this.#otherCard(body) : made;
    });
    return withDigits(value, fresh);
  }

  /** Same country and length, valid check digits. */
  iban(value: string): string {
    this.#uses++;
    const compact = value.replace(/[\s-]/g, '').toUpperCase();
    const fresh = this.#once('iban', compact, () => {
      const account = disguise(compact.slice(4), this.#stream('iban', compact));
      const country = compact.slice(0, 2);
      return country + ibanDigits(country, account) + account;
    });
    let at = 0;
    return value.replace(/[A-Za-z0-9]/g, (char) => (char > 'Z' ? fresh[at++]?.toLowerCase() : fresh[at++]) ?? '');
  }

  #otherCard(body: string): string {
    const last = Number(body.at(-1));
    const other = `${body.slice(0, -1)}${(last + 1) % 10}`;
    return other + luhnDigit(other);
  }

  #nameWord(word: string, part: 'given' | 'family'): string {
    const lower = word.toLowerCase();
    const made = this.#once(part, lower, () =>
      pick(part === 'given' ? GIVEN_NAMES : FAMILY_NAMES, this.#stream(part, lower)),
    );
    if (word.length <= 2 && /^\p{L}\.?$/u.test(word)) return sameCase(word, made[0] ?? '') + word.slice(1);
    return sameCase(word, made);
  }

  /** Two words read as given and family name, so that an address and a name tell the same person. */
  #localPart(local: string, domain: string): string {
    const plus = local.indexOf('+');
    if (plus > 0)
      return `${this.#localPart(local.slice(0, plus), domain)}+${disguise(local.slice(plus + 1), this.#stream('tag', local))}`;
    if (ROLES.has(local)) return local;
    const next = this.#stream('email', `${local}@${domain}`);
    const number = 100 + (next() % 900);
    const words = /^(\p{L}{2,})([._-])(\p{L}{2,})$/u.exec(local);
    if (words !== null)
      return `${plain(this.#nameWord(words[1] ?? '', 'given'))}${words[2]}${plain(this.#nameWord(words[3] ?? '', 'family'))}${number}`;
    const given = plain(pick(GIVEN_NAMES, next));
    return /^\p{L}+$/u.test(local)
      ? `${given}${number}${next() % 10}`
      : `${given}.${plain(pick(FAMILY_NAMES, next))}${number}`;
  }

  #once(kind: string, value: string, make: () => string): string {
    const id = `${kind} ${value}`;
    const known = this.#made.get(id);
    if (known !== undefined) return known;
    const made = make();
    if (this.#made.size >= MAX_REMEMBERED) this.#made.clear();
    this.#made.set(id, made);
    this.#onNew?.(made);
    return made;
  }

  /** Numbers of 0..65535 without end, from HMAC-SHA256 in counter mode. */
  #stream(kind: string, value: string): () => number {
    let block = this.#digest(kind, value, 0);
    let at = 0;
    let count = 0;
    return () => {
      if (at >= block.length) {
        block = this.#digest(kind, value, ++count);
        at = 0;
      }
      const number = block.readUInt16BE(at);
      at += 2;
      return number;
    };
  }

  #digest(kind: string, value: string, count: number): Buffer {
    return createHmac('sha256', this.#key).update(`${kind}\0${count}\0${value}`).digest();
  }
}

/** Addresses of desks, not of people. */
const ROLES = new Set(
  'abuse accounts admin administrator alerts billing careers contact enquiries feedback finance hello help helpdesk hostmaster hr info inquiries it jobs legal mail mailer-daemon marketing news newsletter no-reply noreply notifications notify office operations ops orders partners payments postmaster press privacy root sales security service shop support system team tech test webmaster'.split(
    ' ',
  ),
);

const PARTICLES = new Set(
  'van von der den de da di du del dos das do la le el al bin ibn af av zu zur ten ter y e'.split(' '),
);
const TITLES = new Set('mr mrs ms mx miss dr prof professor sir madam jr sr ii iii iv phd md esq'.split(' '));

/** Each word of a name by its place: the last of several is a family name; titles and particles stay. */
export function mapWords(value: string, map: (word: string, part: 'given' | 'family') => string): string {
  const words = value.split(/(\s+|,\s*)/);
  const isOwn = (word: string): boolean =>
    /\p{L}/u.test(word) && !PARTICLES.has(word) && !TITLES.has(word.toLowerCase().replace(/\.$/, ''));
  const own = words.flatMap((word, at) => (isOwn(word) ? [at] : []));
  const reversed = words.some((word) => word.startsWith(','));
  const family = own.length < 2 ? -1 : reversed ? own[0] : own.at(-1);
  return words.map((word, at) => (isOwn(word) ? map(word, at === family ? 'family' : 'given') : word)).join('');
}

function sameCase(like: string, word: string): string {
  if (like.length > 1 && like === like.toUpperCase() && like !== like.toLowerCase()) return word.toUpperCase();
  return like === like.toLowerCase() && like !== like.toUpperCase() ? word.toLowerCase() : word;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, '');
}

function pick(list: readonly string[], next: () => number): string {
  return list[next() % list.length] ?? '';
}

function withDigits(value: string, digits: string): string {
  let at = 0;
  return value.replace(/\d/g, () => digits[at++] ?? '0');
}

const PREFIX =
  /^(?:sk_live_|sk_test_|rk_live_|rk_test_|pk_live_|pk_test_|whsec_|sk-ant-|sk-proj-|sk-|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|xapp-|AKIA|ASIA|AIza|ya29\.|npm_|pypi-|SG\.|shp(?:at|ss|ca|pa)_|dop_v1_|hf_|lin_api_|sq0[a-z]{3}-|key-)/;
const HEX = /^(?:[0-9a-f]{8,}|[0-9A-F]{8,})$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function disguise(value: string, next: () => number): string {
  if (UUID.test(value))
    return value.replace(/[0-9a-f]/gi, (digit, at: number) => (at === 14 || at === 19 ? digit : hexLike(value, next)));
  if (HEX.test(value) && /[a-f]/i.test(value)) return value.replace(/[0-9a-f]/gi, () => hexLike(value, next));
  const kept = PREFIX.exec(value)?.[0].length ?? 0;
  // Escapes stay whole: their letters are no letters.
  return (
    value.slice(0, kept) +
    value
      .slice(kept)
      .replace(/%[0-9A-Fa-f]{2}|[A-Za-z0-9]|\p{L}/gu, (char, at: number) =>
        char.length > 1 && char.startsWith('%') ? char : charLike(char, next, at + kept === 0),
      )
  );
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';

function charLike(char: string, next: () => number, first: boolean): string {
  if (char >= '0' && char <= '9') return first && char !== '0' ? String(1 + (next() % 9)) : String(next() % 10);
  const letter = LOWER[next() % 26] ?? 'x';
  return char === char.toUpperCase() ? letter.toUpperCase() : letter;
}

function hexLike(value: string, next: () => number): string {
  const digit = (next() % 16).toString(16);
  return /[A-F]/.test(value) && !/[a-f]/.test(value) ? digit.toUpperCase() : digit;
}
