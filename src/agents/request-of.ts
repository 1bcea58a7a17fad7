import type { Json } from 'offscript';
import type { Call } from './call.ts';
import { isArray, isObject, withValueAt } from './json.ts';

/** A call as HTTP has it. */
export interface PlainRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

export function requestOf({ operation, values }: Call): PlainRequest {
  const headers: [string, string][] = [['Accept', 'application/json']];
  const query = new URLSearchParams();
  let path = operation.path;
  let body: Json | undefined;
  for (const { place, value } of values) {
    if (place.in === 'path') path = path.replace(`{${place.name}}`, encodeURIComponent(asText(value)));
    else if (place.in === 'query') {
      for (const item of isArray(value) ? value : [value]) query.append(place.name, asText(item));
    } else if (place.in === 'header') headers.push([place.name, asText(value)]);
    else if (place.in === 'body') body = withValueAt(body, place.path, value);
  }
  const missing = /\{(\w+)\}/.exec(path)?.[1];
  if (missing !== undefined) throw new Error(`${operation.name} needs a value for "${missing}".`);
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  if (body === undefined) return { method: operation.method, target: `${path}${search}`, headers, body };
  const contentType = operation.contentType ?? 'application/json';
  headers.push(['Content-Type', contentType]);
  const text = contentType.includes('x-www-form-urlencoded') ? formText(body) : JSON.stringify(body);
  return { method: operation.method, target: `${path}${search}`, headers, body: text };
}

function formText(body: Json): string {
  return new URLSearchParams(
    isObject(body) ? Object.entries(body).map(([name, value]): [string, string] => [name, asText(value)]) : [],
  ).toString();
}

function asText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
