import fc from 'fast-check';

/** Secrets and personal data as they occur, each with the key it would stand under. */
export interface Planted {
  readonly kind: string;
  readonly key: string;
  readonly value: string;
}

const chars = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';
const DIGITS = '0123456789';
const digits = (length: number): fc.Arbitrary<string> => chars(DIGITS, length);

export function luhnComplete(body: string): string {
  for (let digit = 0; digit < 10; digit++) if (isLuhn(`${body}${digit}`)) return `${body}${digit}`;
  return body;
}

export function isLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, char, at) => {
    const value = Number(char) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

export function isIbanValid(iban: string): boolean {
  const moved = iban.slice(4) + iban.slice(0, 4);
  return (
    BigInt([...moved].map((char) => (/\d/.test(char) ? char : String(char.charCodeAt(0) - 55))).join('')) % 97n === 1n
  );
}

function german(account: string): string {
  const rest = BigInt(`${account}131400`) % 97n;
  return `DE${String(98n - rest).padStart(2, '0')}${account}`;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const SURNAMES = ['Quackenbush', 'Zzyzxson', 'Featherstonehaugh', "O'Shaughnessyx", 'Ivanovichenko', 'Müllerhausen'];
const GIVEN = ['Wilhelmina', 'Ozymandias', 'Xanthippe', 'Jean-Luc', 'Bartholomew', 'Zoë'];

const KINDS: Readonly<Record<string, { readonly key: string; readonly value: fc.Arbitrary<string> }>> = {
  'opaque token': { key: 'access_token', value: chars(HEX, 40) },
  'refresh token': { key: 'refreshToken', value: chars(ALNUM, 24).map((text) => `rt-${text}7`) },
  password: { key: 'password', value: chars(ALNUM, 10).map((text) => `${text}!9`) },
  'client secret': { key: 'client_secret', value: chars(ALNUM, 32).map((text) => `${text}4`) },
  'session id': { key: 'sid', value: chars(HEX, 32) },
  'csrf token': { key: 'csrf_token', value: chars(ALNUM, 30).map((text) => `${text}5`) },
  'signing secret': { key: 'signing_secret', value: chars(ALNUM, 30).map((text) => `${text}6`) },
  'uuid key': { key: 'api_key', value: fc.uuid() },
  'stripe key': { key: 'note', value: chars(ALNUM, 24).map((text) => `sk_live_${text}`) },
  'github token': { key: 'note', value: chars(ALNUM, 36).map((text) => `ghp_${text}`) },
  'aws key id': { key: 'note', value: chars('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16).map((text) => `AKIA${text}`) },
  'google key': { key: 'note', value: chars(ALNUM, 35).map((text) => `AIza${text}`) },
  'slack token': { key: 'note', value: digits(12).map((text) => `xoxb-${text}-abcdef`) },
  'openai key': { key: 'note', value: chars(ALNUM, 40).map((text) => `sk-proj-${text}`) },
  jwt: {
    key: 'note',
    value: fc
      .tuple(fc.uuid(), chars(ALNUM, 43))
      .map(
        ([id, signature]) =>
          `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: id, exp: 1893456000, email: `${id}@acme.com` })}.${signature}`,
      ),
  },
  'e-mail': {
    key: 'contact_email',
    value: fc.tuple(chars('abcdefghij', 8), chars('klmnop', 6)).map(([local, domain]) => `${local}.xq@${domain}.com`),
  },
  'e-mail of a name': {
    key: 'email',
    value: fc
      .tuple(fc.constantFrom('wilhelmina', 'ozymandias'), digits(4))
      .map(([name, number]) => `${name}.quackenbush@z${number}q.io`),
  },
  phone: { key: 'phone', value: digits(7).map((text) => `+44 20 7${text.slice(0, 3)} ${text.slice(3)}`) },
  'american phone': {
    key: 'mobile_phone',
    value: digits(7).map((text) => `(415) 2${text.slice(0, 2)}-${text.slice(3)}`),
  },
  card: { key: 'card_number', value: digits(12).map((text) => luhnComplete(`411${text}`)) },
  'grouped card': {
    key: 'note',
    value: digits(13).map((text) => luhnComplete(`53${text}`).replace(/(....)(?=.)/g, '$1 ')),
  },
  iban: { key: 'note', value: digits(18).map(german) },
  ssn: {
    key: 'ssn',
    value: digits(6).map((text) => `12${(Number(text[0]) % 9) + 1}-4${(Number(text[1]) % 9) + 1}-${text.slice(2)}`),
  },
  passport: { key: 'passport_number', value: digits(8).map((text) => `X${text}`) },
  name: {
    key: 'full_name',
    value: fc
      .tuple(fc.constantFrom(...GIVEN), fc.constantFrom(...SURNAMES))
      .map(([given, family]) => `${given} ${family}`),
  },
};

export const PLANTED_KINDS = Object.keys(KINDS);

export function plantedOf(kind: string): fc.Arbitrary<Planted> {
  const { key, value } = KINDS[kind] as (typeof KINDS)[string];
  return value.map((text) => ({ kind, key, value: text }));
}

export function anyPlanted(): fc.Arbitrary<Planted> {
  return fc.oneof(
    ...Object.entries(KINDS).map(([kind, { key, value }]) =>
      value.map((text): Planted => ({ kind, key, value: text })),
    ),
  );
}
