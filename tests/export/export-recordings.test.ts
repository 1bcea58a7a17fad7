import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import realNock from 'nock';
import { describe, expect, it } from 'vitest';
import { har } from '../../src/export/recordings/har.ts';
import { nock } from '../../src/export/recordings/nock.ts';
import { wiremock } from '../../src/export/recordings/wiremock.ts';
import { decodeBody } from '../../src/model/body.ts';
import type { Interaction, Session } from '../../src/model/recording.ts';
import { exportRecording } from '../../src/pipeline/export.ts';
import { importRecording } from '../../src/pipeline/import-recording.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { interaction } from '../support/interactions.ts';
import { HELPDESK } from '../support/helpdesk-set.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { SCHEMAS } from './schemas.ts';

const folder = temporaryFolder();
const env = { HOME: join(folder, 'home') };
const ajv = new Ajv2020({ strict: false, allErrors: true });
let files = 0;

const JSON_TYPE = [['Content-Type', 'application/json']] as const;
const MESSAGES: readonly Interaction[] = [
  interaction({ target: '/a?x=1&x=2&y=%20' }, { body: { id: 1, long: [1.5, null, 'é'] } }),
  interaction(
    { method: 'POST', target: '/b', body: { text: 'hello' } },
    {
      status: 201,
      body: { id: 2 },
      headers: [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ],
    },
  ),
  interaction(
    {
      method: 'POST',
      target: '/form',
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: 'a=1&b=%2B',
    },
    { status: 204, body: '' },
  ),
  interaction({ target: '/spaced' }, { headers: JSON_TYPE, body: '{ "kept" :  "as it was" }\n' }),
  interaction({ target: '/null' }, { headers: JSON_TYPE, body: 'null' }),
  interaction(
    { target: '/png' },
    { headers: [['Content-Type', 'image/png']], body: Buffer.from([137, 80, 78, 71, 0, 255]) },
  ),
  interaction(
    { method: 'PUT', target: '/png', headers: [['Content-Type', 'image/png']], body: Buffer.from([1, 255, 3]) },
    { status: 200, body: 'ok' },
  ),
  interaction(
    { target: '/gzip' },
    { headers: [...JSON_TYPE, ['Content-Encoding', 'gzip']], body: gzipSync('{"zipped":true}') },
  ),
];

const session = (id: string, interactions: readonly Interaction[]): Session => ({
  id,
  source: 'test',
  startedAt: 1_700_000_000_000,
  label: null,
  use: 'yes',
  workflow: null,
  task: null,
  interactions: interactions.map((one, seq) => ({
    ...one,
    seq,
    timing: { requestAt: 1_700_000_000_000 + 1000 * seq, firstByteAfter: 20, lastByteAfter: 25, chunks: null },
  })),
});

/** Through the importer, as plain exchanges. */
function imported(document: unknown): readonly Interaction[] {
  const file = join(folder, `doc-${++files}.json`);
  const out = join(folder, `rec-${files}.sqlite`);
  writeFileSync(file, JSON.stringify(document));
  importRecording({ files: [file], out, format: 'auto', join: false, key: null, redact: 'off', env });
  using store = RecordingStore.open(out, { mode: 'read' });
  return [...store.sessions()].flatMap(({ interactions }) => interactions);
}

const essence = ({ request, outcome }: Interaction, decoded: boolean) => ({
  request: { ...request, headers: lower(request.headers), body: Buffer.from(request.body).toString('latin1') },
  answer:
    outcome.kind === 'error'
      ? outcome.error.kind
      : {
          status: outcome.response.status,
          headers: lower(outcome.response.headers),
          body: decoded
            ? decodeBody(outcome.response.headers, outcome.response.body)
            : Buffer.from(outcome.response.body).toString('latin1'),
        },
});
const lower = (headers: readonly (readonly [string, string])[]) =>
  headers.map(([name, value]) => [name.toLowerCase(), value]);

