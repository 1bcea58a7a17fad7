import { readFileSync } from 'node:fs';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBody } from '../../src/model/body.ts';
import { decodePercent, headerValue } from '../../src/model/http.ts';
import type { HeaderList, HttpRequest, HttpResponse } from '../../src/model/http.ts';
import { captureTraffic } from '../../src/pipeline/capture-traffic.ts';
import { mergeRecordings } from '../../src/pipeline/merge-recordings.ts';
import { exportRecording, RECORDING_FORMATS } from '../../src/pipeline/export.ts';
import { learnRecording } from '../../src/pipeline/learn-recording.ts';
import { secretsIn } from '../../src/pipeline/inspect-recording.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { PLANTED_KINDS, plantedOf, type Planted } from '../support/planted-values.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const key = join(import.meta.dirname, '../../recordings/helpdesk/published.key');

interface Step {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly answer?: (response: ServerResponse) => void;
}

const json = (value: unknown): ((response: ServerResponse) => void) => {
  return (response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(value));
  };
};

/** Where a value stands under its telling key. */
const TELLING: Readonly<Record<string, (planted: Planted) => Step>> = {
  'JSON answer': ({ key: name, value }) => ({ answer: json({ id: 1, [name]: value }) }),
  'JSON request': ({ key: name, value }) => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ outer: [{ [name]: value }] }),
  }),
  header: ({ key: name, value }) => ({ headers: { [`X-${name.replaceAll('_', '-')}`]: value } }),
  query: ({ key: name, value }) => ({ path: `?page=1&${name}=${encodeURIComponent(value)}` }),
  form: ({ key: name, value }) => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `a=b&${name}=${encodeURIComponent(value)}`,
  }),
  multipart: ({ key: name, value }) => ({
    method: 'POST',
    headers: { 'Content-Type': 'multipart/form-data; boundary=xx' },
    body: `--xx\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--xx--\r\n`,
  }),
  'nested string': ({ key: name, value }) => ({ answer: json({ payload: JSON.stringify({ [name]: value }) }) }),
  'gzip body': ({ key: name, value }) => ({
    answer: (response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify({ [name]: value })));
    },
  }),
  'SSE chunk': ({ key: name, value }) => ({
    answer: (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      const text = `data: ${JSON.stringify({ [name]: value })}\n\ndata: [DONE]\n\n`;
      response.write(text.slice(0, 14));
      setTimeout(() => response.end(text.slice(14)), 3);
    },
  }),
};

/** Where it recurs, with nothing beside it to tell what it is. */
const RECURRING: Readonly<Record<string, (planted: Planted) => Step>> = {
  path: ({ value }) => ({ path: `/of/${encodeURIComponent(value)}/parts` }),
  prose: ({ value }) => ({ answer: json({ comment: `Please look at ${value}, it was sent twice.` }) }),
  cookie: ({ value }) => ({ headers: { Cookie: `theme=dark; last=${encodeURIComponent(value)}` } }),
  page: ({ value }) => ({
    answer: (response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(`<p>About ${value}</p>`);
    },
  }),
};

const COUNT = 200;
/** Another one: OFFSCRIPT_PLANTED_SEED=7 npx vitest run tests/episodes/no-secret-left.test.ts */
const SEED = Number(process.env['OFFSCRIPT_PLANTED_SEED'] ?? 5);

/** Every kind in every position, in a shuffled order. */
function plan(): readonly { readonly planted: Planted; readonly step: Step }[] {
  const planted = fc.sample(fc.tuple(...PLANTED_KINDS.map(plantedOf)), {
    numRuns: COUNT / PLANTED_KINDS.length,
    seed: SEED,
  });
  const steps = planted.flat().flatMap((one, at) => {
    const telling = Object.values(TELLING);
    const recurring = Object.values(RECURRING);
    const pick = [telling[at % telling.length], telling[(at + 4) % telling.length], recurring[at % recurring.length]];
    return pick.flatMap((make) => (make === undefined ? [] : [{ planted: one, step: make(one) }]));
  });
  return steps
    .map((step, at) => ({ step, order: (at * 7919) % steps.length }))
    .sort((a, b) => a.order - b.order)
    .map(({ step }) => step);
}

