/** A person's word against the evidence: it wins, and a name that fits nothing is an error. */
import { ContentError } from '../errors.ts';
import type { Effect } from '../model/effect.ts';
import type { Json, JsonPath } from '../model/json.ts';
import type { ResourceName } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { Layout, OperationLayout } from './paths/layout.ts';

export interface Overrides {
  /** Paths whose last word is a word: `https://api.example.com/users/me`; `{name}` stands for any value before it. */
  readonly literal?: readonly string[];
  /** Paths whose last word is a value. */
  readonly param?: readonly string[];
  /** By resource: where its id stands, dotted. */
  readonly idField?: Readonly<Record<ResourceName, string>>;
  /** By operation (`POST /orders/{order_id}/close`, with or without its origin, or its tool's name): what it does to the record in its path. */
  readonly effects?: Readonly<Record<string, OverriddenEffect>>;
}

export type OverriddenEffect = 'none' | 'delete' | { readonly set: Readonly<Record<string, Json>> };

/** Parameter names are only for the reader. */
export function pathPattern(text: string): string {
  return text.replaceAll(/\{[^}/]*\}/g, '{}').replace(/\/$/, '');
}

export function idFieldsOf({ idField = {} }: Overrides): ReadonlyMap<ResourceName, JsonPath> {
  return new Map(Object.entries(idField).map(([name, path]) => [name, path.split('.')]));
}

/** Kinds first, since what is learned of an operation depends on them. */
export function overrideKinds(layout: Layout, { effects = {}, idField = {} }: Overrides, isPart: boolean): void {
  for (const name of Object.keys(idField))
    if (!isPart && !layout.resources.has(name)) throw unknownName('resource', name, [...layout.resources.keys()]);
  for (const [name, effect] of Object.entries(effects)) {
    const operation = found(name, [...layout.operations.values()], textsOfLayout, isPart);
    if (operation === null) continue;
    if (effect === 'none') Object.assign(operation, { kind: 'compute', resource: null, target: null, places: [] });
    else if ((operation.target === null || operation.resource === null) && !takesItem(operation, layout))
      throw new ContentError(
        'OFFSCRIPT_BAD_OVERRIDES',
        `"${name}" names no record in its path, so an effect on one cannot be given.`,
        'Give effects for operations on one record, or "none".',
      );
    else if (effect === 'delete') operation.kind = 'delete';
    else if (operation.kind === 'read' || operation.kind === 'compute') operation.kind = 'action';
  }
}

/** An operation below an item, whose answers never showed the item, is one on it all the same. */
function takesItem(operation: OperationLayout, { operations }: Layout): boolean {
  const { parts } = operation.facts.template;
  const origin = operation.facts.origin;
  for (const item of operations.values()) {
    const { template } = item.facts;
    if (item.facts.origin !== origin || item.resource === null || item.target?.in !== 'path') continue;
    if (template.parts.at(-1)?.kind !== 'param' || template.parts.length > parts.length) continue;
    if (!template.parts.every((part, index) => JSON.stringify(part) === JSON.stringify(parts[index]))) continue;
    Object.assign(operation, { resource: item.resource, target: item.target, parents: item.parents });
    return true;
  }
  return false;
}

export function overrideEffects(
  operations: readonly Operation[],
  { effects = {} }: Overrides,
  isPart: boolean,
): readonly Operation[] {
  const given = new Map(
    Object.entries(effects).map(([name, effect]) => [found(name, operations, textsOfOperation, isPart)?.id, effect]),
  );
  return operations.map((operation) => {
    const effect = given.get(operation.id);
    if (effect === undefined || effect === 'none') return operation;
    const branches = operation.branches.map((branch) =>
      branch.success
        ? { ...branch, effects: effect === 'delete' ? [DELETE] : withSet(branch.effects, effect.set) }
        : branch,
    );
    return { ...operation, branches };
  });
}

const DELETE: Effect = { t: 'delete', of: { r: 'target' }, cascade: [] };

function withSet(effects: readonly Effect[], fields: Readonly<Record<string, Json>>): readonly Effect[] {
  const paths = Object.entries(fields).map(([path, value]) => ({ path: path.split('.'), value }));
  const said = new Set(paths.map(({ path }) => path.join('.')));
  const set = paths.map(({ path, value }) => ({ path, value: { k: 'const' as const, value } }));
  const own = effects.find((effect) => effect.t === 'update' && effect.of.r === 'target');
  if (own?.t !== 'update') return [...effects, { t: 'update', of: { r: 'target' }, set, copy: null }];
  const kept = own.set.filter(({ path }) => !said.has(path.join('.')));
  return effects.map((effect) => (effect === own ? { ...own, set: [...kept, ...set] } : effect));
}

function textsOfLayout({ facts }: OperationLayout): readonly string[] {
  return [facts.id];
}

function textsOfOperation({ id, name }: Operation): readonly string[] {
  return [id, name];
}

function found<T>(name: string, all: readonly T[], textsOf: (one: T) => readonly string[], isPart: boolean): T | null {
  const wanted = pathPattern(name);
  const fits = all.filter((one) =>
    textsOf(one).some((text) => {
      const whole = pathPattern(text);
      return whole === wanted || whole.replace(/^(\S+) [a-z]+:\/\/[^/]+/, '$1 ') === wanted;
    }),
  );
  const [only] = fits;
  if (only === undefined && isPart) return null;
  if (only === undefined || fits.length > 1)
    throw unknownName(
      'operation',
      name,
      (fits.length > 1 ? fits : all).map((one) => textsOf(one)[0] ?? ''),
    );
  return only;
}

function unknownName(what: string, name: string, known: readonly string[]): ContentError {
  const shown = known.slice(0, 40).join(', ');
  return new ContentError(
    'OFFSCRIPT_BAD_OVERRIDES',
    `The overrides name a ${what} "${name}", which is not one of: ${shown}${known.length > 40 ? ', …' : ''}.`,
    'offscript inspect lists operations and resources.',
  );
}
