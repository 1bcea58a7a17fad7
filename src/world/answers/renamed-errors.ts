/** Refusals in a world whose fields have new names: an API that reads a field under its new name complains of it by that name. */
import { isArray, isObject, objectOf, type Json } from '../../model/json.ts';
import type { HttpResponse } from '../../model/http.ts';
import type { CompiledOperation } from '../compiled.ts';
import { isAbout } from '../request/request-renames.ts';
import type { ViewEdits } from '../state/view-edits.ts';

export function withNewNames(response: HttpResponse, op: CompiledOperation, views: ViewEdits): HttpResponse {
  if (response.status < 400 || response.status >= 500 || response.body.length === 0) return response;
  const names = new Map(
    views.all.flatMap((patch): [string, string][] =>
      isAbout(patch, op) && patch.change.v === 'rename' ? [[String(patch.change.path.at(-1)), patch.change.to]] : [],
    ),
  );
  if (names.size === 0) return response;
  const body = parsed(response.body);
  if (body === undefined) return response;
  const told = renamed(body, names);
  const bytes = Buffer.from(JSON.stringify(told));
  const headers = response.headers.map(([name, value]): readonly [string, string] =>
    name.toLowerCase() === 'content-length' ? [name, String(bytes.length)] : [name, value],
  );
  return { ...response, headers, body: bytes };
}

function parsed(body: Uint8Array): Json | undefined {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

/** Keys and whole values; in sentences only what is quoted or spoken of, since a field's name may be a plain word too. */
function renamed(value: Json, names: ReadonlyMap<string, string>): Json {
  if (isArray(value)) return value.map((item) => renamed(item, names));
  if (isObject(value))
    return objectOf(Object.entries(value).map(([key, item]) => [names.get(key) ?? key, renamed(item, names)]));
  if (typeof value !== 'string') return value;
  const whole = value
    .split(/([./])/)
    .map((part) => names.get(part) ?? part)
    .join('');
  if (!/\s/.test(value)) return whole;
  return value
    .replaceAll(/(["'`])([\w.-]+)\1/g, (text, quote: string, name: string) =>
      names.has(name) ? `${quote}${names.get(name)}${quote}` : text,
    )
    .replace(/^[\w.-]+(?= (?:is|was|must|may|can|cannot|can't|has|should|needs)\b)/, (name) => names.get(name) ?? name);
}
