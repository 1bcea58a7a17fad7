/** What every import format has in common: a document that was read, and the exchanges found in it. */
import { NO_BODY, type HeaderList, type HttpRequest, type NetworkError } from '../../model/http.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Outcome } from '../../model/recording.ts';

export type FormatId = 'har' | 'nock' | 'vcr' | 'betamax' | 'go-vcr' | 'wiremock' | 'hoverfly' | 'postman';

/** A format: told by structure alone, read without knowing the file's name. */
export interface Format {
  readonly id: FormatId;
  matches(document: Json): boolean;
  /**
   * `wantsAll`: the format was named by the user, so that nothing is left out for being no call of an API.
   * @throws FormatProblem where the document is not what the format says
   */
  parse(document: Json, wantsAll: boolean): ParsedFile;
}

export interface ParsedFile {
  /** One for most formats; a HAR with several pages has one for each. */
  readonly groups: readonly ParsedGroup[];
  /** Exchanges that were left out, with the reason. */
  readonly left: readonly { readonly place: string; readonly reason: string }[];
}

export interface ParsedGroup {
  /** What the file calls it; null where the file is one session. */
  readonly name: string | null;
  readonly exchanges: readonly Exchange[];
}

/** An interaction before it has a place in a session; times are null where the file has none. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly outcome: Outcome;
  readonly at: number | null;
  readonly firstByteAfter: number | null;
  readonly lastByteAfter: number | null;
  readonly incomplete: string | null;
}

/** The document does not hold what its format promises; the file is skipped with this reason. */
export class FormatProblem extends Error {
  override readonly name = 'FormatProblem';
}

export function oneGroup(exchanges: readonly Exchange[]): ParsedFile {
  return { groups: [{ name: null, exchanges }], left: [] };
}

export function respond(status: number, headers: HeaderList, body: Uint8Array): Outcome {
  return { kind: 'response', response: { status, headers, body }, trailers: [] };
}

export function failWith(kind: NetworkError['kind'], message: string): Outcome {
  return { kind: 'error', error: { kind, message } };
}

/** Origin and raw target of an absolute URL; default ports go, escapes stay as written. */
export function splitUrl(url: string, place: string): { readonly origin: string; readonly target: string } {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null) throw new FormatProblem(`${place}: "${url.slice(0, 80)}" is no absolute URL`);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    throw new FormatProblem(`${place}: ${parsed.protocol} is not HTTP`);
  const rest = /^[^:]+:\/\/[^/?#]*([^#]*)/.exec(url)?.[1] ?? '/';
  return { origin: parsed.origin, target: rest.startsWith('/') ? rest : `/${rest}` };
}

export function objectAt(value: Json | undefined, place: string): JsonObject {
  if (!isObject(value)) throw new FormatProblem(`${place} is missing or no object`);
  return value;
}

export function listAt(value: Json | undefined, place: string): readonly Json[] {
  if (!Array.isArray(value)) throw new FormatProblem(`${place} is missing or no list`);
  return value;
}

export function textAt(value: Json | undefined, place: string): string {
  if (typeof value !== 'string') throw new FormatProblem(`${place} is missing or no text`);
  return value;
}

/** A status code of 100 to 599. */
export function statusAt(value: Json | undefined, place: string): number {
  const status = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599) {
    throw new FormatProblem(`${place} is no HTTP status: ${JSON.stringify(value ?? null)}`);
  }
  return status;
}

/** `{ Name: "value" }`, `{ Name: ["a", "b"] }` or `["Name", "value", ...]` as a header list. */
export function headersAt(value: Json | undefined): HeaderList {
  if (Array.isArray(value)) return flatPairs(value);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, given]) =>
    (Array.isArray(given) ? given : [given]).map((item) => [name, scalarText(item)] as const),
  );
}

export function scalarText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function bytesOf(text: string, encoding: BufferEncoding = 'utf8'): Uint8Array {
  return text === '' ? NO_BODY : Buffer.from(text, encoding);
}

const HEX = /^(?:[0-9a-f]{2})+$/i;
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

export function isHex(value: Json | undefined): value is string {
  return typeof value === 'string' && HEX.test(value);
}

export function fromBase64(text: string, place: string): Uint8Array {
  if (!BASE64.test(text)) throw new FormatProblem(`${place} is no base64`);
  return bytesOf(text, 'base64');
}

/** Milliseconds since the epoch, null where the text is no time. */
export function timeOf(value: Json | undefined): number | null {
  if (typeof value !== 'string' || value === '') return null;
  // A time without a zone is taken as UTC, so that the same file gives the same times everywhere.
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?$/.test(value) ? `${value}Z` : value;
  const at = Date.parse(iso);
  return Number.isNaN(at) ? null : at;
}

function flatPairs(list: readonly Json[]): HeaderList {
  if (list.every(Array.isArray)) {
    return (list as readonly (readonly Json[])[]).map(([name, value]) => [scalarText(name), scalarText(value)]);
  }
  const pairs: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < list.length; at += 2) pairs.push([scalarText(list[at]), scalarText(list[at + 1])]);
  return pairs;
}
