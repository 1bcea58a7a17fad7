/** What is secret or personal in loose text by its shape: keys, tokens, addresses, numbers. Every pattern is linear. */
import type { Edits } from './edits.ts';
import { looksLikeToken, isPlaceholder } from './placeholder.ts';
import { isIban, isLuhnValid } from './check-digits.ts';
import type { Scrub, TextHints } from './scrub.ts';
import { standInForJwt } from './jwt.ts';
import { HOOK_URLS, KEY_SHAPES } from './key-shapes.ts';
import { nationalCodesIn, nationalNumbersIn } from './national-ids.ts';
import { phonesIn } from './phone-shapes.ts';
import { editMarkup } from './markup-rules.ts';
import { editLines } from './line-rules.ts';
import type { Traits } from './traits.ts';
import { editUrl } from './url-rules.ts';

export function editByShape(text: string, traits: Traits, edits: Edits, scrub: Scrub, hints: TextHints): void {
  const { at: hasAt, colonOrEquals, lessThan, digits, run, tokenRun } = traits;
  if (tokenRun >= 8 && text.includes('PRIVATE KEY-----'))
    each(PEM_HEAD, text, ([head], at) => editPem(text, at, head.length, edits, scrub));
  if (colonOrEquals && text.includes('://')) {
    editUserInfo(text, edits, scrub);
    if (scrub.mayNest) editUrls(text, edits, scrub);
  }
  if (tokenRun >= 12 && text.includes('eyJ'))
    each(JWT, text, ([jwt], at) => edits.addMade(at, at + jwt.length, () => standInForJwt(jwt, scrub)));
  if (tokenRun >= 15)
    each(KEY_SHAPES, text, ([key], at) => edits.addMade(at, at + key.length, () => scrub.secret(key)));
  if (tokenRun >= 20 && colonOrEquals && text.includes('://'))
    each(HOOK_URLS, text, ([key], at) => edits.addMade(at, at + key.length, () => scrub.secret(key)));
  if (tokenRun >= 8 && SCHEME_HINT.test(text)) each(SCHEME, text, (found, at) => editScheme(found, at, edits, scrub));
  if (colonOrEquals && KEY_HINT.test(text))
    each(KEY_VALUE, text, (found, at) => editKeyValue(found, at, text, edits, scrub));
  if (tokenRun >= 20 && digits > 0 && SAID_HINT.test(text))
    each(SAID_SECRET, text, (found, at) => editSaidSecret(found, at, edits, scrub));
  if (lessThan) editMarkup(text, edits, scrub);
  if (colonOrEquals && text.includes('\n')) editLines(text, edits, scrub);
  if (hasAt) editEmails(text, edits, scrub);
  if (digits >= 2 && run >= 4 && IBAN_HINT.test(text))
    each(IBAN, text, ([found], at) => editIban(found, at, edits, scrub));
  if (digits >= 6 && hints.isId !== true && NUMBER_HINT.test(text) && !TIME_OR_UUID.test(text))
    editNumbers(text, edits, scrub);
  if (run >= 16 && digits >= 5 && hints.isId !== true && CODE_HINT.test(text))
    for (const { at, text: id } of nationalCodesIn(text))
      edits.addMade(at, at + id.length, () => scrub.pseudonyms.token(id));
}

/** Only what is one of these beyond doubt: for bytes whose meaning is unknown. */
export function editBySureShape(text: string, edits: Edits, scrub: Scrub): void {
  each(PEM_HEAD, text, ([head], at) => editPem(text, at, head.length, edits, scrub));
  if (text.includes('://')) editUserInfo(text, edits, scrub);
  each(JWT, text, ([jwt], at) => edits.addMade(at, at + jwt.length, () => standInForJwt(jwt, scrub)));
  each(KEY_SHAPES, text, ([key], at) => edits.addMade(at, at + key.length, () => scrub.secret(key)));
  if (text.includes('@')) editEmails(text, edits, scrub);
}

