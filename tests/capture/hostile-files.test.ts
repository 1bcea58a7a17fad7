import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importRecording } from '../../src/pipeline/import-recording.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const key = join(import.meta.dirname, '../../recordings/helpdesk/published.key');

const entry = (change: object = {}, response: object = {}): object => ({
  startedDateTime: '2026-01-05T10:00:00Z',
  request: { method: 'GET', url: 'https://api.test/a', headers: [], ...change },
  response: { status: 200, headers: [], content: { text: '{"a":1}', mimeType: 'application/json' }, ...response },
});
const har = (...entries: readonly unknown[]): string => JSON.stringify({ log: { version: '1.2', entries } });
const nock = (change: object): string =>
  JSON.stringify([{ scope: 'https://api.test', method: 'GET', path: '/a', status: 200, response: {}, ...change }]);
const deep = (open: string, close: string, times: number): string => open.repeat(times) + close.repeat(times);

/** Each alone may bring something in or be named and skipped; none may do anything to the others. */
const FILES: Readonly<Record<string, string | Buffer>> = {
  'empty.har': '',
  'blank.json': ' \n\t ',
  'object.json': '{}',
  'list.json': '[]',
  'number.json': '7',
  'null.json': 'null',
  'cut.har': har(entry(), entry()).slice(0, -30),
  'cut-in-text.har': har(entry()).slice(0, 60),
  'deep-lists.json': deep('[', ']', 100_000),
  'deep-objects.json': deep('{"a":', '}', 100_000).replace('}', '1}'),
  'unclosed.json': '['.repeat(1_000_000),
  'deep-body.har': har(entry({}, { content: { text: deep('[', ']', 100_000), mimeType: 'application/json' } })),
  'deep.yaml': `a: ${deep('[', ']', 5_000)}`,
  'aliases.yaml': `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghijk'
    .split('')
    .map((name, at) => `${name}: &${name} [${Array<string>(9).fill(`*${'abcdefghijk'[at]}`).join(',')}]`)
    .join('\n')}\n`,
  'tags.yaml': 'http_interactions:\n- !ruby/object:Gem::Requirement\n  requirements: x\n',
  'function.yaml': 'interactions: !!js/function "function(){process.exit(9)}"\n',
  'bad-indent.yaml': 'http_interactions:\n- request:\n   method: get\n  uri: x\n - y',
  'nul.har': har(entry()).replace('api', 'a\0pi'),
  'utf16.har': Buffer.from(har(entry()), 'utf16le'),
  'latin1.har': Buffer.from(har(entry({}, { content: { text: 'é', mimeType: 'text/plain' } })), 'latin1'),
  'bom.har': `\uFEFF${har(entry())}`,
  'binary.har': Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 31) % 256)),
  'zip.har': Buffer.concat([Buffer.from('PK\u0003\u0004'), gzipSync(Buffer.alloc(1_000_000))]),
  'no-entries.har': '{"log":{"version":"1.2","creator":{"name":"x"}}}',
  'entries-object.har': '{"log":{"entries":{}}}',
  'entries-null.har': '{"log":{"entries":[null,1,"x",[]]}}',
  'no-request.har': har({ response: {} }),
  'no-response.har': har({ request: { method: 'GET', url: 'https://api.test/a' } }),
  'wrong-types.har': har(entry({ method: 7, url: { a: 1 }, headers: 'x' }, { status: 'abc', content: [] })),
  'status-float.har': har(entry({}, { status: 200.5 })),
  'status-huge.har': har(entry({}, { status: 99_999 })),
  'status-negative.har': har(entry({}, { status: -1 })),
  'negative-time.har': har({ ...entry(), time: -5, timings: { wait: -7, receive: 'x' } }),
  'no-time.har': har({ ...entry(), startedDateTime: 'yesterday' }),
  'far-time.har': har({ ...entry(), startedDateTime: '+275760-09-13T00:00:00.001Z' }),
  'broken-base64.har': har(entry({}, { content: { text: '@@@', encoding: 'base64' } })),
  'unknown-encoding.har': har(entry({}, { content: { text: 'x', encoding: 'rot13' } })),
  'file-url.har': har(entry({ url: 'file:///etc/passwd' })),
  'script-url.har': har(entry({ url: 'javascript:alert(1)' })),
  'no-url.har': har(entry({ url: '' })),
  'bad-url.har': har(entry({ url: 'https://%zz:99999/' })),
  'crlf-url.har': har(entry({ url: 'https://api.test/a\r\nX: y' })),
  'prototype.har': har(
    entry(
      {},
      {
        content: {
          text: '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
          mimeType: 'application/json',
        },
      },
    ),
  ),
  'prototype-file.json': '{"__proto__":{"polluted":1},"log":{"__proto__":{"polluted":1},"entries":[]}}',
  'prototype-headers.har': har(
    entry({
      headers: [
        { name: '__proto__', value: 'polluted' },
        { name: 'constructor', value: 'x' },
      ],
    }),
  ),
  'odd-keys.har': har(
    entry(
      {},
      {
        content: { text: '{"toString":1,"hasOwnProperty":2,"":3,"__defineGetter__":4}', mimeType: 'application/json' },
      },
    ),
  ),
  'long-header.har': har(entry({ headers: [{ name: 'X-Long', value: 'x'.repeat(10_000_000) }] })),
  'many-headers.har': har(
    entry({ headers: Array.from({ length: 20_000 }, (_, at) => ({ name: `X-${at}`, value: 'v' })) }),
  ),
  'header-types.har': har(entry({ headers: [null, 7, { name: null }, { name: ['a'], value: { b: 1 } }] })),
  'surrogate.har': har(entry({}, { content: { text: '\ud800x', mimeType: 'text/plain' } })),
  'bomb.har': har(
    entry(
      {},
      {
        headers: [{ name: 'Content-Encoding', value: 'gzip' }],
        content: { text: gzipSync(gzipSync(Buffer.alloc(200_000_000))).toString('base64'), encoding: 'base64' },
      },
    ),
  ),
  'layers.har': har(
    entry({}, { headers: [{ name: 'Content-Encoding', value: Array<string>(1000).fill('gzip').join(',') }] }),
  ),
  'zstd.har': har(
    entry(
      {},
      { headers: [{ name: 'Content-Encoding', value: 'zstd' }], content: { text: '/////w==', encoding: 'base64' } },
    ),
  ),
  'huge-number.har': har(
    entry({}, { content: { text: '{"id":12345678901234567890,"big":1e400,"zero":-0}', mimeType: 'application/json' } }),
  ),
  'nock-no-scope.json': nock({ scope: 7 }),
  'nock-path.json': nock({ path: null }),
  'nock-status.json': nock({ status: 'x' }),
  'nock-hex.json': nock({ response: ['zz', 'f'], rawHeaders: ['Content-Encoding', 'gzip', 'odd'] }),
  'nock-scope.json': nock({ scope: 'ftp://x' }),
  'vcr-empty.yaml': 'http_interactions: []\nrecorded_with: VCR 6.0.0\n',
  'vcr-null.yaml': 'http_interactions:\n-\n-\nrecorded_with: VCR 6.0.0\n',
  'vcr-types.yaml': 'interactions:\n- request: 7\n  response: []\nversion: 1\n',
  'go-vcr.yaml': '---\nversion: 2\ninteractions:\n    - id: 0\n      request: {}\n      response: {}\n',
  'wiremock.json': '{"mappings":[{"request":{"url":7},"response":{"status":"x"}}]}',
  'hoverfly.json': '{"data":{"pairs":[null,{"request":{"path":[{"matcher":{}}]}}]}}',
  'postman.json': `{"info":{"_postman_id":"x"},"item":${deep('[{"item":', '}]', 900).replace('}]', '[]}]')}}`,
  'duplicate-keys.json': '{"log":{"entries":[1]},"log":{"entries":[]}}',
  'slow-text.har': har(
    entry(
      {},
      {
        content: {
          text: `${'a@'.repeat(50_000)}${'Bearer '.repeat(20_000)}${'-'.repeat(50_000)}`,
          mimeType: 'text/plain',
        },
      },
    ),
  ),
};