describe('two hundred planted values of every kind, sent through a live capture', () => {
  const steps = plan();
  const values = [...new Map(steps.map(({ planted }) => [planted.value, planted])).values()];
  const answers = new Map<string, Step['answer']>();
  const upstream = createServer((request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    request.on('end', () =>
      (answers.get(/^\/s\/\d+/.exec(request.url ?? '')?.[0] ?? '') ?? json({ ok: true }))(response),
    );
  });
  const recording = (name: string): string => join(folder, `${name}.sqlite`);

  async function capture(out: string, redact: string): Promise<void> {
    const origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    const stop = new AbortController();
    let opened: (url: string) => void = () => {};
    const listening = new Promise<string>((resolve) => (opened = resolve));
    const done = captureTraffic({
      to: [origin],
      port: 0,
      host: '127.0.0.1',
      session: null,
      sessionBy: null,
      task: null,
      trustTime: false,
      idleGap: 120,
      maxBody: 1 << 24,
      out,
      key,
      redact,
      env: process.env,
      clock: { now: Date.now, steady: () => performance.now() },
      signal: stop.signal,
      onListening: (urls) => opened(urls.get(origin) ?? ''),
      onProgress: () => {},
      onNote: () => {},
    });
    const url = await listening;
    for (const [at, { step }] of steps.entries()) {
      answers.set(`/s/${at}`, step.answer);
      await sent(`${url}/s/${at}${step.path ?? ''}`, step);
    }
    stop.abort();
    await done;
  }

  beforeAll(async () => {
    await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
    await capture(recording('redacted'), 'default');
    await capture(recording('raw'), 'off');
  }, 120_000);
  afterAll(() => {
    upstream.closeAllConnections();
    upstream.close();
  });

  it('leaves none in the bytes of the file and in what its bodies say', () => {
    // Some seeds draw a name twice.
    expect(values.length).toBeGreaterThan(COUNT - 10);
    expect(leftIn(recording('raw'), values).length).toBe(values.length);
    expect(leftIn(recording('redacted'), values)).toEqual([]);
  });

  it('leaves none in an export', async () => {
    for (const format of RECORDING_FORMATS) {
      const out = join(folder, `out-${format}`);
      await exportRecording(recording('redacted'), { format, out, overwrite: false });
      const text = readFileSync(out, 'utf8');
      expect(values.filter(({ value }) => text.includes(value))).toEqual([]);
    }
  });

  it('is found by a search in the raw recording, and the redacted one is clean', () => {
    expect(secretsIn(recording('redacted')).found).toEqual([]);
    const { found } = secretsIn(recording('raw'));
    expect(new Set(found.map(({ where }) => where)).size).toBeGreaterThan(COUNT);
    const report = JSON.stringify(found);
    expect(values.filter(({ value }) => report.includes(value))).toEqual([]);
  });

  it('joins: the same values have the same stand-ins in another week', async () => {
    await capture(recording('week2'), 'default');
    expect(saidIn(recording('week2'))).toEqual(saidIn(recording('redacted')));
    expect(saidIn(recording('raw'))).not.toEqual(saidIn(recording('redacted')));
  }, 60_000);

  it('learns the same from what is redacted', () => {
    const learned = (name: string): unknown => {
      const { operations, resources } = learnRecording(recording(name)).model;
      return {
        operations: operations.map(({ method, name: operation, kind }) => [method, operation, kind]),
        resources: resources.map(({ name: resource, idPath, scope }) => [resource, idPath, scope]),
      };
    };
    expect(learned('redacted')).toEqual(learned('raw'));
  });

  it('keeps its stand-ins known in a joined recording', async () => {
    await mergeRecordings([recording('redacted'), recording('week2')], recording('joined'), false);
    expect(secretsIn(recording('joined')).found).toEqual([]);
    expect(leftIn(recording('joined'), values)).toEqual([]);
  }, 60_000);
});

/** Targets, headers of both sides and bodies unpacked, in order. */
function saidIn(path: string): readonly unknown[] {
  using store = RecordingStore.open(path, { mode: 'read' });
  return [...store.sessions()]
    .flatMap(({ interactions }) => interactions)
    .map(({ request, outcome }) => [
      request.target,
      seen(request),
      outcome.kind === 'response'
        ? seen({ ...outcome.response, headers: withoutDate(outcome.response.headers) })
        : null,
    ]);
}

function withoutDate(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => name !== 'Date');
}

function sent(url: string, { method = 'GET', headers = {}, body }: Step): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers: { ...headers, Connection: 'close' } }, (response) => {
      response.resume();
      response.on('end', () => void pause(0).then(resolve));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Those that can be read anywhere: in the file's bytes, in bodies unpacked and unescaped, in headers and targets. */
function leftIn(path: string, values: readonly Planted[]): readonly Planted[] {
  using store = RecordingStore.open(path, { mode: 'read' });
  const texts = [readFileSync(path).toString('latin1'), readFileSync(path).toString('utf8')];
  for (const { interactions } of store.sessions()) {
    for (const { request, outcome } of interactions) {
      texts.push(request.target, decodePercent(request.target), ...seen(request));
      if (outcome.kind === 'response') texts.push(...seen(outcome.response));
    }
  }
  const all = texts.join('\n');
  return values.filter(({ value }) => all.includes(value));
}

function seen({ headers, body }: HttpRequest | HttpResponse): readonly string[] {
  const coding = headerValue(headers, 'content-encoding');
  const plain = coding === 'gzip' ? gunzipSync(body) : coding === 'br' ? brotliDecompressSync(body) : body;
  const text = Buffer.from(plain).toString('utf8');
  const decoded = decodeBody(headers, body);
  const lists = headers.map(([name, value]) => `${name}: ${value}\n${decodePercent(value)}`).join('\n');
  return [
    lists,
    text,
    decodePercent(text),
    decoded.kind === 'json' || decoded.kind === 'form' ? deepText(decoded.value) : '',
  ];
}

function deepText(value: unknown): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'object' && value !== null
      ? Object.values(value).map(deepText).join('\n')
      : String(value);
}