const PEM_HEAD = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g;
const PEM_BYTES = 20_000;
const JWT = /(?<![\w-])eyJ[\w-]{6,}\.[\w-]{2,}\.[\w-]*(?:\.[\w-]*){0,2}/g;
const SCHEME_HINT = /bearer|basic|token /i;
const SCHEME = /(?<!\w)(bearer|basic|token)(\s{1,3})([\w\-.~+/]{8,}={0,2})/gi;
const KEY_HINT = /pass|pwd|secret|token|key|auth|cookie|session|credential|otp|sid|jwt|cvv|cvc|ssn/i;
const KEY_VALUE =
  /(?<![\w.-])["']?([A-Za-z][\w.-]{1,40})["']?\s{0,3}[:=]\s{0,3}(?:"([^"\\]{1,400})"|'([^'\\]{1,400})'|["']?([^\s"'&,;<>{}()[\]\\]{4,400}))/g;
const IBAN_HINT = /[A-Z]{2}\d{2}[ \u00a0\dA-Z-]/i;
const IBAN =
  /(?<![A-Za-z0-9-])[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]{4}){2,7}(?:[ \u00a0-]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/gi;
/** Whole values that are full of digits and no number of anybody's; most texts with digits are these. */
const TIME_OR_UUID =
  /^(?:\d{4}-\d\d-\d\d(?:[T ][\d:.]{4,18}(?:Z|[+-]\d\d:?\d\d)?)?|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;
const CODE_HINT = /[A-Z]{4}\d{2}/;
const NUMBER_HINT = /\d[\d ()./\u00a0-]{6,}/;
const URL_SHAPE = /https?:\/\/(?:[^\s"'<>\\`|]|'(?=\w)){1,8000}/gi;

function each(pattern: RegExp, text: string, use: (found: RegExpExecArray, at: number) => void): void {
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const end = pattern.lastIndex;
    use(found, found.index);
    pattern.lastIndex = end;
  }
}

/** Line by line, so that the block keeps its form; one that is cut off is a key all the same. */
function editPem(text: string, at: number, headLength: number, edits: Edits, scrub: Scrub): void {
  const start = at + headLength;
  const rest = text.slice(start, start + PEM_BYTES);
  const end = rest.indexOf('-----');
  each(PEM_LINE, end < 0 ? rest : rest.slice(0, end), ([line], offset) =>
    edits.addMade(start + offset, start + offset + line.length, () => scrub.pseudonyms.token(line)),
  );
}

const PEM_LINE = /[A-Za-z0-9+/]{8,}/g;

/** URLs in a text, their escapes undone: also where only known values are looked for. */
export function editUrls(text: string, edits: Edits, scrub: Scrub): void {
  each(URL_SHAPE, text, ([url], at) => editUrl(text, at, at + url.length, edits, scrub));
}

function editUserInfo(text: string, edits: Edits, scrub: Scrub): void {
  each(USER_INFO, text, ([found, lead = '', user = '', password = ''], at) => {
    const start = at + lead.length;
    edits.add(
      start,
      at + found.length - 1,
      `${isPlaceholder(user) ? user : scrub.pseudonyms.token(user)}:${isPlaceholder(password) ? password : scrub.secret(password)}`,
    );
  });
}

const USER_INFO = /([a-z][a-z\d+.-]{1,20}:\/\/)([^\s/:@"'<>]{1,200}):([^\s/@"'<>]{1,200})@/gi;

function editScheme(
  [, scheme = '', gap = '', value = '']: RegExpExecArray,
  at: number,
  edits: Edits,
  scrub: Scrub,
): void {
  const start = at + scheme.length + gap.length;
  if (scheme.toLowerCase() === 'basic') {
    const made = standInForBasic(value, scrub);
    if (made !== null) edits.add(start, start + value.length, made);
  } else if (looksLikeToken(value) && !isPlaceholder(value))
    edits.addMade(start, start + value.length, () => scrub.secret(value));
}

/** `user:password` in base64, each half by its kind; null where it is something else. */
export function standInForBasic(encoded: string, scrub: Scrub): string | null {
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  // A short or odd text is no base64 of a pair.
  if (colon < 0 || !/^[\x20-\x7e\u00a0-\uffff]+$/.test(pair) || pair.includes('\ufffd')) return null;
  const user = pair.slice(0, colon);
  const password = pair.slice(colon + 1);
  const newPassword = isPlaceholder(password) ? password : scrub.secret(password);
  // Without a password the user is the key, as with Stripe.
  const newUser = password === '' || password === 'X' || password === 'x' ? scrub.secret(user) : scrub.text(user);
  const made = Buffer.from(`${newUser}:${newPassword}`).toString('base64');
  return encoded.endsWith('=') ? made : made.replace(/=+$/, '');
}

function editKeyValue(
  [found, key = '', double, single, bare]: RegExpExecArray,
  at: number,
  text: string,
  edits: Edits,
  scrub: Scrub,
): void {
  const value = double ?? single ?? bare ?? '';
  const kind = scrub.classOf(key);
  const isSecret = kind === 'secret' || ((kind === 'maybe-secret' || kind === 'credentials') && looksLikeToken(value));
  if (!isSecret || isPlaceholder(value) || scrub.isAllowed(key)) return;
  // A word after `token:` in a sentence is a word.
  if (bare !== undefined && !looksLikeToken(value) && !/^(?:pass|pwd)/i.test(key)) return;
  const start = at + found.lastIndexOf(value);
  const end =
    bare === undefined || bare.length < LONGEST_SEEN ? start + value.length : endOfRun(text, start + bare.length);
  edits.addMade(start, end, () => scrub.secret(text.slice(start, end)));
}

/** What the pattern takes of a value; that of a longer token goes on to its end. */
const LONGEST_SEEN = 400;
const LONGEST = 8000;
const NO_TOKEN = /[^\w\-.~+/%]/g;

function endOfRun(text: string, at: number): number {
  const rest = text.slice(at, at + LONGEST);
  NO_TOKEN.lastIndex = 0;
  return at + (NO_TOKEN.exec(rest)?.index ?? rest.length);
}

const SAID_HINT = /\s/;
/** `the aws secret is wJalr...`: a word for a secret, a few more, and a run of chance. */
const SAID_SECRET =
  /\b(?:secrets?|tokens?|api ?keys?|access ?keys?|keys?|passw(?:or)?ds?|credentials?)\b[^\n\w]{1,3}(?:(?:is|now|to|value|of|was|as|the|for|use|new|following|here|below)[^\n\w]{1,3}){0,4}(?=[\w+/=.~-]{20,})(?=[\w+/.~-]{0,200}\d)([A-Za-z0-9][\w+/=.~-]{19,400})/gi;

function editSaidSecret([found, value = '']: RegExpExecArray, at: number, edits: Edits, scrub: Scrub): void {
  const isChance = /^[\da-f]{32,}$/i.test(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value));
  if (!isChance || isPlaceholder(value)) return;
  const start = at + found.length - value.length;
  edits.addMade(start, start + value.length, () => scrub.secret(value));
}

const NO_TLD = /\.(?:png|jpe?g|gif|svg|webp|js|css|ts|json|html|local)$/i;

/** Grown from the sign outwards, since a pattern that begins with its local part is not linear. */
function editEmails(text: string, edits: Edits, scrub: Scrub): void {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < 64 && isLocalCharacter(text.charCodeAt(start - 1))) start--;
    while (start < at && /[.'\-+]/.test(text[start] ?? '')) start++;
    let end = at + 1;
    while (end < text.length && end - at < 254 && isDomainCharacter(text.charCodeAt(end))) end++;
    const domain =
      /^(?:[a-z\d\u00a1-\uffff](?:[a-z\d\u00a1-\uffff-]{0,61}[a-z\d\u00a1-\uffff])?\.)+[a-z\u00a1-\uffff]{2,24}/i.exec(
        text.slice(at + 1, end),
      )?.[0];
    if (domain === undefined || start === at || NO_TLD.test(domain)) continue;
    const email = text.slice(start, at + 1 + domain.length);
    if (email.startsWith('git@') || scrub.isAllowed(email)) continue;
    edits.add(start, start + email.length, scrub.pseudonyms.email(email));
  }
}

function isLocalCharacter(code: number): boolean {
  return isDomainCharacter(code) || code === 0x5f || code === 0x2b || code === 0x27 || code === 0x7e;
}

/** Letters, digits, dot, hyphen, and everything beyond ASCII. */
function isDomainCharacter(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x2d ||
    code === 0x2e ||
    code >= 0xa1
  );
}

/** What follows the number may look like one more group. */
function editIban(found: string, at: number, edits: Edits, scrub: Scrub): void {
  for (let end = found.length; end > 14; end = found.slice(0, end).search(/[ \u00a0-][^ \u00a0-]*$/)) {
    const candidate = found.slice(0, end);
    if (!isIban(candidate.replace(/[ \u00a0-]/g, '').toUpperCase())) continue;
    edits.addMade(at, at + candidate.length, () => scrub.pseudonyms.iban(candidate));
    return;
  }
}

/** Not in a path, where a number is an id. */
const CARD = /(?<![\w./-])\d(?:[ -]?\d){12,18}(?![\w-])/g;
const ISSUED = /^(?:(?:4|5[1-5]|2[2-7]|35|6(?:011|5|4[4-9]))\d*(?<=^\d{16})|3[47]\d{13})$/;
const ISSUED_GROUPED = /^3[068]\d{12}$/;
function editNumbers(text: string, edits: Edits, scrub: Scrub): void {
  for (const { at, text: id } of nationalNumbersIn(text))
    edits.addMade(at, at + id.length, () => scrub.pseudonyms.token(id));
  each(CARD, text, ([card], at) => {
    const digits = card.replace(/\D/g, '');
    if ((ISSUED.test(digits) || (digits !== card && ISSUED_GROUPED.test(digits))) && isLuhnValid(digits))
      edits.addMade(at, at + card.length, () => scrub.pseudonyms.card(card));
  });
  for (const { at, text: phone } of phonesIn(text))
    edits.addMade(at, at + phone.length, () => scrub.pseudonyms.phone(phone));
}