describe('hostile files', () => {
  const names = Object.keys(FILES);

  it('are sixty and more', () => expect(names.length).toBeGreaterThanOrEqual(60));

  it.each(names)('%s: a clear word at most, and what is good beside it comes in', (name) => {
    const place = join(folder, name.replace('.', '-'));
    mkdirSync(place);
    writeFileSync(join(place, `b-${name}`), FILES[name] ?? '');
    writeFileSync(join(place, 'a-good.har'), har(entry({ url: 'https://api.test/good' })));
    writeFileSync(join(place, 'c-good.har'), har(entry({ url: 'https://api.test/good' })));
    const out = join(place, 'out.sqlite');
    const began = performance.now();
    const result = importRecording({
      files: [place],
      out,
      format: 'auto',
      join: true,
      key,
      redact: 'default',
      env: {},
    });
    expect(performance.now() - began).toBeLessThan(5_000);
    for (const { file, reason } of result.skipped) {
      expect(file).toContain(name);
      expect(reason.length).toBeGreaterThan(5);
      expect(reason.length).toBeLessThan(300);
      expect(reason).not.toMatch(/undefined|\[object|Cannot read|is not a function/);
    }
    using store = RecordingStore.open(out, { mode: 'read' });
    const targets = [...store.sessions()].flatMap(({ interactions }) =>
      interactions.map(({ request }) => request.target),
    );
    expect(targets.filter((target) => target === '/good').length).toBe(2);
    expect(targets.length - 2 + result.skipped.length + result.empty).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
