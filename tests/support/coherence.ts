/** Whether all that a mutated world says of its records agrees, apart from what its mutations declare to disagree. */
import { isArray, jsonEquals, valueAt, type Json, type JsonPath } from '../../src/model/json.ts';
import type { Episode } from '../../src/model/episode.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import type { ListFilter } from '../../src/model/list-model.ts';
import type { Operation } from '../../src/model/operation.ts';
import type { Resource } from '../../src/model/resource.ts';
import type { StartEpisode } from '../../src/model/rollout.ts';
import type { View } from '../../src/model/template.ts';
import { holesOf, pathInView, shownAt, successBranch } from '../../src/model/template-paths.ts';
import type { ViewPatch } from '../../src/model/world.ts';
import type { ApiAnswer } from '../../src/prove/client/api-answer.ts';
import { ApiClient } from '../../src/prove/client/api-client.ts';
import { ALL_HANDLERS } from '../../src/prove/oracle/oracle-options.ts';
import { scanList } from '../../src/prove/oracle/scan-list.ts';

const MOST_ITEMS = 4;

interface Shown {
  readonly id: string;
  readonly doc: Json;
  readonly view: View | null;
}

/** Every disagreement, in words; empty where the world is coherent. */
export function incoherences(episode: Episode, model: LearnedModel, start: StartEpisode): readonly string[] {
  // Looking spends neither calls nor a quota.
  const patches = episode.patches.filter(({ p }) => p !== 'quota');
  const patient: Episode = { ...episode, patches, limits: { ...episode.limits, calls: 100_000 } };
  const run = start(patient, { seed: 1, trial: 0 } as never);
  const client = new ApiClient(run, model, [], new Set(ALL_HANDLERS), false);
  const found: string[] = [];
  for (const resource of model.resources) {
    const list = model.operations.find(
      (operation) => operation.kind === 'list' && operation.resource === resource.name && isPlain(operation),
    );
    const read = model.operations.find(
      (operation) =>
        operation.kind === 'read' &&
        operation.resource === resource.name &&
        operation.target !== null &&
        isPlain(operation),
    );
    if (list === undefined || read === undefined || !concerns(episode, resource, [list, read], model)) continue;
    const world = new Looking(patient, client, resource, list, read);
    found.push(...world.disagreements());
    const update = model.operations.find(
      (operation) => operation.kind === 'update' && operation.resource === resource.name && isPlain(operation),
    );
    if (update !== undefined) found.push(...world.afterWrite(update));
  }
  return found;
}

/** Needs no other record to be asked. */
function isPlain({ parents, segments }: Operation): boolean {
  return parents.length === 0 && segments.filter(({ kind }) => kind === 'param').length <= 1;
}

function concerns(
  { patches, ownPatches, mutators }: Episode,
  { name }: Resource,
  operations: readonly Operation[],
  model: LearnedModel,
): boolean {
  const touched = new Set(mutators.flatMap((mutator) => mutator.operations));
  return (
    patches.slice(ownPatches).some((patch) => 'resource' in patch && patch.resource === name) ||
    operations.some(({ id }) => touched.has(id)) ||
    [...touched].some((id) => model.operations.find((one) => one.id === id)?.resource === name) ||
    mutators.some(({ keys }) => keys.some((key) => key.startsWith(`${name}/`)))
  );
}

class Looking {
  readonly #episode: Episode;
  readonly #client: ApiClient;
  readonly #resource: Resource;
  readonly #list: Operation;
  readonly #read: Operation;

  constructor(episode: Episode, client: ApiClient, resource: Resource, list: Operation, read: Operation) {
    this.#episode = episode;
    this.#client = client;
    this.#resource = resource;
    this.#list = list;
    this.#read = read;
  }

