/** Secrets and personal data in shapes that no rule was written after: other vendors, other countries, other places to stand. */
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/capture/redact/redactor.ts';
import type { Interaction } from '../../../src/model/recording.ts';
import { interaction, responseOf, textOf } from '../../support/interactions.ts';

const key = Buffer.from('0123456789abcdef0123456789abcdef');
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
let state = 1;
const run = (alphabet: string, length: number): string =>
  Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return alphabet[(state >>> 8) % alphabet.length];
  }).join('');
const a = (length: number): string => run(ALNUM, length);
const h = (length: number): string => run('0123456789abcdef', length);
const d = (length: number): string => run('0123456789', length);

const KEYS: Readonly<Record<string, string>> = {
  Twilio: `SK${h(32)}`,
  Mailchimp: `${h(32)}-us21`,
  Discord: `MTk4NjIyNDgzNDcxOTI1MjQ4.${a(6)}.${a(27)}`,
  Telegram: `${d(9)}:AAF${a(32)}`,
  Atlassian: `ATATT3xFfGF0${a(60)}`,
  Notion: `ntn_${a(46)}`,
  Airtable: `pat${a(14)}.${h(64)}`,
  Vault: `hvs.${a(90)}`,
  Postman: `PMAK-${h(24)}-${h(34)}`,
  Databricks: `dapi${h(32)}`,
  Grafana: `glsa_${a(32)}_${h(8)}`,
  Groq: `gsk_${a(52)}`,
  Razorpay: `rzp_live_${a(14)}`,
  Docker: `dckr_pat_${a(27)}`,
  Terraform: `${a(14)}.atlasv1.${a(67)}`,
  Asana: `1/${d(16)}:${h(32)}`,
  HubSpot: `pat-na1-${h(8)}-${h(4)}-${h(4)}-${h(4)}-${h(12)}`,
  'Google client secret': `GOCSPX-${a(28)}`,
  'a vendor nobody knows': `acmepay_live_${a(23)}7`,
  'another one': `zorpapi_${a(31)}7`,
  'a hook of Slack': `https://hooks.slack.com/services/T${a(8)}/B${a(10)}/${a(24)}`,
};

const PERSONAL: Readonly<Record<string, string>> = {
  'a British IBAN': 'GB29 NWBK 6016 1331 9268 19',
  'an IBAN in small letters': 'de89 3704 0044 0532 0130 00',
  'an IBAN with hyphens': 'NL91-ABNA-0417-1643-00',
  'an IBAN with hard blanks': 'DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000',
  'a CPF': '529.982.247-25',
  'a DNI': '12345678Z',
  'a NIE': 'X1234567L',
  'a codice fiscale': 'RSSMRA85T10A562S',
  'an AHV number': '756.9217.0769.85',
  'a national insurance number': 'AB 12 34 56 C',
  'an Aadhaar number': '2345 6789 0124',
  'a social insurance number': '046 454 286',
  'a personnummer': '811218-9876',
  'a resident registration number': '850101-1234567',
  'a RUT': '12.345.678-5',
  'a CURP': 'GOMC900514HDFMRR07',
  'an NHS number': '943 476 5919',
  'a German phone': '+49 (0)30 901820',
  'a number dialled abroad': '0033 1 42 68 53 00',
  'an Indian phone': '+91-98765-43210',
  'a Brazilian phone': '(11) 91234-5678',
  'a Japanese phone': '03-1234-5678',
  'a toll-free phone': '1-800-555-0199',
  'a British phone': '020 7946 0018',
  'a French phone': '01 42 68 53 00',
  'a German phone at home': '030 / 901820-14',
};

const NAMED: Readonly<Record<string, string>> = {
  'DD-APPLICATION-KEY': h(40),
  connectionString: `Server=db;User Id=sa;Password=${a(12)}7;`,
  mfa_code: '118204',
  pin_code: '4821',
  hmac_key: h(64),
  bearer: a(40),
  passwort: 'Geh3im!42x',
  contraseña: 'S3creto!99',
  mot_de_passe: 'M0tsecret!',
  vorname: 'Jürgen',
  apellidos: 'Núñez Peñalver',
  prénom: 'Zoé',
  cognome: 'Quattrocchiari',
  nazwisko: 'Brzęczyszczykiewicz',
  accountHolder: 'Nguyễn Thị Hường',
  contact_person: 'Ólafur Ragnarsson',
  cardHolder: 'WILHELMINA QUACKENBUSH',
  full_name: '山田太郎',
  fullName: 'Мария Иванова',
  emergency_contact_name: 'Aoife Ní Bhriain',
  ship_to_name: 'Bartholomew Ottlinger',
  telefono: '612345678',
  handynummer: '01711234567',
  contact_number: '9876543210',
  phone1: '2025550143',
  pesel: '44051401359',
  bsn: '123456782',
  steuer_id: '86095742719',
  codice_fiscale: 'RSSMRA85T10A562S',
  nhs_number: '9434765919',
  id_card_number: 'AB1234567',
  passport: 'C01X00T47',
  bank_account: '9876543210',
  sort_code: '60-16-13',
};

