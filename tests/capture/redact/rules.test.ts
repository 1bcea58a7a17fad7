import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeyClasses } from '../../../src/capture/redact/key-class.ts';
import { loadProjectKey } from '../../../src/capture/redact/project-key.ts';
import { createRedactor } from '../../../src/capture/redact/redactor.ts';
import { loadRules } from '../../../src/capture/redact/rules.ts';
import { refuseSlowPattern } from '../../../src/capture/redact/slow-pattern.ts';
import { interaction, responseOf, textOf } from '../../support/interactions.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
let files = 0;
const file = (content: string): string => {
  const path = join(folder, `file-${++files}`);
  writeFileSync(path, content);
  return path;
};

describe('own rules', () => {
  const redact = (rules: string, body: object): Record<string, unknown> => {
    const redactor = createRedactor({ key: Buffer.from('k'), rules: loadRules(file(rules)) });
    return JSON.parse(textOf(responseOf(redactor.interaction(interaction({}, { body })).interaction).body)) as Record<
      string,
      unknown
    >;
  };

  it('add keys, also by pattern, and values by pattern', () => {
    const after = redact('keys: [employee_no, "x-acme-*"]\npatterns: ["EMP-\\\\d{4}"]\n', {
      employee_no: 'A1B2C3',
      'x-acme-id': 'zzz111',
      text: 'ask EMP-1234 first',
      other: 'A1B2C3',
    });
    expect(after).toMatchObject({
      employee_no: expect.stringMatching(/^[A-Z]\d[A-Z]\d[A-Z]\d$/),
      'x-acme-id': expect.stringMatching(/^[a-z]{3}\d{3}$/),
      text: expect.stringMatching(/^ask [A-Z]{3}-\d{4} first$/),
    });
    expect(JSON.stringify(after)).not.toMatch(/"employee_no":"A1B2C3"|zzz111|EMP-1234/);
  });

  it('take keys and values out of the default rules', () => {
    expect(
      redact('{"allow":["api_key","demo@acme.com"]}', {
        api_key: '9f8e7d6c5b4a',
        email: 'demo@acme.com',
        note: 'demo@acme.com',
      }),
    ).toEqual({ api_key: '9f8e7d6c5b4a', email: 'demo@acme.com', note: 'demo@acme.com' });
  });

  it.each([
    ['a list', '- a', 'it holds no mapping'],
    ['nothing', '', 'it holds no mapping'],
    ['broken YAML', 'keys: [', 'holds no redaction rules'],
    ['an unknown field', 'key: [a]', 'it has no field "key"'],
    ['a text for a list', 'keys: a', 'keys must be a list of texts'],
    ['a broken pattern', 'patterns: ["("]', 'Invalid regular expression'],
    ['a slow pattern', 'patterns: ["^(a+)+$"]', 'exponential time'],
  ])('%s is refused with what is wrong', (_, content, problem) => {
    expect(() => loadRules(file(content))).toThrow(
      expect.objectContaining({ code: 'OFFSCRIPT_BAD_RULES', exitCode: 2, message: expect.stringContaining(problem) }),
    );
  });

  it('must be there', () => {
    expect(() => loadRules(join(folder, 'nowhere.yaml'))).toThrow(
      expect.objectContaining({ code: 'OFFSCRIPT_NO_RULES', exitCode: 3 }),
    );
  });
});

describe('slow patterns', () => {
  it.each([
    '(a+)+$',
    '(a*)*',
    '([a-z]+)*x',
    '((ab)+c?)+',
    '(?:a|b+)*',
    '(x+x+)+y',
    '(.*)*',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    'a'.repeat(1_001),
    '(a|a)*b',
    '(\\d+){2,}z',
  ])('%s is refused', (source) => {
    expect(refuseSlowPattern(source)).not.toBeNull();
  });

  it.each([
    'EMP-\\d{4}',
    '[A-Z]{2}\\d+',
    '(?:foo|bar)-[a-z]+',
    'acct_[A-Za-z0-9]{8,}',
    '\\bID: (\\w+)',
    '(a+)(b+)',
    '[()+*]+',
  ])('%s is taken', (source) => {
    expect(refuseSlowPattern(source)).toBeNull();
  });
});

