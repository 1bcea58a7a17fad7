import type { JsonValue } from './json.ts';
import { parseJson } from './json.ts';
import { readJsonPath } from './json-path.ts';
import type { ReferenceSend } from './reference-api.ts';

export interface Answer {
  readonly status: number;
  readonly json: JsonValue | undefined;
  header(name: string): string | undefined;
  /** The value at a JSON path as text; throws where there is none, since a session cannot go on without it. */
  text(path: string): string;
  number(path: string): number;
  /** The values at a JSON path that leads to an array; empty where there is none. */
  rows(path: string): readonly JsonValue[];
}

export interface SessionClient {
  call(target: string, options?: CallOptions): Answer;
}

export interface CallOptions {
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly afterMs?: number;
}

/** @example client.call('PATCH /orders/7', { json: { note: 'x' } }).text('$.status') */
export function createSessionClient(
  send: ReferenceSend,
  origin: string,
  headers: Readonly<Record<string, string>>,
  mediaType = 'application/json',
): SessionClient {
  return {
    call(target, options = {}) {
      const [method = 'GET', ...rest] = target.split(' ');
      const [type, text] = encode(options, mediaType);
      const all = { ...headers, ...(type === undefined ? {} : { 'content-type': type }), ...options.headers };
      const request = {
        method,
        origin,
        path: rest.join(' '),
        headers: Object.entries(all).filter(([, value]) => value !== ''),
        body: new TextEncoder().encode(text),
      };
      const response = options.afterMs === undefined ? send(request) : send(request, options.afterMs);
      const json = parseJson(response.body);
      const at = (path: string): JsonValue => {
        const value = readJsonPath(json, path);
        if (value === undefined || value === null) {
          throw new Error(`${target} answered ${response.status} without ${path}: ${JSON.stringify(json)}`);
        }
        return value;
      };
      return {
        status: response.status,
        json,
        header: (name) => response.headers.find(([key]) => key.toLowerCase() === name)?.[1],
        text: (path) => String(at(path)),
        number: (path) => Number(at(path)),
        rows: (path) => {
          const value = readJsonPath(json, path);
          return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
        },
      };
    },
  };
}

function encode(options: CallOptions, mediaType: string): readonly [string | undefined, string] {
  if (options.form !== undefined) {
    return [
      'application/x-www-form-urlencoded',
      Object.entries(options.form)
        .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
        .join('&'),
    ];
  }
  if (options.json === undefined) return [undefined, ''];
  return [mediaType, typeof options.json === 'string' ? options.json : JSON.stringify(options.json)];
}
