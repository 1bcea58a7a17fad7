/**
 * Recorded origins <-> local addresses, for clients that come over real sockets. The world and everything stored only
 * ever see recorded origins: what goes out is rewritten, what comes in is rewritten back.
 */
import { isUtf8 } from 'node:buffer';
import type { HttpRequest, HttpResponse } from '../model/http.ts';

type Spelling = (text: string) => string;

/** As an address stands in text, in JSON that escapes slashes, and inside a query value. */
const SPELLINGS: readonly Spelling[] = [(text) => text, (text) => text.replaceAll('/', '\\/'), encodeURIComponent];

interface Swap {
  readonly pattern: RegExp;
  readonly replacement: ReadonlyMap<string, string>;
  /** Host names: a cheap test whether a text can contain any. */
  readonly hosts: readonly string[];
}

export class OriginRewriter {
  readonly #out: Swap;
  readonly #in: Swap;

  /** @param locals recorded origin -> local origin (`http://127.0.0.1:4001`) */
  constructor(locals: Readonly<Record<string, string>>) {
    const pairs = Object.entries(locals);
    this.#out = swapOf(pairs);
    this.#in = swapOf(
      pairs.flatMap(([recorded, local]): [string, string][] => [
        [local, recorded],
        [local.replace('127.0.0.1', 'localhost'), recorded],
      ]),
    );
  }

  outgoing({ status, headers, body }: HttpResponse): HttpResponse {
    return {
      status,
      headers: headers.map(([name, value]) => [name, outgoingHeader(name, swapText(this.#out, value))] as const),
      body: swapBody(this.#out, body),
    };
  }

  incoming(request: HttpRequest): HttpRequest {
    const headers = request.headers.map(([name, value]) => [name, swapText(this.#in, value)] as const);
    return { ...request, target: swapText(this.#in, request.target), headers, body: swapBody(this.#in, request.body) };
  }
}

function swapOf(pairs: readonly (readonly [from: string, to: string])[]): Swap {
  const replacement = new Map<string, string>();
  for (const [from, to] of pairs) for (const spell of SPELLINGS) replacement.set(spell(from), spell(to));
  const longestFirst = [...replacement.keys()].sort((left, right) => right.length - left.length);
  // What follows must not continue the host or the port: https://api.example.com is not part of https://api.example.com.au
  const pattern = new RegExp(`(?:${longestFirst.map(escaped).join('|')})(?![\\w-]|\\.\\w|:\\d|%3A\\d)`, 'g');
  return { pattern, replacement, hosts: [...new Set(pairs.map(([from]) => new URL(from).hostname))] };
}

function swapText({ pattern, replacement, hosts }: Swap, text: string): string {
  if (!hosts.some((host) => text.includes(host))) return text;
  return text.replace(pattern, (found) => replacement.get(found) ?? found);
}

function swapBody(swap: Swap, body: Uint8Array): Uint8Array {
  if (body.length === 0) return body;
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.length);
  // Only text is rewritten: in an archive or image the same bytes mean something else.
  if (!swap.hosts.some((host) => buffer.includes(host)) || !isUtf8(buffer)) return body;
  return Buffer.from(swapText(swap, buffer.toString('utf8')), 'utf8');
}

/** A cookie for the recorded host would never be kept for a local address. */
function outgoingHeader(name: string, value: string): string {
  return name.toLowerCase() === 'set-cookie' ? value.replace(/;\s*(?:domain=[^;]*|secure)(?=;|$)/gi, '') : value;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