const as = (type: string, body: string): Interaction => interaction({}, { headers: [['Content-Type', type]], body });

/** Where a value without a telling name stands. */
const LOOSE: Readonly<Record<string, (value: string) => Interaction>> = {
  prose: (value) => interaction({}, { body: { comment: `Hi, please use ${value} from now on.` } }),
  'a value': (value) => interaction({}, { body: { data: value } }),
  'plain text': (value) => as('text/plain', `one line\n${value}\n`),
  'a form': (value) =>
    interaction({
      method: 'POST',
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: `note=${encodeURIComponent(`x ${value} y`)}`,
    }),
};

const BY_NAME: Readonly<Record<string, (name: string, value: string) => Interaction>> = {
  JSON: (name, value) => interaction({}, { body: { id: 1, record: { [name]: value } } }),
  'a query': (name, value) => interaction({ target: `/x?${encodeURIComponent(name)}=${encodeURIComponent(value)}` }),
  'an attribute': (name, value) => as('application/xml', `<a ${name}="${value}" b="c"/>`),
  'a CDATA section': (name, value) => as('application/xml', `<a><${name}><![CDATA[${value}]]></${name}></a>`),
  'a name and a value': (name, value) => interaction({}, { body: { fields: [{ name, value }] } }),
  'a line of YAML': (name, value) => as('application/yaml', `a: b\n${name}: ${value}\nc: d\n`),
  'a column of CSV': (name, value) => as('text/csv', `id,${name},z\r\n1,"${value}",2\r\n`),
  'an input of a page': (name, value) => as('text/html', `<form><input name="${name}" value="${value}"></form>`),
  'JSON in a query': (name, value) =>
    interaction({ target: `/x?filter=${encodeURIComponent(JSON.stringify({ [name]: value }))}` }),
  'base64 without padding': (name, value) =>
    interaction({}, { body: { p: Buffer.from(JSON.stringify({ [name]: value })).toString('base64url') } }),
};

function after(item: Interaction): string {
  const { interaction: redacted } = createRedactor({ key }).interaction(item);
  const target = decodeURIComponent(redacted.request.target.replaceAll('+', ' '));
  const texts = [target, redacted.request.target, textOf(redacted.request.body), textOf(responseOf(redacted).body)];
  const inner = texts.flatMap((text) => text.match(/[\w-]{16,}/g) ?? []);
  return [
    ...texts,
    decodeURIComponent(texts[2] ?? ''),
    ...inner.map((one) => Buffer.from(one, 'base64').toString()),
  ].join('\n');
}

/** Of a text around a secret, the secret. */
const coreOf = (value: string): string => /Password=(\w+)/.exec(value)?.[1] ?? value;

describe.each(Object.entries(LOOSE))('in %s', (_place, put) => {
  it.each(Object.entries({ ...KEYS, ...PERSONAL }))('%s is replaced', (_kind, value) => {
    expect(after(put(value))).not.toContain(value);
  });
});

describe.each(Object.entries(BY_NAME))('in %s', (_place, put) => {
  it.each(Object.entries(NAMED))('%s is replaced', (name, value) => {
    expect(after(put(name, value))).not.toContain(coreOf(value));
  });
});

it.each([
  ['a date and a time', 'Delivered on 01-02-2024 at 10:30, not on 2024-03-05.'],
  ['a number of a book', 'ISBN 0-306-40615-2 and 978-3-16-148410-0'],
  ['a version and an address', 'v01.22.333.4444 on 10.0.12.255:8080'],
  ['an amount', 'It costs 1.234.567,89 or 12 345 678 in all'],
  [
    'an id of a session to check out',
    { url: 'https://pay.test/c', session: { id: `cs_test_${'a1b2C3d4'.repeat(5)}` } },
  ],
  ['a public key', { ssh_key: `ssh-ed25519 AAAA${'C3NzaC1lZDI1NTE5'.repeat(3)} me` }],
  ['a header of a browser', { headers: [{ name: 'User-Agent', value: 'Mozilla Firefox' }] }],
  ['a list of fields', { required: ['password', 'username'], order: ['token', 'createdAt'] }],
  ['a hash of a commit', { commit: 'da39a3ee5e6b4b0d3255bfef95601890afd80709', text: 'see da39a3ee5e6b4b0d3255' }],
  ['coordinates', { text: 'at 52.520008, 13.404954' }],
])('%s stays', (_what, given) => {
  const body = typeof given === 'string' ? { text: given } : given;
  const { interaction: redacted } = createRedactor({ key }).interaction(interaction({}, { body }));
  expect(JSON.parse(textOf(responseOf(redacted).body))).toEqual(body);
});
