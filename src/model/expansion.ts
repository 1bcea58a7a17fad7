import { isArray, isObject, type Json, type JsonObject } from './json.ts';
import type { ResourceName } from './names.ts';

/** A parameter that opens references in answers: `?expand[]=customer`, `?include=owner,items.product`. */
export interface Expansion {
  readonly origin: string;
  /** Without brackets; in the query, or a member of the body. */
  readonly parameter: string;
  /** Whose records stand behind the fields that it opens, by the field's name. */
  readonly fields: Readonly<Record<string, ResourceName>>;
}

/** Steps from the root of the answer, or from its records, to a reference. */
export type ReferencePath = readonly string[];

type Pair = readonly [name: string, value: Json];

/**
 * The references that a request asks to open.
 *
 * @example `?expand[]=data.customer&expand[]=items.product` => [['data', 'customer'], ['items', 'product']]
 */
export function askedPaths(parameter: string, query: Iterable<Pair>, body: Json | undefined): readonly ReferencePath[] {
  const given = [...query].flatMap(([name, value]) => (bareName(name) === parameter ? [value] : []));
  const sent = isObject(body) && Object.hasOwn(body, parameter) ? [body[parameter] ?? null] : [];
  return [...given, ...sent]
    .flatMap((value) => (isArray(value) ? value : [value]))
    .flatMap((value) => (typeof value === 'string' ? value.split(',') : []))
    .map((text) => text.trim().split('.'))
    .filter((path) => path.length <= MAX_STEPS && path.every((step) => step !== ''));
}

const MAX_STEPS = 6;

/** `expand[]`, `expand[0]` => `expand` */
export function bareName(name: string): string {
  return name.replace(/\[\d*\]$/, '');
}

export function bodyWithout(parameter: string, body: Json | undefined): Json | undefined {
  if (!isObject(body) || !Object.hasOwn(body, parameter)) return body;
  const { [parameter]: _, ...rest } = body;
  return rest;
}

/**
 * Rewrites what stands at the end of a path, arrays passed through. A path that the root does not have begins in the
 * records of the envelope.
 */
export function rewriteAt(root: Json, path: ReferencePath, rewrite: (value: Json) => Json): Json {
  const [first] = path;
  if (first === undefined) return root;
  if (isArray(root)) return mapped(root, (item) => rewriteFrom(item, path, rewrite));
  if (!isObject(root) || Object.hasOwn(root, first)) return rewriteFrom(root, path, rewrite);
  return mappedObject(root, (inner) =>
    isArray(inner)
      ? mapped(inner, (item) => rewriteFrom(item, path, rewrite))
      : isObject(inner)
        ? rewriteFrom(inner, path, rewrite)
        : inner,
  );
}

function rewriteFrom(value: Json, [step, ...rest]: ReferencePath, rewrite: (value: Json) => Json): Json {
  if (step === undefined) return isArray(value) ? mapped(value, rewrite) : rewrite(value);
  if (isArray(value)) return mapped(value, (item) => rewriteFrom(item, [step, ...rest], rewrite));
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  const inner = value[step] ?? null;
  const next = rewriteFrom(inner, rest, rewrite);
  return next === inner ? value : { ...value, [step]: next };
}

function mapped(items: readonly Json[], change: (item: Json) => Json): Json {
  const next = items.map(change);
  return next.every((item, index) => item === items[index]) ? items : next;
}

function mappedObject(object: JsonObject, change: (value: Json) => Json): Json {
  const entries = Object.entries(object).map(([key, value]) => [key, change(value), value] as const);
  return entries.every(([, next, value]) => next === value)
    ? object
    : Object.fromEntries(entries.map(([key, next]) => [key, next]));
}