describe('keys by their names', () => {
  const classes = new KeyClasses([]);

  it.each([
    [
      'secret',
      [
        'password',
        'newPassword',
        'password_confirmation',
        'client_secret',
        'X-Api-Key',
        'api-key',
        'accessToken',
        'refresh_token',
        'user[access_token]',
        'X-CSRF-Token',
        'secretAccessKey',
        'private_key',
        'verification_code',
        'X-Amz-Security-Token',
        'JSESSIONID',
        'cvv',
      ],
    ],
    ['credentials', ['Authorization', 'proxy-authorization', 'auth']],
    ['phone', ['phone', 'phone_number', 'mobilePhone', 'fax', 'home_phone']],
    ['card', ['card_number', 'cardNumber', 'credit_card_number', 'pan']],
    ['national-id', ['ssn', 'social_security_number', 'passport_number', 'taxId', 'national_id']],
    ['person-name', ['first_name', 'lastName', 'full_name', 'customer_name', 'cardholder_name', 'surname']],
    ['any-name', ['name', 'display_name', 'displayName', 'user_name']],
    ['id', ['id', 'user_id', 'requesterId', 'ids']],
    [
      'other',
      [
        'next_page_token',
        'continuationToken',
        'token_type',
        'password_expires_at',
        'tokens',
        'max_tokens',
        'author_association',
        'idempotency_key',
        'sort_key',
        'file_name',
        'hostname',
        'status',
        'public_key',
        'card_brand',
        'phone_type',
        'passed',
        'authenticated',
      ],
    ],
  ] as const)('%s', (kind, names) => {
    expect(names.map((name) => [name, classes.of(name)])).toEqual(names.map((name) => [name, kind]));
  });
});

describe('the project key', () => {
  it('is made once in the config folder, readable by its owner only', () => {
    const env = { XDG_CONFIG_HOME: join(folder, 'config') };
    const first = loadProjectKey({ file: null, make: true, env });
    const second = loadProjectKey({ file: null, make: true, env });
    expect(first).toMatchObject({
      made: true,
      path: join(folder, 'config/offscript/project.key'),
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(second).toEqual({ ...first, made: false });
    expect(statSync(first.path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'config/offscript')).mode & 0o777).toBe(0o700);
  });

  it('is the same with or without a line end', () => {
    const key = '0123456789abcdef0123456789abcdef';
    const of = (text: string) => loadProjectKey({ file: file(text), make: true, env: {} }).fingerprint;
    expect(of(key)).toBe(of(`${key}\n`));
  });

  it('is not made where it was named, or where one is needed that exists', () => {
    for (const [file, make] of [
      [join(folder, 'no.key'), true],
      [null, false],
    ] as const) {
      expect(() => loadProjectKey({ file, make, env: { HOME: join(folder, 'nohome') } })).toThrow(
        expect.objectContaining({ code: 'OFFSCRIPT_NO_KEY', exitCode: 2 }),
      );
    }
    expect(existsSync(join(folder, 'no.key')) || existsSync(join(folder, 'nohome'))).toBe(false);
  });

  it('must be long enough, and a file', () => {
    expect(() => loadProjectKey({ file: file('short'), make: true, env: {} })).toThrow(
      expect.objectContaining({ code: 'OFFSCRIPT_BAD_KEY', exitCode: 2 }),
    );
    mkdirSync(join(folder, 'directory'));
    expect(() => loadProjectKey({ file: join(folder, 'directory'), make: true, env: {} })).toThrow(
      expect.objectContaining({ code: 'OFFSCRIPT_KEY_UNREADABLE', exitCode: 3 }),
    );
    expect(() => loadProjectKey({ file: null, make: true, env: { XDG_CONFIG_HOME: file('no folder') } })).toThrow(
      expect.objectContaining({ code: 'OFFSCRIPT_KEY_NOT_MADE', exitCode: 3 }),
    );
  });
});
