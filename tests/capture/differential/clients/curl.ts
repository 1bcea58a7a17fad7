import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client, Road, Seen, Sent } from '../exchange.ts';
import { seenOf } from '../seen.ts';

/** One process for all requests, its connection kept between them. */
export const viaCurl: Client = async (road, requests) => {
  const folder = mkdtempSync(join(tmpdir(), 'offscript-curl-'));
  const config = join(folder, 'config');
  if (road.trust !== null) writeFileSync(join(folder, 'trust.pem'), road.trust);
  for (const [at, { body }] of requests.entries()) if (body !== null) writeFileSync(join(folder, `sent-${at}`), body);
  writeFileSync(config, requests.map((sent, at) => section(road, sent, at, folder)).join('next\n'));
  await new Promise<void>((resolve, reject) => {
    const child = spawn('curl', ['-K', config], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'] },
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`curl ended with ${code}: ${said.slice(0, 500)}`)),
    );
  });
  // Of HEAD, curl writes the head where the body would go.
  const seen = requests.map(({ method }, at) =>
    readSeen(join(folder, `head-${at}`), method === 'HEAD' ? null : join(folder, `body-${at}`)),
  );
  rmSync(folder, { recursive: true, force: true });
  return seen;
};

function section({ origin, proxy, trust }: Road, sent: Sent, at: number, folder: string): string {
  const lines = [
    `url = ${quoted(origin + sent.path)}`,
    `dump-header = ${quoted(join(folder, `head-${at}`))}`,
    `output = ${quoted(join(folder, `body-${at}`))}`,
    ...sent.headers.map(([name, value]) => `header = ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
  ];
  if (proxy !== null) lines.push(`proxy = ${quoted(proxy)}`, 'suppress-connect-headers');
  if (trust !== null) lines.push(`cacert = ${quoted(join(folder, 'trust.pem'))}`);
  if (sent.method === 'HEAD') lines.push('head');
  else lines.push(`request = ${quoted(sent.method)}`);
  if (sent.body !== null) {
    lines.push(`data-binary = ${quoted(`@${join(folder, `sent-${at}`)}`)}`);
    if (!sent.headers.some(([name]) => name === 'Content-Type')) lines.push('header = "Content-Type:"');
    if (sent.chunked) lines.push('header = "Transfer-Encoding: chunked"');
    if (!sent.headers.some(([name]) => name === 'Expect')) lines.push('header = "Expect:"');
  }
  return `silent\nshow-error\npath-as-is\ngloboff\n${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A dump of heads: interim ones, the last, then trailers. */
function readSeen(headPath: string, bodyPath: string | null): Seen {
  const text = readFileSync(headPath, 'latin1');
  const heads = text.split(/\r\n\r\n/).filter((part) => part.startsWith('HTTP/'));
  const parts = text.split(/\r\n\r\n/).filter((part) => part !== '');
  const status = (head: string): number => Number(/^\S+ (\d+)/.exec(head)?.[1]);
  const last = heads.at(-1) ?? '';
  const trailers = parts.slice(parts.indexOf(last) + 1).flatMap(fields);
  let body: Buffer = Buffer.alloc(0);
  try {
    if (bodyPath !== null) body = readFileSync(bodyPath);
  } catch {
    // curl makes no file for an answer without a body
  }
  if (last !== '' && status(last) > 0)
    return seenOf(status(last), fields(last.slice(last.indexOf('\r\n') + 2)), body, {
      trailers,
      interim: heads.slice(0, -1).map(status),
    });
  throw new Error(`no answer in ${text.slice(0, 200)}`);
}

function fields(text: string): (readonly [string, string])[] {
  return text
    .split('\r\n')
    .filter((line) => line.includes(':') && !line.startsWith('HTTP/'))
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
}
