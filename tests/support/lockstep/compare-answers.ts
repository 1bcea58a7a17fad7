import { isJsonObject, parseJson } from '../reference-apis/json.ts';
import type { JsonValue } from '../reference-apis/json.ts';
import type { ProbeAction } from '../reference-apis/probe.ts';
import type { ReferenceApi, ReferenceRequest, ReferenceResponse } from '../reference-apis/reference-api.ts';
import type { IdPairs } from './id-pairs.ts';
import { leavesOf, pathText } from './leaves.ts';
import { pathFilter } from './path-filter.ts';

/** `echoed`: the request said it; `id`: chosen by the server; `stored`: everything else that is neither derived nor volatile. */
export type FieldKind = 'stored' | 'echoed' | 'id' | 'derived' | 'header';

export interface FieldMatch {
  readonly place: string;
  readonly kind: FieldKind;
  readonly right: boolean;
}

/** Headers of transport or of pure chance. */
const IGNORED_HEADERS = new Set(['date', 'content-length', 'connection', 'server']);

/**
 * Every leaf of both answers by its exact place: an item too many shifts those behind it, as it would for a client.
 * Unseen and volatile fields are left out.
 */
export function compareAnswers(
  api: ReferenceApi,
  action: ProbeAction,
  request: ReferenceRequest,
  theirs: ReferenceResponse,
  ours: ReferenceResponse,
  ids: IdPairs,
): readonly FieldMatch[] {
  const found = leafMap(ours);
  const expected = leafMap(theirs);
  const echoes = sentValues(request);
  const fields: FieldMatch[] = [];
  for (const key of new Set([...expected.keys(), ...found.keys()])) {
    const leaf = expected.get(key) ?? found.get(key);
    if (leaf === undefined || pathFilter(api.volatile)(leaf.path) || pathFilter(action.unseen)(leaf.path)) continue;
    const isId = pathFilter(api.idPaths)(leaf.path);
    const isDerived = pathFilter(api.derived)(leaf.path);
    const right = ids.same(expected.get(key)?.value, found.get(key)?.value, isId);
    const kind = isDerived ? 'derived' : isId ? 'id' : echoes.has(echoKey(leaf.path, leaf.value)) ? 'echoed' : 'stored';
    fields.push({ place: pathText(leaf.path), kind, right });
  }
  return [...fields, ...compareHeaders(api, theirs, ours, ids)];
}

function compareHeaders(
  api: ReferenceApi,
  theirs: ReferenceResponse,
  ours: ReferenceResponse,
  ids: IdPairs,
): readonly FieldMatch[] {
  const fields: FieldMatch[] = [];
  const found = headerMap(ours);
  for (const [name, value] of headerMap(theirs)) {
    if (IGNORED_HEADERS.has(name) || api.volatile.includes(`header:${name}`)) continue;
    const isId = api.idPaths.includes(`header:${name}`);
    const kind = api.derived.includes(`header:${name}`) ? 'derived' : isId ? 'id' : 'header';
    fields.push({ place: `header:${name}`, kind, right: ids.same(value, found.get(name), isId) });
  }
  return fields;
}

function leafMap({
  body,
}: ReferenceResponse): Map<string, { readonly path: readonly (string | number)[]; readonly value: JsonValue }> {
  const value = body.length === 0 ? undefined : (parseJson(body) ?? new TextDecoder().decode(body));
  return new Map([...leavesOf(value)].map((leaf) => [JSON.stringify(leaf.path), leaf]));
}

function headerMap({ headers }: ReferenceResponse): Map<string, string> {
  const map = new Map<string, string>();
  for (const [name, value] of headers) {
    const before = map.get(name.toLowerCase());
    map.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`);
  }
  return map;
}

function sentValues({ body }: ReferenceRequest): ReadonlySet<string> {
  const sent = parseJson(body);
  if (isJsonObject(sent) || Array.isArray(sent)) {
    return new Set([...leavesOf(sent)].map(({ path, value }) => echoKey(path, value)));
  }
  return new Set(
    [...new URLSearchParams(new TextDecoder().decode(body))].map(([name, value]) =>
      echoKey([name.replace(/\]$/, '').split(/\]?\[/).at(-1) ?? name], value),
    ),
  );
}

function echoKey(path: readonly (string | number)[], value: JsonValue): string {
  return `${path.findLast((step) => typeof step === 'string') ?? ''}=${String(value)}`;
}
