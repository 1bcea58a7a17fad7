/**
 * Counts and sums over the records that belong to one: found by comparing a number with what is known of the children,
 * for every subset of their states. Children never recorded make some parents disagree; most must agree all the same.
 */
import { isObject, jsonEquals, valueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import type { ResourceName } from '../../model/names.ts';
import { docBefore, type Track } from './chronicle.ts';
import type { Folded } from './fold-recording.ts';
import { isMoment } from '../values/is-moment.ts';
import { numberOf } from '../values/number-of.ts';
import { idText } from './matching.ts';
import type { References } from './references.ts';
import type { KeyRules } from './views.ts';

export interface AggregateRule {
  readonly owner: ResourceName;
  readonly field: JsonPath;
  readonly child: ResourceName;
  /** Empty: children by their parent's key. */
  readonly by: JsonPath;
  value(of: Ref): Expr;
}

interface Case {
  readonly value: number;
  readonly children: readonly JsonObject[];
}

export function aggregatesOf(
  folded: Folded,
  references: References,
  rules: KeyRules,
  skip: (resource: ResourceName, field: string) => boolean,
): readonly AggregateRule[] {
  const found: AggregateRule[] = [];
  for (const [child, by, owner] of links(references, rules)) {
    const cases = casesOf(folded, owner, child, by);
    if (cases.length < 4) continue;
    const state = stateOf(cases);
    for (const [field, list] of numbersOf(cases)) {
      if (
        list.every(({ value }) => isMoment(value)) ||
        isName(field, references.get(owner)) ||
        skip(owner, field.join('\u0000')) ||
        found.some((rule) => rule.owner === owner && rule.field.join() === field.join())
      )
        continue;
      const best = bestRule(list, state, references.get(child));
      if (best === null) continue;
      const decimals = decimalsOf(cases, field);
      const where = best.states === null || state === null ? [] : [{ path: state, in: best.states }];
      found.push({
        owner,
        field,
        child,
        by,
        value: (of) =>
          written(decimals, {
            k: 'aggregate',
            fn: best.path === null ? 'count' : 'sum',
            resource: child,
            by,
            of,
            path: best.path,
            where,
          }),
      });
    }
  }
  return found;
}

/** How many decimals the owners' texts have; null where the figure is a number. */
function decimalsOf(cases: readonly { readonly doc: JsonObject }[], field: JsonPath): number | null {
  const texts = cases.map(({ doc }) => valueAt(doc, field)).filter((value) => typeof value === 'string');
  return texts.length === 0 ? null : (/\.(\d+)$/.exec(texts[0] ?? '')?.[1]?.length ?? 0);
}

function written(decimals: number | null, expr: Expr): Expr {
  return decimals === null ? expr : { k: 'decimal', of: expr, digits: decimals };
}

function* links(references: References, rules: KeyRules): Generator<readonly [ResourceName, JsonPath, ResourceName]> {
  for (const [child, rule] of rules) if (rule.parent !== null) yield [child, [], rule.parent.resource];
  for (const [child, fields] of references)
    for (const [path, owner] of fields)
      if (!path.includes('*') && owner !== child && rules.get(child)?.parent?.resource !== owner)
        yield [child, path.split('\u0000'), owner];
}

/** Each owner at its last look, with the children known then. */
function casesOf(
  folded: Folded,
  owner: ResourceName,
  child: ResourceName,
  by: JsonPath,
): readonly (Case & { readonly doc: JsonObject })[] {
  const owners = folded.chronicle.byResource.get(owner) ?? [];
  const groups = new Map<string, Track[]>();
  for (const other of folded.chronicle.byResource.get(child) ?? []) {
    for (const name of ownerNames(other, by)) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [other]);
      else group.push(other);
    }
  }
  return owners.slice(-300).flatMap((track) => {
    const tick = (folded.sightings.get(track.key)?.at(-1) ?? -1) + 1;
    const doc = docBefore(track, tick);
    if (doc === null || doc === undefined || tick === 0) return [];
    const own = (groups.get(by.length === 0 ? track.key : track.id) ?? []).slice(-2000).flatMap((other) => {
      const found = childDoc(other, track, by, tick);
      return found === null ? [] : [found];
    });
    return [{ doc, value: 0, children: own }];
  });
}

/** Every owner a child ever had. */
function ownerNames(child: Track, by: JsonPath): ReadonlySet<string> {
  if (by.length === 0) return new Set(child.parent === null ? [] : [child.parent]);
  return new Set(
    child.versions.flatMap(({ doc }) => {
      const id = idText(valueAt(doc ?? undefined, by));
      return id === null ? [] : [id];
    }),
  );
}

function childDoc(child: Track, owner: Track, by: JsonPath, tick: number): JsonObject | null {
  const doc = docBefore(child, tick);
  if (doc === null || doc === undefined) return null;
  const belongs = by.length === 0 ? child.parent === owner.key : idText(valueAt(doc, by)) === owner.id;
  return belongs ? doc : null;
}

