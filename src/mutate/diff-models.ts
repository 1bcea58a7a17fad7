import { canonicalJson, type Json } from '../model/json.ts';
import type { FieldModel } from '../model/field.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Operation } from '../model/operation.ts';
import type { Resource, ResourceField } from '../model/resource.ts';
import { pairsOf } from './pairs-of.ts';
import { DRIFT_CLASSES, DRIFT_MUTATORS, type Drift, type DriftClass } from './drift-class.ts';

/** Latencies and rates that differ by less count as the same. */
const LATENCY_FACTOR = 2;
/** In ms: what differs by less is the weather. */
const LATENCY_DIFFERENCE = 20;
const RATE_DIFFERENCE = 0.05;
/** Sightings from which the absence of a status means something. */
const ENOUGH_SEEN = 10;
/** What differs between two models of one API, in typed classes; hosts do not matter. Sorted, and empty where nothing differs. */
export function diffModels(before: LearnedModel, after: LearnedModel): readonly Drift[] {
  const found: Drift[] = [];
  const say: Say = (kind, where, from, to, seen, { operation = where, field = null } = {}) =>
    void found.push({
      class: kind,
      where,
      operation,
      field,
      confidence: Math.round(((seen + 1) / (seen + 2)) * 1000) / 1000,
      from,
      to,
      mutators: DRIFT_MUTATORS[kind] ?? [],
    });
  for (const resource of before.resources) {
    const other = after.resources.find(({ name }) => name === resource.name);
    if (other !== undefined) fields(resource, other, shownBy(after, resource.name), say);
  }
  const renames = new Set(
    found.flatMap((drift) => (drift.class === 'field-renamed' ? [`${lastOf(drift.from)} ${lastOf(drift.to)}`] : [])),
  );
  operations(before, after, renames, say);
  for (const name of new Set([...Object.keys(before.rates), ...Object.keys(after.rates)])) {
    const [from, to] = [before.rates[name] ?? 0, after.rates[name] ?? 0];
    if (Math.abs(from - to) >= RATE_DIFFERENCE)
      say('rate-changed', name, from, to, Math.min(callsIn(before), callsIn(after)), { operation: null });
  }
  const key = (drift: Drift): string =>
    `${drift.where} ${String(DRIFT_CLASSES.indexOf(drift.class)).padStart(2, '0')} ${canonicalJson([drift.from, drift.to])}`;
  return found.sort((left, right) => (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0));
}
type Say = (kind: DriftClass, where: string, from: Json, to: Json, seen: number, place?: Place) => void;
interface Place {
  readonly operation?: string | null;
  readonly field?: string | null;
}

function callsIn({ operations }: LearnedModel): number {
  return operations.reduce((sum, { count }) => sum + count, 0);
}

function shownBy({ operations }: LearnedModel, resource: string): string | null {
  const showing = operations.filter((operation) => operation.resource === resource);
  const first =
    showing.find(({ kind }) => kind === 'read') ?? showing.find(({ kind }) => kind === 'list') ?? showing[0];
  return first === undefined ? null : lineOf(first);
}

