/** JSON bodies: values by the names of their keys, names by the record they stand in, everything else by its shape. */
import { isPlainText } from '../../model/content-coding.ts';
import { parseSpans, type JsonMember, type JsonNode } from './json-spans.ts';
import { isTellingKey, toldKey } from './told-key.ts';
import { learnNameParts, nameStandIn } from './name-stand-ins.ts';
import { canBeName, isPersonRecord, isWrittenAsName, looksLikeFullName } from './person-rules.ts';
import { isProse, isPlaceholder, isPublicKey, looksLikeToken } from './placeholder.ts';
import { learned, numberStandIn } from './number-stand-in.ts';
import type { Scrub } from './scrub.ts';

/** Null where the text is no JSON. `rootKey` names what the outermost value is, as a key would. */
export function scrubJson(text: string, rootKey: string, scrub: Scrub): string | null {
  const root = parseSpans(text);
  if (root === null) return null;
  const walk = new JsonWalk(text, scrub);
  walk.node(root, { key: rootKey, parent: '', person: 'no', about: false, siblings: [] });
  return walk.result();
}

interface Place {
  /** The key of the value, through lists. */
  readonly key: string;
  /** The key of the record it stands in. */
  readonly parent: string;
  /** Whether that record is a person's; perhaps, where its addresses and phones are all left empty. */
  readonly person: 'yes' | 'perhaps' | 'no';
  /** Inside what an API says about fields: errors, schemas. */
  readonly about: boolean;
  readonly siblings: readonly JsonMember[];
}

const ABOUT_KEYS = /^(?:errors?|messages?|validation\w*|violations|details|properties|schema|parameters|description)$/i;

class JsonWalk {
  readonly #text: string;
  readonly #scrub: Scrub;
  readonly #pieces: string[] = [];
  #at = 0;
  #edits = 0;

  constructor(text: string, scrub: Scrub) {
    this.#text = text;
    this.#scrub = scrub;
  }