  disagreements(): readonly string[] {
    // What somebody does while the list is read has happened after this.
    if (this.#declares('shifts')) this.#scan([]);
    const { rows, total } = this.#scan([]);
    const where = `${this.#list.id}`;
    const found: string[] = [];
    if (new Set(rows.map(({ id }) => id)).size !== rows.length) found.push(`${where} shows a record twice`);
    if (total !== null && total !== rows.length && !this.#declares('total'))
      found.push(`${where} shows ${rows.length} records and counts ${total}`);
    for (const row of this.#sample(rows)) found.push(...this.#compare(row));
    for (const filter of this.#list.list?.filters ?? []) found.push(...this.#search(filter, rows));
    return found;
  }

  /** Writes one field of a record; list and item have to show it then. */
  afterWrite(update: Operation): readonly string[] {
    if (update.target === null) return [];
    const [row] = this.#sample(this.#scan([]).rows);
    const field = update.request.body.find(({ enum: values, path }) => {
      const own = this.#resource.fields.find((one) => one.path.at(-1) === path.at(-1) && one.path.length === 1);
      return values !== null && values.length > 1 && own !== undefined && !this.#isBent([String(path.at(-1))]);
    });
    if (row === undefined || field === undefined) return [];
    const path = [String(field.path.at(-1))];
    const now = this.#valueOf(row, path);
    const next = field.enum?.find((value) => !jsonEquals(value, now ?? null));
    if (next === undefined) return [];
    const answer = this.#client.send(
      update,
      [
        { slot: update.target, value: row.id },
        { slot: { in: 'body', path: [...field.path] }, value: next },
      ],
      () => null,
    );
    if (answer.status >= 300 || answer.status === 202 || this.#declares('ignored')) return [];
    const lag = this.#lag();
    for (let reads = 0; reads < lag; reads += 1) {
      this.#scan([]);
      this.#detail(row.id);
    }
    const again = this.#scan([]).rows.find(({ id }) => id === row.id);
    const item = this.#detail(row.id);
    return again === undefined || item === null ? [] : this.#compare(again, `after ${update.id}: `);
  }

  #scan(values: Parameters<typeof scanList>[1]): { readonly rows: readonly Shown[]; readonly total: number | null } {
    const rows: Shown[] = [];
    let total: number | null = null;
    const send = (page: Parameters<typeof scanList>[1]): ApiAnswer => this.#client.send(this.#list, page, null);
    for (const { items, view, answer, restarts } of scanList(this.#list, values, send, true)) {
      if (restarts) rows.length = 0;
      total = totalOf(this.#list, answer) ?? total;
      for (const doc of items) {
        const id = valueAt(doc, pathInView(view, this.#resource.idPath));
        if (id !== undefined) rows.push({ id: String(id), doc, view });
      }
    }
    return { rows, total };
  }

  /** `away`: a fault of the mutations answers for good, and says nothing of the record. */
  #detail(id: string): Shown | 'away' | null {
    const slot = this.#read.target;
    const shown = shownAt(this.#read, 'entity');
    if (slot === null || shown === undefined) return null;
    const answer = this.#client.send(this.#read, [{ slot, value: id }], null);
    if (answer.status >= 500 && this.#isFaulty(this.#read)) return 'away';
    const doc = answer.status < 300 ? valueAt(answer.body, shown.path) : undefined;
    return doc === undefined ? null : { id, doc, view: shown.view };
  }

  #isFaulty({ id }: Operation): boolean {
    const { patches, ownPatches } = this.#episode;
    return patches
      .slice(ownPatches)
      .some((patch) => patch.p === 'fault' && patch.match.operations?.includes(id) === true);
  }

  /** Those the mutations are about first. */
  #sample(rows: readonly Shown[]): readonly Shown[] {
    const keys = this.#episode.mutators.flatMap((mutator) => mutator.keys);
    const touched = rows.filter(({ id }) => keys.includes(`${this.#resource.name}/${id}`));
    return [...touched, ...rows.filter((row) => !touched.includes(row))].slice(0, MOST_ITEMS);
  }

  #compare(row: Shown, when = ''): readonly string[] {
    const item = this.#detail(row.id);
    if (item === 'away') return [];
    if (item === null) return [`${when}${this.#list.id} shows ${row.id}, ${this.#read.id} does not`];
    return this.#resource.fields.flatMap(({ path, role }) => {
      if (path.includes('*') || role === 'volatile' || this.#isBent(path)) return [];
      const [left, right] = [this.#valueOf(row, path), this.#valueOf(item, path)];
      return left === undefined || right === undefined || jsonEquals(left, right)
        ? []
        : [`${when}${this.#resource.name} ${row.id}: ${path.join('.')} is ${text(left)} listed, ${text(right)} read`];
    });
  }

  /** A list asked for a value shows the records that have it, and no others. */
  #search(filter: ListFilter, rows: readonly Shown[]): readonly string[] {
    const [path] = filter.paths;
    if (filter.op !== 'equals' || filter.slot.in !== 'query' || path === undefined || filter.paths.length > 1)
      return [];
    if (this.#isBent(path) || this.#declares('filters') || this.#declares('shifts')) return [];
    const value = rows.map((row) => this.#valueOf(row, path)).find((one) => typeof one === 'string' && one !== '');
    if (value === undefined) return [];
    const wanted = rows.filter((row) => String(this.#valueOf(row, path) ?? '') === String(value)).map(({ id }) => id);
    const got = this.#scan([{ slot: filter.slot, value }]).rows.map(({ id }) => id);
    return wanted.toSorted().join() === got.toSorted().join()
      ? []
      : [
          `${this.#list.id} with ${filter.slot.name}=${String(value)} shows ${got.length} records, ${wanted.length} have it`,
        ];
  }

  #valueOf({ doc, view }: Shown, path: JsonPath): Json | undefined {
    return valueAt(doc, view === null ? path : pathInView(view, path));
  }

  /** The one place in which a view may differ from another: where a mutation says so. */
  #isBent(path: JsonPath): boolean {
    return this.#views().some(
      ({ operations, change }) =>
        (operations !== null && !('path' in change)) ||
        ('path' in change &&
          change.path.every((step, at) => path[at] === step) &&
          (operations !== null || change.v !== 'retype')),
    );
  }

  #views(): readonly ViewPatch[] {
    return this.#episode.patches.filter(
      (patch): patch is ViewPatch => patch.p === 'view' && patch.resource === this.#resource.name,
    );
  }

  #declares(what: 'total' | 'filters' | 'ignored' | 'shifts'): boolean {
    return this.#episode.patches.some((patch) => {
      if (what === 'ignored') return patch.p === 'ignore-field';
      if (what === 'shifts') return patch.p === 'actor';
      if (patch.p === 'actor') return what === 'total';
      if (patch.p !== 'list' || patch.match.operations?.includes(this.#list.id) !== true) return false;
      return what === 'total' ? patch.total !== 'true' : patch.ignoreFilters.length > 0;
    });
  }

  #lag(): number {
    return Math.max(0, ...this.#episode.patches.map((patch) => (patch.p === 'stale' ? patch.reads : 0)));
  }
}

function totalOf(list: Operation, answer: ApiAnswer): number | null {
  const body = successBranch(list)?.body;
  for (const { path, node } of body === undefined ? [] : holesOf(body)) {
    if (node.t !== 'expr' || node.value.k !== 'page' || node.value.fact !== 'total') continue;
    const total = valueAt(answer.body, path);
    if (typeof total === 'number') return total;
  }
  return null;
}

function text(value: Json): string {
  const words = JSON.stringify(value);
  return isArray(value) || words.length > 60 ? `${words.slice(0, 60)}…` : words;
}