describe('exporting recordings', () => {
  it('gives through HAR what was recorded, times and sessions too', () => {
    const failed = {
      ...interaction({ target: '/lost' }),
      outcome: { kind: 'error', error: { kind: 'reset', message: 'x' } },
    } as const;
    const { document, lost } = har.write([session('s1', [...MESSAGES, failed])]);
    expect(ajv.validate(SCHEMAS.har, document), JSON.stringify(ajv.errors)).toBe(true);
    const back = imported(document);
    expect(back.map((one) => essence(one, true))).toEqual([...MESSAGES, failed].map((one) => essence(one, true)));
    expect(back[3]?.timing).toMatchObject({ requestAt: 1_700_000_003_000, firstByteAfter: 20, lastByteAfter: 25 });
    expect(lost.map(({ what }) => what).join()).toMatch(/compressed bytes.*/);
  });

  it('gives through nock what was recorded, byte for byte, and says that times and bounds are lost', () => {
    const { document, lost } = nock.write([session('s1', MESSAGES.slice(0, 3)), session('s2', MESSAGES.slice(3))]);
    expect(imported(document).map((one) => essence(one, false))).toEqual(MESSAGES.map((one) => essence(one, false)));
    expect(lost.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['times', 'bounds of sessions (all are one list)']),
    );
  });

  it('gives definitions that nock itself plays', async () => {
    const { document } = nock.write([session('s1', MESSAGES.slice(0, 2))]);
    const scopes = realNock.define(document as unknown as Parameters<typeof realNock.define>[0]);
    try {
      expect(scopes.length).toBe(2);
      const answer = await fetch('https://api.example.com/a?x=1&x=2&y=%20');
      expect(await answer.json()).toEqual({ id: 1, long: [1.5, null, 'é'] });
    } finally {
      realNock.cleanAll();
      realNock.restore();
    }
  });

  it('turns repeated requests into WireMock scenarios, and names what it leaves out', () => {
    const [first] = MESSAGES;
    if (first === undefined) throw new Error('no message');
    const changed = interaction({ target: '/a?x=1&x=2&y=%20' }, { body: { id: 1, changed: true } });
    const timeout = {
      ...interaction({ target: '/slow' }),
      outcome: { kind: 'error', error: { kind: 'timeout', message: '' } },
    } as const;
    const { document, lost } = wiremock.write([session('s1', [...MESSAGES, changed, timeout])]);
    expect(ajv.validate(SCHEMAS.wiremock, document), JSON.stringify(ajv.errors)).toBe(true);
    const { mappings } = document as unknown as {
      readonly mappings: readonly { readonly newScenarioState?: string; readonly requiredScenarioState?: string }[];
    };
    expect(mappings.filter(({ requiredScenarioState }) => requiredScenarioState !== undefined)).toMatchObject([
      { requiredScenarioState: 'Started', newScenarioState: 'turn 2' },
      { requiredScenarioState: 'turn 2' },
    ]);
    expect(lost.map(({ what }) => what)).toContain('network errors (left out: timeout)');
  });

  it('takes the whole recorded help desk there and back', async () => {
    for (const format of ['har', 'nock'] as const) {
      const out = join(folder, `desk.${format}.json`);
      const { interactions } = await exportRecording(HELPDESK, { format, out, overwrite: false });
      const back = imported(JSON.parse(readFileSync(out, 'utf8')));
      expect(back.length).toBe(interactions);
      using store = RecordingStore.open(HELPDESK, { mode: 'read' });
      const recorded = [...store.sessions()]
        .flatMap(({ interactions: all }) => all)
        .filter(({ outcome }) => format === 'har' || outcome.kind === 'response');
      const key = (one: Interaction) => JSON.stringify(essence(one, format === 'har'));
      const expected = new Set(recorded.map(key));
      expect(back.filter((one) => !expected.has(key(one))).length).toBe(0);
    }
  }, 120_000);
});
