import { decodeBody } from '../../model/body.ts';
import { decodePercent, pathOf, queryOf, type HttpRequest, type HttpResponse } from '../../model/http.ts';
import { isObject, type Json } from '../../model/json.ts';

/** The record of `resource` that a request is about, by its path, query or body. Null where it names none. */
export function entityKeyOf(
  request: Pick<HttpRequest, 'target' | 'headers'> & { readonly body?: Uint8Array },
  resource: string,
): string | null {
  const names = namesOf(resource);
  const segments = pathOf(request.target).split('/').map(decodePercent);
  const at = segments.findLastIndex(
    (segment, index) => names.has(segment.toLowerCase()) && (segments[index + 1] ?? '') !== '',
  );
  if (at >= 0) return segments[at + 1] ?? null;
  for (const [name, value] of queryOf(request.target)) if (isReference(name, names) && value !== '') return value;
  if (request.body === undefined || request.body.length === 0) return null;
  const body = decodeBody(request.headers, request.body);
  const fields = body.kind === 'json' || body.kind === 'form' ? body.value : null;
  if (!isObject(fields ?? undefined)) return null;
  for (const [name, value] of Object.entries(fields as object))
    if (isReference(name, names) && isId(value)) return String(value);
  return null;
}

/** The record that a request to the collection made: `POST /tickets` answered with `{"id": 7}` or `{"ticket": {"id": 7}}`. */
export function createdEntityKey(
  request: Pick<HttpRequest, 'method' | 'target'>,
  response: HttpResponse,
  resource: string,
): string | null {
  if (!makesEntity(request, resource) || response.status < 200 || response.status > 299) return null;
  const body = decodeBody(response.headers, response.body);
  if (body.kind !== 'json' || !isObject(body.value)) return null;
  const names = namesOf(resource);
  const wrapped = Object.entries(body.value).find(([name]) => names.has(name.toLowerCase()))?.[1];
  const id = (isObject(wrapped) ? wrapped['id'] : undefined) ?? body.value['id'];
  return isId(id) ? String(id) : null;
}

export function makesEntity({ method, target }: Pick<HttpRequest, 'method' | 'target'>, resource: string): boolean {
  const last = pathOf(target).replace(/\/+$/, '').split('/').at(-1) ?? '';
  return method === 'POST' && namesOf(resource).has(decodePercent(last).toLowerCase());
}

function isReference(name: string, names: ReadonlySet<string>): boolean {
  const [, stem] = /^(.+?)_?(?:id|Id|ID)$/.exec(name) ?? [];
  return stem !== undefined && names.has(stem.toLowerCase());
}

function isId(value: Json | undefined): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

/** `tickets` and `ticket`, whichever of the two was given. */
function namesOf(resource: string): ReadonlySet<string> {
  const name = resource.toLowerCase();
  const singular = name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.replace(/s$/, '');
  const plural = singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`;
  return new Set([name, singular, plural]);
}
