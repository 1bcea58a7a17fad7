/** Requests in a world whose fields have new names: the new name is read as the old one, the old one is a field nobody knows. */
import { isObject, jsonEquals, objectOf, valueAt, withValueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { ViewPatch } from '../../model/world.ts';
import type { CompiledOperation } from '../compiled.ts';
import type { RequestView } from './request-view.ts';
import type { ViewEdits } from '../state/view-edits.ts';

export function renameInRequest(request: RequestView, op: CompiledOperation, views: ViewEdits): void {
  const renames = views.all.filter((patch) => isAbout(patch, op) || isRevalued(patch, op));
  if (renames.length === 0) return;
  let body = request.body();
  let query = request.query();
  for (const { change } of renames) {
    if (change.v === 'revalue') {
      for (const prefix of prefixesOf(op)) body = revalued(body, [...prefix, ...change.path], change.to, change.from);
      const name = String(change.path.at(-1));
      if (filtersBy(op, change.path, name))
        query = query.map(([key, value]) =>
          key === name && value === String(change.to) ? ([key, String(change.from)] as const) : ([key, value] as const),
        );
    }
    if (change.v !== 'rename') continue;
    const old = String(change.path.at(-1));
    for (const prefix of prefixesOf(op)) body = renamed(body, [...prefix, ...change.path.slice(0, -1)], old, change.to);
    if (filtersBy(op, change.path, old))
      query = query
        .filter(([name]) => name !== old)
        .map(([name, value]) => [name === change.to ? old : name, value] as const);
  }
  request.rewrite(body, query);
}

/** Why a body is refused that has an old name of a value in it; null where it has none. */
export function outdatedValue(request: RequestView, op: CompiledOperation, views: ViewEdits): string | null {
  const renames = views.all.filter((patch) => isRevalued(patch, op));
  if (renames.length === 0 || request.raw.body.length === 0) return null;
  const sent = bodyOf(request);
  for (const { change } of renames) {
    if (change.v !== 'revalue') continue;
    const isOld = prefixesOf(op).some((prefix) => {
      const value = valueAt(sent, [...prefix, ...change.path]);
      return value !== undefined && jsonEquals(value, change.from);
    });
    if (!isOld) continue;
    const field = op.operation.request.body.find(({ path }) => path.at(-1) === change.path.at(-1));
    const known = field?.enum ?? [change.from];
    const values = known.map((value) => (jsonEquals(value, change.from) ? change.to : value));
    return `"${String(change.path.at(-1))}" must be one of ${values.map((value) => JSON.stringify(value)).join(', ')}.`;
  }
  return null;
}

/** Why a body is refused that has the old name of a field in it, where the API says what it is called now; null where it has none. */
export function outdatedName(request: RequestView, op: CompiledOperation, views: ViewEdits): string | null {
  const renames = views.all.filter((patch) => isAbout(patch, op) && patch.change.v === 'rename' && patch.change.told);
  if (renames.length === 0 || request.raw.body.length === 0) return null;
  const sent = bodyOf(request);
  for (const { change } of renames) {
    if (change.v !== 'rename') continue;
    const isOld = prefixesOf(op).some((prefix) => valueAt(sent, [...prefix, ...change.path]) !== undefined);
    const old = String(change.path.at(-1));
    if (isOld) return `"${old}" is not accepted any more: the field is called "${change.to}".`;
  }
  return null;
}

function bodyOf(request: RequestView): Json | undefined {
  const decoded = request.decoded();
  return decoded.kind === 'json' || decoded.kind === 'form' ? decoded.value : undefined;
}

function isRevalued(patch: ViewPatch, op: CompiledOperation): boolean {
  return patch.change.v === 'revalue' && patch.resource === op.operation.resource;
}

function revalued(body: Json | undefined, path: JsonPath, from: Json, to: Json): Json | undefined {
  const value = valueAt(body, path);
  return value !== undefined && jsonEquals(value, from) ? withValueAt(body, path, to) : body;
}

/** Whether the edit gives a field another name in requests of this operation too. */
export function isAbout(patch: ViewPatch, op: CompiledOperation): boolean {
  return (
    patch.change.v === 'rename' &&
    patch.change.requests &&
    patch.resource === op.operation.resource &&
    (patch.operations === null || patch.operations.includes(op.operation.id))
  );
}

/** Where in the body the record's fields stand: at the root, or in the wrapper that effects copy from. */
function prefixesOf({ operation }: CompiledOperation): readonly JsonPath[] {
  const wrappers = operation.branches
    .flatMap(({ effects }) => effects)
    .flatMap((effect) =>
      (effect.t === 'create' || effect.t === 'update') && effect.copy !== null ? [effect.copy.from] : [],
    );
  const texts = new Map([[], ...wrappers].map((path) => [path.join('\u0001'), path as JsonPath]));
  return [...texts.values()];
}

function renamed(body: Json | undefined, at: JsonPath, old: string, to: string): Json | undefined {
  const holder = valueAt(body, at);
  if (!isObject(holder) || (!Object.hasOwn(holder, old) && !Object.hasOwn(holder, to))) return body;
  const next = objectOf(
    Object.entries(holder).flatMap(([key, value]): [string, Json][] =>
      key === old ? [] : [[key === to ? old : key, value]],
    ),
  );
  return withValueAt(body, at, next);
}

function filtersBy({ operation }: CompiledOperation, path: JsonPath, name: string): boolean {
  return (
    operation.list?.filters.some(
      ({ slot, paths }) =>
        slot.in === 'query' && slot.name === name && paths.some((candidate) => candidate.join('.') === path.join('.')),
    ) ?? false
  );
}
