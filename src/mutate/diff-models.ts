import { canonicalJson, type Json } from '../model/json.ts';
import type { FieldModel } from '../model/field.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Operation } from '../model/operation.ts';
import type { Resource, ResourceField } from '../model/resource.ts';
/** Ways in which an API drifts. */
export const DRIFT_CLASSES = [
  'endpoint-added',
  'endpoint-removed',
  'endpoint-moved',
  'field-added',
  'field-removed',
  'field-renamed',
  'field-moved',
  'type-changed',
  'enum-value-added',
  'enum-value-removed',
  'request-field-added',
  'request-field-removed',
  'request-field-required',
  'status-added',
  'status-removed',
  'header-added',
  'header-removed',
  'page-size-changed',
  'latency-changed',
  'rate-changed',
] as const;
export type DriftClass = (typeof DRIFT_CLASSES)[number];
export interface Drift {
  readonly class: DriftClass;
  /** A resource, or an operation without its host: `GET /tickets/{id}`. */
  readonly where: string;
  readonly from: Json;
  readonly to: Json;
  /** Mutators that make worlds drift this way: for `mutate --mutators`. */
  readonly mutators: readonly string[];
}

const MUTATORS: Readonly<Partial<Record<DriftClass, readonly string[]>>> = {
  'endpoint-moved': ['system/redirected-write'],
  'field-added': ['drift/extra-fields'],
  'field-removed': ['drift/thinner-list', 'data/missing-in-list', 'data/missing-field'],
  'field-renamed': ['drift/renamed-field', 'drift/naming-style', 'drift/renamed-request-field'],
  'field-moved': ['drift/nested-field'],
  'type-changed': ['drift/field-type'],
  'request-field-added': ['drift/renamed-request-field'],
  'request-field-removed': ['drift/renamed-request-field'],
  'request-field-required': ['workflow/extra-step'],
  'status-added': ['system/unexpected-status'],
  'page-size-changed': ['drift/page-size', 'data/page-cap'],
  'latency-changed': ['latency/*'],
  'rate-changed': ['system/*'],
};
/** Latencies and rates that differ by less count as the same. */
const LATENCY_FACTOR = 2;
const RATE_DIFFERENCE = 0.05;
/** Sightings from which the absence of a status means something. */
const ENOUGH_SEEN = 10;
/** What differs between two models of one API, in typed classes; hosts do not matter. Sorted, and empty where nothing differs. */
export function diffModels(before: LearnedModel, after: LearnedModel): readonly Drift[] {
  const found: Drift[] = [];
  const say: Say = (kind, where, from, to) =>
    void found.push({ class: kind, where, from, to, mutators: MUTATORS[kind] ?? [] });
  operations(before, after, say);
  for (const resource of before.resources) {
    const other = after.resources.find(({ name }) => name === resource.name);
    if (other !== undefined) fields(resource, other, say);
  }
  for (const name of new Set([...Object.keys(before.rates), ...Object.keys(after.rates)])) {
    const [from, to] = [before.rates[name] ?? 0, after.rates[name] ?? 0];
    if (Math.abs(from - to) >= RATE_DIFFERENCE) say('rate-changed', name, from, to);
  }
  const key = (drift: Drift): string =>
    `${drift.where} ${DRIFT_CLASSES.indexOf(drift.class)} ${canonicalJson([drift.from, drift.to])}`;
  return found.sort((left, right) => (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0));
}
type Say = (kind: DriftClass, where: string, from: Json, to: Json) => void;

