/** Foreign keys: fields whose values are ids of another resource. Containment decides; for small integers the name must agree. */
import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import { singularOf, snakeOf } from '../lexicon.ts';

export type References = ReadonlyMap<ResourceName, ReadonlyMap<string, ResourceName>>;

interface Values {
  readonly texts: Set<string>;
  numeric: boolean;
  n: number;
}

export function referencesOf(
  docs: ReadonlyMap<ResourceName, readonly JsonObject[]>,
  ids: ReadonlyMap<ResourceName, ReadonlySet<string>>,
  idPaths: ReadonlyMap<ResourceName, readonly (string | number)[]>,
): References {
  const found = new Map<ResourceName, Map<string, ResourceName>>();
  for (const [resource, list] of docs) {
    const fields = new Map<string, Values>();
    for (const doc of list) collect(doc, [], fields, 0);
    const own = new Map<string, ResourceName>();
    for (const [path, values] of fields) {
      if (path === (idPaths.get(resource) ?? []).join('\u0000')) continue;
      const target = targetOf(path, values, ids);
      if (
        target !== null &&
        !(target === resource && ['id', 'number', 'key'].includes(path.split('\u0000').at(-1) ?? ''))
      )
        own.set(path, target);
    }
    found.set(resource, own);
  }
  return found;
}

function collect(value: Json, path: readonly string[], fields: Map<string, Values>, depth: number): void {
  if (depth > 4) return;
  if (isArray(value)) for (const item of value.slice(0, 30)) collect(item, [...path, '*'], fields, depth + 1);
  else if (isObject(value))
    for (const [key, item] of Object.entries(value)) collect(item, [...path, key], fields, depth + 1);
  else if (typeof value === 'string' || typeof value === 'number') {
    const key = path.join('\u0000');
    const entry = fields.get(key) ?? { texts: new Set<string>(), numeric: true, n: 0 };
    entry.n++;
    if (typeof value !== 'number' && !/^\d+$/.test(value)) entry.numeric = false;
    if (entry.texts.size < 400) entry.texts.add(String(value));
    fields.set(key, entry);
  }
}

function targetOf(
  path: string,
  values: Values,
  ids: ReadonlyMap<ResourceName, ReadonlySet<string>>,
): ResourceName | null {
  const names = path.split('\u0000').filter((step) => step !== '*');
  const last = snakeOf(names.at(-1) ?? '');
  const stem =
    last === 'id' || last === 'ids' ? snakeOf(names.at(-2) ?? '') : last.replace(/_(?:ids?|uuid|key|ref)$/, '');
  const idNamed = /(?:^|_)(?:ids?|uuid|key|ref)$/.test(last);
  let best: { resource: ResourceName; score: number } | null = null;
  for (const [resource, known] of ids) {
    let hits = 0;
    for (const text of values.texts) if (known.has(text)) hits++;
    const share = hits / Math.max(1, values.texts.size);
    const singular = singularOf(resource);
    const named =
      singularOf(stem) === singular || stem.endsWith(`_${singular}`) || singular.endsWith(`_${singularOf(stem)}`);
    const enough =
      named && idNamed
        ? share >= 0.3 || values.texts.size < 3
        : named
          ? share >= 0.8 && hits >= 1
          : values.numeric
            ? (idNamed && share >= 0.95 && hits >= 4) || (share === 1 && hits >= 8 && isOnlyIn(values, resource, ids))
            : share >= 0.7 && hits >= 1;
    if (!enough || (!named && !idNamed && values.texts.size < 2)) continue;
    const score = share + (named ? 1 : 0) + Math.min(0.3, hits / 100);
    if (best === null || score > best.score) best = { resource, score };
  }
  return best?.resource ?? null;
}

/** Numbers that are no small ones, and ids of no other resource: `from` and `to` of a transfer between accounts. */
function isOnlyIn(
  { texts }: Values,
  resource: ResourceName,
  ids: ReadonlyMap<ResourceName, ReadonlySet<string>>,
): boolean {
  return (
    [...texts].every((text) => Number(text) >= 100) &&
    [...ids].every(([other, known]) => other === resource || ![...texts].some((text) => known.has(text)))
  );
}
