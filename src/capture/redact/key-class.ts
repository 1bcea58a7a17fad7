/** What the name of a key, field, header or parameter says about its value. */

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
  return name
    .slice(0, 200)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d\u0080-\uffff]+/)
    .filter((word) => word !== '');
}

export const PERSON_WORDS = words(
  'user users customer customers author authors assignee assignees requester requesters submitter submitters owner owners contact contacts person persons people employee employees agent agents member members manager managers creator creators recipient recipients sender senders commenter commenters reporter reporters participant participants attendee attendees patient patients guest guests passenger passengers cardholder cardholders collaborator collaborators student students teacher teachers applicant applicants candidate candidates approver approvers reviewer reviewers buyer seller shopper payer payee beneficiary committer pusher doctor nurse caller subscriber subscribers',
);
export const GROUP_WORDS = words(
  'group groups organization organizations organisation organisations org company companies business vendor vendors merchant merchants shop shops store stores team teams account accounts brand brands product products label labels tag tags role roles project projects department departments category categories item items plan plans region regions type types status statuses field fields form forms file files attachment attachments channel channels list lists repository repositories repo workspace app application integration bot country city state address',
);

const SECRET_WORDS = words('password passwd passphrase passcode secret secrets pwd');
/** `password_confirmation`, `secret_value`, `password2` */
const SECRET_FORMS = words(
  'confirmation confirm hash digest value text again repeat new old current plaintext plain string base64 b64 encoded raw 1 2 key token data',
);
const SECRET_LAST = words(
  'token jwt credential credentials cookie cookies otp totp cvv cvv2 cvc cvc2 csc sid apikey authtoken accesstoken refreshtoken idtoken secretkey privatekey clientsecret sessionid sessionkey sessiontoken phpsessid jsessionid asp aspxauth csrf xsrf csrftoken xsrftoken authkey nonce_secret',
);
const SECRET_KEY_OF = words(
  'api access secret private subscription functions function rapidapi signing encryption master auth account service app application license licence shared storage consumer client session functionskey admin',
);
const SECRET_CODE_OF = words(
  'security verification confirmation auth authorization recovery backup reset login activation invite',
);
const PAGING = words(
  'next prev previous page pagination paging cursor continuation sync delta start starting ending end resume scroll skip',
);
/** What only tells about a secret. */
const ABOUT = words(
  'type at expires expiry expiration expire in date policy url uri href required set changed updated created reset length strength enabled disabled id ids count name hint status scope scopes endpoint method methods usage max min limit age format issuer provider location encryption algorithm mode manager policies rotation strategy',
);
const PHONE_LAST = words(
  'phone phones telephone tel mobile cell cellphone fax msisdn whatsapp phonenumber mobilenumber handy',
);
const NATIONAL = words('ssn sin nino cpf curp aadhaar nif dni passport passportnumber nationalid taxid driverlicense');
const NAME_WORDS = words(
  'firstname lastname middlename givenname familyname surname fullname forename maidenname lastname2 nickname',
);
const NAME_OF = words(
  'first last middle given family full sur fore maiden legal preferred real contact author requester assignee customer cardholder holder patient recipient sender billing shipping agent employee manager owner member submitter reporter guest passenger attendee student driver applicant candidate approver reviewer client person nick spouse payer payee beneficiary signer doctor caller buyer seller buyer',
);

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
  if (last === 'name' || last === 'names')
    return parts.length === 1 || before === 'display'
      ? 'any-name'
      : NAME_OF.has(before)
        ? 'person-name'
        : before === 'user'
          ? 'any-name'
          : 'other';
  if (last === 'displayname' || (last === 'title' && before === 'person')) return 'any-name';
  if (PERSON_WORDS.has(last) && !last.endsWith('s')) return 'person';
  return last === 'by' && parts.length > 1 ? 'person' : 'other';
}

function isSecret(parts: readonly string[], last: string, before: string): boolean {
  if (ABOUT.has(last)) return false;
  if (SECRET_WORDS.has(last) || (SECRET_FORMS.has(last) && parts.some((part) => SECRET_WORDS.has(part)))) return true;
  if (last === 'token' || last === 'tokens')
    return last === 'token' ? !PAGING.has(before) : before === 'access' || before === 'refresh' || before === 'auth';
  if (SECRET_LAST.has(last)) return true;
  if (before === 'token' && (last === 'value' || last === 'key' || last === 'hash' || last === 'string')) return true;
  if (last === 'key') return SECRET_KEY_OF.has(before) && !parts.includes('public');
  return (last === 'code' || last === 'codes') && SECRET_CODE_OF.has(before);
}

function isPhone(parts: readonly string[], last: string, before: string): boolean {
  if (PHONE_LAST.has(last)) return true;
  return (last === 'number' || last === 'numbers' || last === 'no') && PHONE_LAST.has(before)
    ? true
    : parts.length > 1 && PHONE_LAST.has(before) && /^\d$|^(?:primary|secondary|home|work|mobile|office)$/.test(last);
}

function isCard(_parts: readonly string[], last: string, before: string): boolean {
  if (last === 'pan' || last === 'cardnumber' || last === 'ccnumber' || last === 'creditcard') return true;
  return (
    ((last === 'number' || last === 'no' || last === 'num') &&
      (before === 'card' || before === 'cc' || before === 'credit')) ||
    (last === 'card' && (before === 'credit' || before === 'debit'))
  );
}

function isNationalId(parts: readonly string[], last: string, before: string): boolean {
  if (NATIONAL.has(last)) return true;
  if (last === 'id' || last === 'number' || last === 'no') {
    return (
      before === 'national' ||
      before === 'tax' ||
      before === 'passport' ||
      before === 'security' ||
      before === 'license' ||
      before === 'licence' ||
      before === 'identity' ||
      (before === 'insurance' && parts.includes('national'))
    );
  }
  return last === 'number' && before === 'ssn';
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** `x-acme-*` as a whole-name pattern without case. */
function globToRegExp(glob: string): RegExp {
  const source = glob
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'i');
}
