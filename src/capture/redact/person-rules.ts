/** Whether a record is a person's, and whether a text can be a person's name. */
import { wordsOf, type KeyClass } from './key-class.ts';
import { GROUP_WORDS, PERSON_WORDS } from './key-words.ts';

/** What only a person's record has beside the name. */
const PERSONAL_KEYS = new Set(
  'email emailaddress e_mail mail phone phonenumber mobile firstname lastname givenname familyname surname birthday birthdate dateofbirth dob gender salutation honorific jobtitle avatar avatarurl'.split(
    ' ',
  ),
);

/** `parent` is the key that holds the record, through lists; for the outermost one the path's last word. */
export function isPersonRecord(keys: readonly string[], parent: string): boolean {
  const parentWords = wordsOf(parent);
  const last = parentWords.at(-1) ?? '';
  if (PERSON_WORDS.has(last) || (last === 'by' && parentWords.length > 1)) return true;
  if (!keys.some(isPersonal)) return false;
  return !GROUP_WORDS.has(last) || keys.some((key) => /^(?:first|last|given|family)_?name$/i.test(key));
}

/** `first_name`, `Date-Of-Birth` */
function isPersonal(key: string): boolean {
  const known = personal.get(key);
  if (known !== undefined) return known;
  const found = PERSONAL_KEYS.has(key.toLowerCase().replace(/[_-]/g, ''));
  if (personal.size >= MOST_KEYS) personal.clear();
  personal.set(key, found);
  return found;
}

const MOST_KEYS = 10_000;
const personal = new Map<string, boolean>();

const NAME = /^[\p{L}\p{M}][\p{L}\p{M}'’.\-, ]{1,79}$/u;
const NO_PERSON = new Set(
  'admin administrator agent anonymous api automation bot client contact customer default deleted demo developer end-user enduser everyone guest helpdesk internal light manager member n/a na nobody none null operator other owner public requester root sales self someone staff super support system team test trial unassigned unknown user users visitor webhook'.split(
    ' ',
  ),
);
const COMPANY =
  /(?:^|\s)(?:inc|ltd|llc|llp|corp|corporation|gmbh|ag|sa|bv|nv|plc|co|company|group|holdings?|solutions|systems|technolog(?:y|ies)|software|services|industries|partners|labs?|university|bank|foundation|team|support|department)\.?$/i;

/** Two to six words of letters, or one; no desk, no company. */
export function canBeName(value: string): boolean {
  if (!NAME.test(value) || value.length < 2) return false;
  const parts = value.trim().split(/\s+/);
  return (
    parts.length <= 6 &&
    !COMPANY.test(value) &&
    !parts.every((part) => NO_PERSON.has(part.toLowerCase()) || ARTICLES.has(part.toLowerCase()))
  );
}

/** A login or a code name is no name: `name` beside an address may hold one, and it joins with URLs. */
export function isWrittenAsName(value: string): boolean {
  return /\s/.test(value.trim()) || /^\p{Lu}|^\p{Lo}/u.test(value);
}

/** Every part of it is capitalised but particles: safe to look for in prose. */
export function isProperName(value: string): boolean {
  return value
    .trim()
    .split(/\s+/)
    .every(
      (part) =>
        !/^\p{Ll}/u.test(part) ||
        /^(?:van|von|der|den|de|da|di|du|del|bin|ibn|al|el|la|le|af|av|zu|zur|ten|ter|y|e)$/.test(part),
    );
}

const ARTICLES = new Set(['the', 'a', 'an', 'my', 'our', 'new', 'old', 'example', 'first', 'last', 'one', 'two']);

/** Two to four capitalised words: what a person's name looks like where the key alone does not tell. */
export function looksLikeFullName(value: string): boolean {
  return (
    canBeName(value) &&
    /^\p{Lu}[\p{L}\p{M}'’.-]*(?:\s+(?:\p{Lu}[\p{L}\p{M}'’.-]*|van|von|der|den|de|da|di|del|bin|al)){1,4}$/u.test(value)
  );
}

/** Given and family names that are everyday words or places too: never looked for on their own. */
const EVERYDAY = new Set(
  'will mark may april june august grace hope faith joy rose lily ivy daisy violet hazel summer autumn winter rich bill frank grant chase hunter mason dean earl duke king prince page price art guy max miles sky star dawn eve melody harmony paris london austin dallas houston phoenix jordan israel india china chelsea brooklyn sydney florence victoria virginia georgia carolina madison lincoln jackson washington kingston santiago diego francisco york white black brown green gray grey blue gold silver young long short small little large strong sharp stone wood woods forest hill hills lake rivers river field fields banks bush rice berry cook baker butler carpenter carter farmer fisher gardener mason miller parker porter potter shepherd smith taylor turner walker weaver wright day knight bishop pope major general sergeant love loved sweet best good noble wise swift sterling penny cash reward ward case bond park parks lane street church temple castle bridges bridge ford gates gate hall house west east north south english french german welsh scott holland ireland poland england france spain germany austria mexico test sample example first last name user admin agent customer support order ticket open closed pending new old high low urgent normal bug issue task question problem incident note title status'.split(
    ' ',
  ),
);

/** A single word of a name that may be replaced in prose as well. */
export function isTellingWord(word: string): boolean {
  return /^\p{Lu}[\p{L}\p{M}'’-]{2,}$/u.test(word) && !EVERYDAY.has(word.toLowerCase());
}

/** The key whose value is one part of a name. */
export function namePartOf(key: string): 'given' | 'family' | 'full' {
  const compact = key.toLowerCase().replace(/[^a-z]/g, '');
  if (/(?:first|given|middle|fore|preferred|nick)name$/.test(compact)) return 'given';
  return /(?:last|family|sur|maiden)(?:name)?$|surname$/.test(compact) ? 'family' : 'full';
}

export function isNameClass(kind: KeyClass): kind is 'person-name' | 'any-name' | 'person' {
  return kind === 'person-name' || kind === 'any-name' || kind === 'person';
}