/** @param renames names of fields in answers that have changed: the same in requests is the same change */
function operations(before: LearnedModel, after: LearnedModel, renames: ReadonlySet<string>, say: Say): void {
  const compare = (line: string, old: Operation, now: Operation): void => {
    compareOperations(line, old, now, renames, say);
    const [slow, slower] = [median(before.latency[old.id]), median(after.latency[now.id])];
    const apart = Math.abs(slow - slower) >= LATENCY_DIFFERENCE;
    if (apart && slow > 0 && slower > 0 && (slower >= LATENCY_FACTOR * slow || slow >= LATENCY_FACTOR * slower))
      say('latency-changed', line, Math.round(slow), Math.round(slower), Math.min(old.count, now.count));
  };
  const olds = new Map(before.operations.map((operation) => [lineOf(operation), operation]));
  const news = new Map(after.operations.map((operation) => [lineOf(operation), operation]));
  const gone = [...olds].filter(([line]) => !news.has(line));
  const fresh = new Map([...news].filter(([line]) => !olds.has(line)));
  for (const [line, operation] of gone) {
    const moved = [...fresh].find(
      ([, other]) =>
        other.kind === operation.kind && other.resource === operation.resource && other.method === operation.method,
    );
    if (moved === undefined) say('endpoint-removed', line, line, null, operation.count);
    else {
      fresh.delete(moved[0]);
      say('endpoint-moved', line, line, moved[0], Math.min(operation.count, moved[1].count));
      compare(line, operation, moved[1]);
    }
  }
  for (const [line, { count }] of fresh) say('endpoint-added', line, null, line, count);
  for (const [line, operation] of olds) {
    const other = news.get(line);
    if (other !== undefined) compare(line, operation, other);
  }
}
/** Without host, and without the names of path parameters, which are ours. */
function lineOf({ method, segments, discriminator }: Operation): string {
  const path = segments.map((segment) =>
    segment.kind === 'literal' ? segment.text : `${segment.prefix}{}${segment.suffix}`,
  );
  return `${method} /${path.join('/')}${discriminator === null ? '' : `#${discriminator.value}`}`;
}
function compareOperations(line: string, old: Operation, now: Operation, renames: ReadonlySet<string>, say: Say): void {
  const seen = Math.min(old.count, now.count);
  compareSets(
    statuses(old),
    statuses(now),
    (added) => {
      if (old.count >= ENOUGH_SEEN) say('status-added', line, null, added, seen);
    },
    (removed) => {
      if (now.count >= ENOUGH_SEEN) say('status-removed', line, removed, null, seen);
    },
  );
  compareSets(
    headers(old),
    headers(now),
    (added) => say('header-added', line, null, added, seen),
    (removed) => say('header-removed', line, removed, null, seen),
  );
  for (const part of ['body', 'query'] as const) {
    const olds = byPath(old.request[part]);
    const news = byPath(now.request[part]);
    const changed = pairsOf(
      [...olds].filter(([path]) => !news.has(path)),
      [...news].filter(([path]) => !olds.has(path)),
      ([, from], [, to]) =>
        from.path.slice(0, -1).join('.') === to.path.slice(0, -1).join('.') &&
        (renames.has(`${from.path.at(-1)} ${to.path.at(-1)}`) ||
          (!isRenamed(renames, from.path.at(-1)) && alike(from, to))),
    );
    for (const [[from], [to]] of changed.pairs)
      say('request-field-renamed', line, `${part}.${from}`, `${part}.${to}`, seen, { field: from });
    for (const [path] of changed.come) say('request-field-added', line, null, `${part}.${path}`, seen, { field: path });
    for (const [path] of changed.gone)
      say('request-field-removed', line, `${part}.${path}`, null, seen, { field: path });
    for (const [path, field] of news) {
      const known = olds.get(path);
      if (known !== undefined && known.presence < 0.9 && field.presence === 1 && field.seen >= ENOUGH_SEEN)
        say('request-field-required', line, `${part}.${path}`, `${part}.${path}`, seen, { field: path });
    }
  }
  const [size, other] = [pageSize(old), pageSize(now)];
  if (size !== null && other !== null && size !== other) say('page-size-changed', line, size, other, seen);
}
function fields(old: Resource, now: Resource, operation: string | null, say: Say): void {
  const olds = byPath(old.fields);
  const news = byPath(now.fields);
  const gone = new Map([...olds].filter(([path]) => !news.has(path)));
  const fresh = new Map([...news].filter(([path]) => !olds.has(path)));
  const pair = (kind: DriftClass, fits: (from: ResourceField, to: ResourceField) => boolean): void => {
    for (const [from, field] of gone) {
      const match = [...fresh].find(([, other]) => fits(field, other));
      if (match === undefined) continue;
      say(kind, old.name, from, match[0], Math.min(field.seen, match[1].seen), { operation, field: from });
      gone.delete(from);
      fresh.delete(match[0]);
    }
  };
  pair('field-moved', (from, to) => from.path.at(-1) === to.path.at(-1) && sameTypes(from, to));
  pair('field-renamed', (from, to) => from.path.length === to.path.length && sameTypes(from, to) && alike(from, to));
  for (const [path, { seen }] of gone) say('field-removed', old.name, path, null, seen, { operation, field: path });
  for (const [path, { seen }] of fresh) say('field-added', old.name, null, path, seen, { operation, field: path });
  for (const [path, field] of olds) {
    const other = news.get(path);
    if (other === undefined) continue;
    const seen = Math.min(field.seen, other.seen);
    const place = { operation, field: path };
    if (!sameTypes(field, other))
      say('type-changed', `${old.name}.${path}`, typesOf(field), typesOf(other), seen, place);
    if (field.enum === null || other.enum === null) continue;
    const [values, newValues] = [field.enum, other.enum];
    const changed = pairsOf(missingFrom(newValues, values), missingFrom(values, newValues), readsLike);
    const where = `${old.name}.${path}`;
    for (const [from, to] of changed.pairs) say('enum-value-renamed', where, from, to, seen, place);
    for (const added of changed.come) say('enum-value-added', where, null, added, seen, place);
    for (const removed of changed.gone) say('enum-value-removed', where, removed, null, seen, place);
  }
}
/** The last part of a path. */
function lastOf(path: Json): string {
  return String(path).split('.').at(-1) ?? '';
}
function isRenamed(renames: ReadonlySet<string>, name: string | undefined): boolean {
  return [...renames].some((pair) => pair.startsWith(`${name} `));
}
function compareSets<T extends Json>(
  old: readonly T[],
  now: readonly T[],
  added: (value: T) => void,
  removed: (value: T) => void,
): void {
  missingFrom(old, now).forEach(added);
  missingFrom(now, old).forEach(removed);
}
/** Of some values those that are not among others. */
function missingFrom<T extends Json>(others: readonly T[], values: readonly T[]): readonly T[] {
  const known = new Set(others.map((value) => canonicalJson(value)));
  return values.filter((value) => !known.has(canonicalJson(value)));
}
/** One of two texts is in the other, however they are written. */
function readsLike(left: Json, right: Json): boolean {
  const plain = (value: Json): string =>
    String(value)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '');
  const [one, other] = [plain(left), plain(right)];
  return Math.min(one.length, other.length) >= 3 && (one.includes(other) || other.includes(one));
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
function alike(from: FieldModel, to: FieldModel): boolean {
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
