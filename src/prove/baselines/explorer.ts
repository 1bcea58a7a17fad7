import type { SlotAssignment } from '../../model/build-request.ts';
import { isArray, isObject, type Json } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { Operation } from '../../model/operation.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { ApiClient } from '../client/api-client.ts';

/** Ids and values seen so far, by resource: what an explorer without a goal can act on. */
export class Explorer {
  readonly client: ApiClient;
  readonly ids = new Map<string, string[]>();
  readonly #run: EpisodeRun;
  readonly #model: LearnedModel;

  constructor(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]) {
    this.#run = run;
    this.#model = model;
    this.client = new ApiClient(run, model, tools, new Set(), false);
  }

  /** Reads every list that needs no parent, once. */
  crawl(most: number): void {
    let calls = 0;
    for (const operation of this.#model.operations) {
      if (operation.kind !== 'list' || operation.parents.length > 0 || operation.resource === null) continue;
      if (this.#run.over || calls >= most) return;
      calls += 1;
      this.note(operation, this.client.exchange(operation, []).body);
    }
  }

  note(operation: Operation, body: Json | undefined): void {
    if (operation.resource === null) return;
    const resource = this.#model.resources.find(({ name }) => name === operation.resource);
    const key = String(resource?.idPath.at(-1) ?? 'id');
    const known = this.ids.get(operation.resource) ?? [];
    const shown = idsIn(body, key);
    this.ids.set(operation.resource, known.length === 0 ? [...shown] : [...new Set([...known, ...shown])]);
  }

  /** Values for every slot an operation needs; null where no id is known. */
  fill(operation: Operation, pick: (choices: number) => number): readonly SlotAssignment[] | null {
    const values: SlotAssignment[] = [];
    const wanted = [
      ...operation.parents,
      ...(operation.target === null ? [] : [{ resource: operation.resource ?? '', slot: operation.target }]),
    ];
    for (const { resource, slot } of wanted) {
      const known = this.ids.get(resource) ?? [];
      const id = known[pick(Math.max(1, known.length))];
      if (id === undefined) return null;
      values.push({ slot, value: id });
    }
    for (const field of operation.request.body) {
      if (
        field.path.includes('*') ||
        field.types.includes('object') ||
        field.examples.length === 0 ||
        field.presence < 0.3
      )
        continue;
      const value = field.examples[pick(field.examples.length)];
      if (value !== undefined) values.push({ slot: { in: 'body', path: field.path }, value });
    }
    const named = new Set(values.flatMap(({ slot }) => (slot.in === 'path' ? [slot.name] : [])));
    return operation.segments.every((segment) => segment.kind === 'literal' || named.has(segment.name)) ? values : null;
  }
}

const IDS = new WeakMap<object, Map<string, readonly string[]>>();

/** Every id an answer shows; answers that many explorers meet are gone through once. */
function idsIn(body: Json | undefined, key: string): readonly string[] {
  if (typeof body !== 'object' || body === null) return [];
  const byKey = IDS.get(body) ?? new Map<string, readonly string[]>();
  IDS.set(body, byKey);
  let ids = byKey.get(key);
  if (ids === undefined) {
    const found = new Set<string>();
    collectIds(body, key, found);
    byKey.set(key, (ids = [...found]));
  }
  return ids;
}

function collectIds(value: Json | undefined, key: string, into: Set<string>): void {
  if (isArray(value)) for (const item of value) collectIds(item, key, into);
  else if (isObject(value)) {
    const id = value[key];
    if (typeof id === 'string' || typeof id === 'number') into.add(String(id));
    for (const name of Object.keys(value)) if (typeof value[name] === 'object') collectIds(value[name], key, into);
  }
}
