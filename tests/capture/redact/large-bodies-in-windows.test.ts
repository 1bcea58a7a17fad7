/** A body read window by window is redacted as one that is read whole. */
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/capture/redact/redactor.ts';
import { interaction, responseOf, textOf } from '../../support/interactions.ts';

const key = Buffer.from('0123456789abcdef0123456789abcdef');
const RECORDS = 24_000;
const record = (id: number): object => ({
  id,
  user: { name: `Wilhelmina Quackenbush${'abcdefghij'[id % 10]}`, email: `w.${id}@quackenbush.io` },
  access_token: `tok-${(id * 7919).toString(16).padStart(24, 'a1')}`,
  note: id % 100 === 0 ? `Call {"me"}, at\\ +44 20 7946 ${1000 + (id % 9000)}` : 'all is well, [so far]',
});
const records = Array.from({ length: RECORDS }, (_, id) => record(id));

const FIELD = '--xx\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2-hunter2\r\n';
const FILE =
  '--xx\r\nContent-Disposition: form-data; name="f"; filename="a.json"\r\nContent-Type: application/json\r\n\r\n';

const BODIES: Readonly<Record<string, readonly [string, string]>> = {
  'a list': ['application/json', JSON.stringify(records)],
  'a list in an envelope, indented': [
    'application/json',
    JSON.stringify({ ok: true, users: records, next: null }, null, 2),
  ],
  'JSON lines': ['application/x-ndjson', records.map((one) => JSON.stringify(one)).join('\n')],
  'a table': [
    'text/csv',
    `id,full_name,email\n${records.map((_, id) => `${id},"Ozymandias Zzyzx","o.${id}@zzyzx.io"`).join('\n')}\n`,
  ],
  'a file among fields': [
    'multipart/form-data; boundary=xx',
    `${FIELD}${FILE}${JSON.stringify(records)}\r\n--xx--\r\n`,
  ],
  text: ['text/plain', records.map((_, id) => `line ${id}: mail to w.${id}@quackenbush.io\n`).join('')],
  'a private key among lines': [
    'text/plain',
    `${'all is well here\n'.repeat(40_000)}-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n'.repeat(30)}-----END PRIVATE KEY-----\n`,
  ],
};

function inWindows(type: string, body: Buffer, piece: number): string {
  const windows = createRedactor({ key }).body([['Content-Type', type]], '/things');
  const ready: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += piece) ready.push(...windows.add(body.subarray(at, at + piece)));
  ready.push(...windows.end());
  return Buffer.concat(ready).toString('utf8');
}

function whole(type: string, body: string): string {
  const item = interaction({ target: '/things' }, { headers: [['Content-Type', type]], body });
  return textOf(responseOf(createRedactor({ key }).interaction(item).interaction).body);
}

describe.each(Object.entries(BODIES))('%s', (_name, [type, body]) => {
  it.each([65_536, 1_400_007])('in pieces of %i bytes', (piece) => {
    const redacted = inWindows(type, Buffer.from(body), piece);
    expect(redacted === whole(type, body)).toBe(true);
    expect(redacted).not.toMatch(/quackenbush|zzyzx|hunter2|MIIEvQ|w\.\d+@q/i);
  });
});

it('bytes of no text pass as they are', () => {
  const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * 7919) % 251));
  const windows = createRedactor({ key }).body([['Content-Type', 'image/png']], '/x.png');
  expect(Buffer.concat([...windows.add(bytes), ...windows.end()]).equals(bytes)).toBe(true);
});

it('one value that no window holds is refused', () => {
  const windows = createRedactor({ key }).body([['Content-Type', 'application/json']], '/x');
  const piece = Buffer.alloc(1024 * 1024, 'x');
  expect(() => {
    windows.add(Buffer.from('["'));
    for (let at = 0; at < 64; at++) windows.add(piece);
  }).toThrow('one value too large');
});