function operations(before: LearnedModel, after: LearnedModel, say: Say): void {
  const olds = new Map(before.operations.map((operation) => [lineOf(operation), operation]));
  const news = new Map(after.operations.map((operation) => [lineOf(operation), operation]));
  const gone = [...olds].filter(([line]) => !news.has(line));
  const fresh = new Map([...news].filter(([line]) => !olds.has(line)));
  for (const [line, operation] of gone) {
    const moved = [...fresh].find(
      ([, other]) =>
        other.kind === operation.kind && other.resource === operation.resource && other.method === operation.method,
    );
    if (moved === undefined) say('endpoint-removed', line, line, null);
    else {
      fresh.delete(moved[0]);
      say('endpoint-moved', line, line, moved[0]);
      compareOperations(before, after, line, operation, moved[1], say);
    }
  }
  for (const line of fresh.keys()) say('endpoint-added', line, null, line);
  for (const [line, operation] of olds) {
    const other = news.get(line);
    if (other !== undefined) compareOperations(before, after, line, operation, other, say);
  }
}
/** Without host, and without the names of path parameters, which are ours. */
function lineOf({ method, segments, discriminator }: Operation): string {
  const path = segments.map((segment) =>
    segment.kind === 'literal' ? segment.text : `${segment.prefix}{}${segment.suffix}`,
  );
  return `${method} /${path.join('/')}${discriminator === null ? '' : `#${discriminator.value}`}`;
}
function compareOperations(
  before: LearnedModel,
  after: LearnedModel,
  line: string,
  old: Operation,
  now: Operation,
  say: Say,
): void {
  compareSets(
    statuses(old),
    statuses(now),
    (added) => {
      if (old.count >= ENOUGH_SEEN) say('status-added', line, null, added);
    },
    (removed) => {
      if (now.count >= ENOUGH_SEEN) say('status-removed', line, removed, null);
    },
  );
  compareSets(
    headers(old),
    headers(now),
    (added) => say('header-added', line, null, added),
    (removed) => say('header-removed', line, removed, null),
  );
  for (const part of ['body', 'query'] as const) {
    const olds = byPath(old.request[part]);
    const news = byPath(now.request[part]);
    for (const [path, field] of news) {
      const known = olds.get(path);
      if (known === undefined) say('request-field-added', line, null, `${part}.${path}`);
      else if (known.presence < 0.9 && field.presence === 1 && field.seen >= ENOUGH_SEEN)
        say('request-field-required', line, `${part}.${path}`, `${part}.${path}`);
    }
    for (const path of olds.keys()) if (!news.has(path)) say('request-field-removed', line, `${part}.${path}`, null);
  }
  const [size, other] = [pageSize(old), pageSize(now)];
  if (size !== null && other !== null && size !== other) say('page-size-changed', line, size, other);
  const [slow, slower] = [median(before.latency[old.id]), median(after.latency[now.id])];
  if (slow > 0 && slower > 0 && (slower >= LATENCY_FACTOR * slow || slow >= LATENCY_FACTOR * slower))
    say('latency-changed', line, Math.round(slow), Math.round(slower));
}
function fields(old: Resource, now: Resource, say: Say): void {
  const olds = byPath(old.fields);
  const news = byPath(now.fields);
  const gone = new Map([...olds].filter(([path]) => !news.has(path)));
  const fresh = new Map([...news].filter(([path]) => !olds.has(path)));
  const pair = (kind: DriftClass, fits: (from: ResourceField, to: ResourceField) => boolean): void => {
    for (const [from, field] of gone) {
      const match = [...fresh].find(([, other]) => fits(field, other));
      if (match === undefined) continue;
      say(kind, old.name, from, match[0]);
      gone.delete(from);
      fresh.delete(match[0]);
    }
  };
  pair('field-moved', (from, to) => from.path.at(-1) === to.path.at(-1) && sameTypes(from, to));
  pair('field-renamed', (from, to) => from.path.length === to.path.length && sameTypes(from, to) && alike(from, to));
  for (const path of gone.keys()) say('field-removed', old.name, path, null);
  for (const path of fresh.keys()) say('field-added', old.name, null, path);
  for (const [path, field] of olds) {
    const other = news.get(path);
    if (other === undefined) continue;
    if (!sameTypes(field, other)) say('type-changed', `${old.name}.${path}`, typesOf(field), typesOf(other));
    if (field.enum === null || other.enum === null) continue;
    compareSets(
      field.enum,
      other.enum,
      (added) => say('enum-value-added', `${old.name}.${path}`, null, added),
      (removed) => say('enum-value-removed', `${old.name}.${path}`, removed, null),
    );
  }
}
function compareSets<T extends Json>(
  old: readonly T[],
  now: readonly T[],
  added: (value: T) => void,
  removed: (value: T) => void,
): void {
  const text = (values: readonly T[]): ReadonlySet<string> => new Set(values.map((value) => canonicalJson(value)));
  const [olds, news] = [text(old), text(now)];
  for (const value of now) if (!olds.has(canonicalJson(value))) added(value);
  for (const value of old) if (!news.has(canonicalJson(value))) removed(value);
}
function byPath<F extends FieldModel>(all: readonly F[]): Map<string, F> {
  return new Map(all.map((field) => [field.path.join('.'), field]));
}
/** Whole numbers are numbers, and null says nothing. */
function typesOf({ types }: ResourceField): readonly string[] {
  return [
    ...new Set(types.filter((type) => type !== 'null').map((type) => (type === 'integer' ? 'number' : type))),
  ].sort();
}
function sameTypes(left: ResourceField, right: ResourceField): boolean {
  const [one, other] = [typesOf(left), typesOf(right)];
  return one.length === 0 || other.length === 0 || one.join() === other.join();
}
/** The same values, or the same closed set, or the same rare format: it is the field under another name. */
function alike(from: ResourceField, to: ResourceField): boolean {
  const shared = (left: readonly Json[], right: readonly Json[]): number => {
    const known = new Set(right.map((value) => canonicalJson(value)));
    return (
      left.filter((value) => known.has(canonicalJson(value))).length / Math.max(1, Math.min(left.length, right.length))
    );
  };
  if (from.enum !== null && to.enum !== null) return shared(from.enum, to.enum) >= 0.5;
  return from.format === to.format && shared(from.examples, to.examples) >= 0.4;
}
function statuses({ branches }: Operation): readonly number[] {
  return [...new Set(branches.map(({ status }) => status))];
}
function headers({ branches }: Operation): readonly string[] {
  const success = branches.find((branch) => branch.success);
  return [...new Set(success?.headers.map(({ name }) => name.toLowerCase()) ?? [])];
}
function pageSize({ list }: Operation): number | null {
  const paging = list?.paging;
  return paging !== undefined && 'defaultSize' in paging && typeof paging.defaultSize === 'number'
    ? paging.defaultSize
    : null;
}
function median(quantiles: readonly number[] | undefined): number {
  return quantiles?.[Math.floor(quantiles.length / 2)] ?? 0;
}