  result(): string {
    if (this.#edits === 0) return this.#text;
    this.#pieces.push(this.#text.slice(this.#at));
    return this.#pieces.join('');
  }

  node(node: JsonNode, place: Place): void {
    switch (node.kind) {
      case 'object':
        this.#object(node.members, place);
        break;
      case 'array':
        this.#array(node.items, place);
        break;
      case 'string':
        this.#string(node, place);
        break;
      case 'number':
        this.#number(node, place);
        break;
      case 'literal':
        break;
      default:
        node satisfies never;
    }
  }

  #object(members: readonly JsonMember[], place: Place): void {
    const full = this.#scrub.mode === 'full';
    const person = full ? personIn(members, place.key) : 'no';
    const about = place.about || ABOUT_KEYS.test(place.key);
    if (full) learnNameParts(members, this.#scrub);
    for (const { key, keyStart, keyEnd, value } of members) {
      // A key is a name of the API's own, unless it is an address or a token.
      if (key.length > 12 && (key.includes('@') || looksLikeToken(key)))
        this.#replace(keyStart, keyEnd, key, this.#scrub.text(key, { isId: true }));
      if (this.#scrub.isAllowed(key)) continue;
      const told = full ? toldKey(key, members, this.#scrub) : null;
      if (told === null) this.node(value, { key, parent: place.key, person, about, siblings: members });
      else if (!this.#scrub.isAllowed(told))
        this.node(value, { key: told, parent: place.key, person: 'yes', about: false, siblings: members });
    }
  }

  #array(items: readonly JsonNode[], place: Place): void {
    const [first, second] = items;
    const isPair = items.length === 2 && first?.kind === 'string' && second?.kind === 'string';
    if (isPair && isTellingKey(first.value, this.#scrub) && /^(?=.*\d)\S{8,}$/.test(second.value))
      return this.node(second, { ...place, key: first.value, about: false });
    for (const item of items) this.node(item, place);
  }

  #string({ start, end, value }: Extract<JsonNode, { kind: 'string' }>, place: Place): void {
    if (value === '' || this.#scrub.isAllowed(value)) return;
    const standIn =
      this.#scrub.mode === 'full'
        ? (byKey(value, place, this.#scrub) ?? byContent(value, place, this.#scrub))
        : byContent(value, place, this.#scrub);
    this.#replace(start, end, value, standIn);
  }

  #number({ start, end }: Extract<JsonNode, { kind: 'number' }>, place: Place): void {
    if (this.#scrub.mode === 'late') return;
    const digits = this.#text.slice(start, end);
    const standIn = numberStandIn(digits, place, this.#scrub);
    if (standIn !== null && standIn !== digits) this.#push(start, end, standIn);
  }

  #replace(start: number, end: number, value: string, standIn: string): void {
    if (standIn !== value) this.#push(start, end, JSON.stringify(standIn));
  }

  #push(start: number, end: number, text: string): void {
    this.#pieces.push(this.#text.slice(this.#at, start), text);
    this.#at = end;
    this.#edits++;
  }
}

/** Null where the key says nothing. */
function byKey(value: string, place: Place, scrub: Scrub): string | null {
  if (isPlaceholder(value)) return value;
  const kind = scrub.classOf(place.key);
  switch (kind) {
    case 'secret':
      return place.about || isProse(value) || isNested(value) || isPublicKey(value) ? null : scrub.secret(value);
    case 'maybe-secret':
      return isSecretHere(place, value) ? scrub.secret(value) : null;
    case 'credentials':
      return credentials(value, scrub);
    case 'phone':
      return value.replace(/\D/g, '').length >= 5 && value.length <= 40
        ? learned(scrub, value, scrub.pseudonyms.phone(value))
        : null;
    case 'card':
      return /^[\d -]{12,23}$/.test(value) ? learned(scrub, value, scrub.pseudonyms.card(value)) : null;
    case 'national-id':
      return /\d/.test(value) && !/\s\S+\s/.test(value) ? learned(scrub, value, scrub.pseudonyms.token(value)) : null;
    case 'person-name':
    case 'any-name':
    case 'person':
      return isNameHere(kind, value, place) ? nameStandIn(value, place.key, scrub) : null;
    case 'id':
    case 'other':
      if (isBankAccount(place)) return learned(scrub, value, scrub.pseudonyms.token(value));
      return isKeyOfSecret(place, scrub) && looksLikeToken(value) ? scrub.secret(value) : null;
    default:
      return kind satisfies never;
  }
}

function isNameHere(kind: 'person-name' | 'any-name' | 'person', value: string, place: Place): boolean {
  if (place.about) return false;
  if (kind === 'person-name') return canBeName(value);
  if (kind === 'any-name' && place.person === 'no') return false;
  return kind === 'any-name' && place.person === 'yes'
    ? canBeName(value) && isWrittenAsName(value)
    : looksLikeFullName(value);
}

/** Many kinds of records have room for an address (`email: null` of a card on a board): only people have one in it. */
function personIn(members: readonly JsonMember[], key: string): Place['person'] {
  const filled = members.filter(
    ({ value }) => value.kind !== 'literal' && (value.kind !== 'string' || value.value !== ''),
  );
  const keysOf = (some: readonly JsonMember[]): readonly string[] => some.map((member) => member.key);
  return isPersonRecord(keysOf(filled), key) ? 'yes' : isPersonRecord(keysOf(members), key) ? 'perhaps' : 'no';
}

const ACCOUNT = /^(?:bank_?)?acc(?:oun)?t_?(?:number|no|num)$/i;
const OF_BANK = /routing|sort_?code|iban|^bic$|swift|bank|holder|^ach$|^aba$|^bsb/i;

/** The number of any account may be an API's id; beside a bank's words it is a person's. */
function isBankAccount({ key, siblings }: Place): boolean {
  return ACCOUNT.test(key) && siblings.some((one) => one.key !== key && OF_BANK.test(one.key));
}

/** `{ token: { value } }` */
function isKeyOfSecret(place: Place, scrub: Scrub): boolean {
  return (
    (place.key === 'value' || place.key === 'raw' || place.key === 'plaintext') &&
    scrub.classOf(place.parent) === 'secret'
  );
}

function isSecretHere(place: Place, value: string): boolean {
  if (place.key === 'code')
    return (
      looksLikeToken(value) &&
      place.siblings.some(({ key }) => key === 'grant_type' || key === 'redirect_uri' || key === 'code_verifier')
    );
  if (place.key === 'pin') return /^\d{4,8}$/.test(value);
  if (place.key === 'pass') return !/^(?:pass|passed|fail|failed|ok)$/i.test(value) && !/\s/.test(value);
  return place.key !== 'key' && looksLikeToken(value);
}

function credentials(value: string, scrub: Scrub): string | null {
  const scheme = /^(\w+)(\s+)(\S+)$/.exec(value);
  if (scheme === null) return looksLikeToken(value) ? scrub.secret(value) : null;
  const edited = scrub.text(value);
  return edited !== value || !looksLikeToken(scheme[3] ?? '')
    ? edited
    : `${scheme[1]}${scheme[2]}${scrub.secret(scheme[3] ?? '')}`;
}

function byContent(value: string, place: Place, scrub: Scrub): string {
  if (isNested(value) && scrub.mayNest) {
    const nested = scrub.json(value, place.key);
    if (nested !== null) return nested;
  }
  const standIn = scrub.text(value, { isId: scrub.classOf(place.key) === 'id' });
  return standIn === value ? throughBase64(value, scrub) : standIn;
}

function isNested(value: string): boolean {
  const first = value[0];
  return value.length > 2 && (first === '{' || first === '[');
}

const BASE64 = /^[A-Za-z0-9+/_-]{16,}={0,2}$/;

/** A text in base64, of either alphabet, is read and written back; what decodes to no text is left. */
function throughBase64(value: string, scrub: Scrub): string {
  if (!scrub.mayNest || !BASE64.test(value) || value.replace(/=+$/, '').length % 4 === 1) return value;
  const bytes = Buffer.from(value, 'base64');
  if (!isPlainText(bytes)) return value;
  const text = bytes.toString('utf8');
  const standIn = (isNested(text) ? scrub.json(text, '') : null) ?? scrub.text(text);
  if (standIn === text) return value;
  if (/[_-]/.test(value) || (value.length % 4 !== 0 && !/[+/]/.test(value)))
    return Buffer.from(standIn).toString('base64url');
  const padded = Buffer.from(standIn).toString('base64');
  return value.length % 4 === 0 ? padded : padded.replace(/=+$/, '');
}
