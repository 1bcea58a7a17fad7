/** What the name of a key, field, header or parameter says about its value. */
import {
  ABOUT,
  BANK_WORDS,
  HELD,
  NAMES_ABROAD,
  NAME_OF,
  NAME_WORDS,
  NATIONAL,
  NATIONAL_ID_OF,
  NATIONAL_NUMBER_OF,
  PAGING,
  PERSON_WORDS,
  PHONE_LAST,
  SECRET_CODE_OF,
  SECRET_FORMS,
  SECRET_KEY_OF,
  SECRET_LAST,
  SECRET_WORDS,
} from './key-words.ts';

export type KeyClass =
  | 'secret'
  /** A secret where the value looks like one: `session`, `signature`, `pin`, `pass`. */
  | 'maybe-secret'
  /** `Scheme credentials`, as in the header Authorization. */
  | 'credentials'
  | 'phone'
  | 'card'
  | 'national-id'
  /** Always a person's: `first_name`, `cardholder_name`. */
  | 'person-name'
  /** A person's where the record is one: `name`, `display_name`. */
  | 'any-name'
  /** A person or an id: `author`, `assignee`. */
  | 'person'
  | 'id'
  | 'other';

const MAX_REMEMBERED = 10_000;

/** Classes of names, remembered: recorded traffic repeats its keys. */
export class KeyClasses {
  readonly #known = new Map<string, KeyClass>();
  readonly #own: readonly RegExp[];

  constructor(ownSecretKeys: readonly string[]) {
    this.#own = ownSecretKeys.map(globToRegExp);
  }

  of(name: string): KeyClass {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const found = this.#own.some((pattern) => pattern.test(name)) ? 'secret' : classify(wordsOf(name));
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear();
    this.#known.set(name, found);
    return found;
  }
}

const wordsOfNames = new Map<string, readonly string[]>();

/** `accessToken`, `X-Access-Token`, `user[access_token]` => access, token */
export function wordsOf(name: string): readonly string[] {
  const known = wordsOfNames.get(name);
  if (known !== undefined) return known;
  const found = splitName(name);
  if (wordsOfNames.size >= MAX_REMEMBERED) wordsOfNames.clear();
  wordsOfNames.set(name, found);
  return found;
}

function splitName(name: string): readonly string[] {
  return (
    name
      .slice(0, 200)
      // `prénom` and `contraseña` as they are written without marks.
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFC')
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z\d\u0080-\uffff]+/)
      .filter((word) => word !== '')
  );
}

function classify(parts: readonly string[]): KeyClass {
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2) ?? '';
  if (last === 'authorization' || last === 'authentication' || (last === 'auth' && parts.length <= 2))
    return 'credentials';
  if (isSecret(parts, last, before)) return 'secret';
  // `password_encryption` may be the name of a method.
  if (parts.some((part) => SECRET_WORDS.has(part)) && !ABOUT.has(last)) return 'maybe-secret';
  if (
    last === 'signature' ||
    last === 'sig' ||
    last === 'session' ||
    last === 'pin' ||
    last === 'pass' ||
    last === 'hmac' ||
    (last === 'code' && parts.length === 1) ||
    (last === 'key' && parts.length === 1)
  )
    return 'maybe-secret';
  if (last === 'id' && before === 'session') return 'maybe-secret';
  if (isPhone(parts, last, before)) return 'phone';
  if (isCard(parts, last, before)) return 'card';
  if (isNationalId(parts, last, before)) return 'national-id';
  if (last === 'id' || last === 'ids' || last === 'uuid' || last === 'guid') return 'id';
  if (NAME_WORDS.has(last)) return 'person-name';
  if (NAMES_ABROAD.has(last)) return 'any-name';
  if (last === 'name' || last === 'names')
    return parts.length === 1 || before === 'display'
      ? 'any-name'
      : NAME_OF.has(before)
        ? 'person-name'
        : before === 'user'
          ? 'any-name'
          : 'other';
  if (last === 'displayname' || (last === 'title' && before === 'person')) return 'any-name';
  if (last === 'agent' && before === 'user') return 'other';
  if (PERSON_WORDS.has(last) && !last.endsWith('s')) return 'person';
  if (last === 'holder' && HELD.has(before)) return 'person';
  return last === 'by' && parts.length > 1 ? 'person' : 'other';
}

function isSecret(parts: readonly string[], last: string, before: string): boolean {
  if (ABOUT.has(last)) return false;
  if (before === 'seed' && (last === 'phrase' || last === 'words')) return true;
  if ((before === 'recovery' || before === 'secret') && last === 'phrase') return true;
  // `mot_de_passe`
  if (last === 'passe' && parts.includes('mot')) return true;
  if (SECRET_WORDS.has(last) || (SECRET_FORMS.has(last) && parts.some((part) => SECRET_WORDS.has(part)))) return true;
  if (last === 'token' || last === 'tokens')
    return last === 'token' ? !PAGING.has(before) : before === 'access' || before === 'refresh' || before === 'auth';
  if (SECRET_LAST.has(last)) return true;
  if (before === 'token' && (last === 'value' || last === 'key' || last === 'hash' || last === 'string')) return true;
  if (last === 'key') return SECRET_KEY_OF.has(before) && !parts.includes('public');
  return (last === 'code' || last === 'codes' || last === 'phrase') && SECRET_CODE_OF.has(before);
}

function isPhone(parts: readonly string[], last: string, before: string): boolean {
  if (PHONE_LAST.has(last)) return true;
  if (last === 'to' && (before === 'sms' || before === 'call')) return true;
  const isNumber = last === 'number' || last === 'numbers' || last === 'no' || last === 'num' || last === 'nr';
  if (isNumber && (PHONE_LAST.has(before) || before === 'contact')) return true;
  return (
    parts.length > 1 &&
    PHONE_LAST.has(before) &&
    /^\d$|^(?:primary|secondary|home|work|mobile|office|e164|formatted|raw|national|international)$/.test(last)
  );
}

function isCard(parts: readonly string[], last: string, before: string): boolean {
  if (parts.includes('id') || parts.includes('identity')) return false;
  if (last === 'pan' || last === 'cardnumber' || last === 'ccnumber' || last === 'creditcard') return true;
  return (
    ((last === 'number' || last === 'no' || last === 'num') &&
      (before === 'card' || before === 'cc' || before === 'credit')) ||
    (last === 'card' && (before === 'credit' || before === 'debit'))
  );
}

function isNationalId(parts: readonly string[], last: string, before: string): boolean {
  if (NATIONAL.has(last)) return true;
  if (last === 'fiscale' || (last === 'fiscal' && before === 'codigo')) return before.startsWith('codic');
  if (BANK_WORDS.has(`${before} ${last}`)) return true;
  if (last === 'id' || last === 'number' || last === 'no' || last === 'nr' || last === 'num')
    return (
      NATIONAL.has(before) ||
      NATIONAL_ID_OF.has(before) ||
      (last !== 'id' && NATIONAL_NUMBER_OF.has(before)) ||
      (before === 'insurance' && (parts.includes('national') || parts.includes('social'))) ||
      (before === 'card' && (parts.includes('id') || parts.includes('identity'))) ||
      (before === 'id' && parts.includes('national'))
    );
  return last === 'cnpj' && parts.includes('cpf');
}

/** `x-acme-*` as a whole-name pattern without case. */
function globToRegExp(glob: string): RegExp {
  const source = glob
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'i');
}