function numbersOf(cases: readonly (Case & { readonly doc: JsonObject })[]): ReadonlyMap<JsonPath, readonly Case[]> {
  const paths = new Map<string, JsonPath>();
  for (const { doc } of cases.slice(0, 60)) {
    for (const [key, value] of Object.entries(doc)) {
      if (numberOf(value) !== undefined) paths.set(key, [key]);
      else if (isObject(value))
        for (const [inner, leaf] of Object.entries(value))
          if (numberOf(leaf) !== undefined) paths.set(`${key}\u0000${inner}`, [key, inner]);
    }
  }
  return new Map(
    [...paths.values()].map((path) => [
      path,
      cases.flatMap(({ doc, children }) => {
        const value = numberOf(valueAt(doc, path));
        return value === undefined ? [] : [{ value, children }];
      }),
    ]),
  );
}

function stateOf(cases: readonly Case[]): JsonPath | null {
  for (const { children } of cases) {
    for (const doc of children) {
      for (const [key, value] of Object.entries(doc)) {
        if (/^(?:status|state|stage|phase)$/i.test(key) && typeof value === 'string') return [key];
        if (key === 'attributes' && isObject(value))
          for (const inner of Object.keys(value))
            if (/^(?:status|state|stage|phase)$/i.test(inner)) return [key, inner];
      }
    }
  }
  return null;
}

type Named = ReadonlyMap<string, ResourceName> | undefined;

/** Ids, and fields that hold those of others, are no figures. */
function isName(path: JsonPath, named: Named): boolean {
  return named?.has(path.join('\u0000')) === true || /(?:^id|_id|Id|number)$/.test(String(path.at(-1)));
}

interface Found {
  readonly path: JsonPath | null;
  readonly states: readonly Json[] | null;
  readonly share: number;
}

function bestRule(cases: readonly Case[], state: JsonPath | null, named: Named): Found | null {
  if (new Set(cases.map(({ value }) => value)).size < 3) return null;
  const states = state === null ? [] : statesIn(cases, state);
  const subsets: (readonly Json[] | null)[] = [null];
  if (states.length >= 2 && states.length <= 7)
    for (let mask = 1; mask < (1 << states.length) - 1; mask++)
      subsets.push(states.filter((_, index) => (mask & (1 << index)) !== 0));
  const paths: (JsonPath | null)[] = [null, ...sumPaths(cases).filter((path) => !isName(path, named))];
  let best: (Found & { score: number }) | null = null;
  for (const path of paths) {
    const sums = cases.map(({ value, children }) => ({
      value,
      children,
      byState: sumsByState(children, path, state, states),
    }));
    for (const subset of subsets) {
      const picked = subset === null ? null : states.map((value) => subset.includes(value));
      let hits = 0;
      let telling = 0;
      let several = 0;
      const seen = new Set<number>();
      for (const { value, byState, children } of sums) {
        let total = 0;
        for (const [index, sum] of byState.entries()) if (picked === null || picked[index] === true) total += sum;
        if (Math.abs(total - value) >= 1e-6) continue;
        hits++;
        if (value !== 0) telling++;
        if (children.length > 1) several++;
        if (value !== 0) seen.add(value);
      }
      const share = hits / cases.length;
      // Of one child alone a sum is a copy.
      if (share < 0.6 || telling < 3 || seen.size < 2 || (path !== null && several === 0)) continue;
      const score =
        share -
        (subset === null ? 0 : 0.02 + Math.abs(subset.length - states.length / 2) * 0.001) -
        (path === null ? 0 : 0.01);
      if (best === null || score > best.score) best = { path, states: subset, share, score };
    }
  }
  return best;
}

/** One sum for each state, and a last one for children without. */
function sumsByState(
  children: readonly JsonObject[],
  path: JsonPath | null,
  state: JsonPath | null,
  states: readonly Json[],
): readonly number[] {
  const sums = Array.from({ length: states.length + 1 }, () => 0);
  for (const doc of children) {
    const value = path === null ? 1 : numberOf(valueAt(doc, path));
    if (value === undefined) continue;
    const at = state === null ? -1 : states.findIndex((one) => jsonEquals(one, valueAt(doc, state) ?? null));
    const index = at < 0 ? states.length : at;
    sums[index] = (sums[index] ?? 0) + value;
  }
  return sums;
}

function statesIn(cases: readonly Case[], state: JsonPath): readonly Json[] {
  const found: Json[] = [];
  for (const { children } of cases)
    for (const doc of children)
      if (!found.some((value) => jsonEquals(value, valueAt(doc, state) ?? null)))
        found.push(valueAt(doc, state) ?? null);
  return found;
}

function sumPaths(cases: readonly Case[]): readonly JsonPath[] {
  const found = new Map<string, JsonPath>();
  for (const { children } of cases.slice(0, 40)) {
    for (const doc of children.slice(0, 3)) {
      for (const [key, value] of Object.entries(doc)) {
        if (numberOf(value) !== undefined) found.set(key, [key]);
        else if (isObject(value))
          for (const [inner, leaf] of Object.entries(value))
            if (numberOf(leaf) !== undefined) found.set(`${key}\u0000${inner}`, [key, inner]);
      }
    }
  }
  return [...found.values()].slice(0, 12);
}
