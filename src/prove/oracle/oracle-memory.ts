import type { SlotAssignment } from '../../model/build-request.ts';
import { hash32 } from '../../model/digest.ts';
import { isObject, jsonEquals, valueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { OperationId, ResourceName } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import type { View } from '../../model/template.ts';
import { indexModel, samePath, sameSlot } from '../../model/model-index.ts';
import type { HandlerName, OraclePatch, OracleStep, SlotValue, Value } from '../../model/oracle.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import { timesTen } from '../../model/times-ten.ts';
import { pathInView, shownAt } from '../../model/template-paths.ts';
import type { ApiAnswer } from '../client/api-answer.ts';
import type { OracleOptions } from './oracle-options.ts';
import { proseAbout } from './prose-about.ts';
import { Stuck } from './stuck.ts';

/** A record as some answer showed it. */
export interface Found {
  readonly resource: ResourceName;
  readonly doc: Json;
  readonly view: View | null;
  readonly body: Json | undefined;
}

/** What only somebody knows who has read what the API says now. */
const ADAPTING: readonly OraclePatch['o'][] = ['alias', 'request-alias', 'revalue', 'more', 'scale'];

/** What the oracle has been told and has seen so far: every value it sends comes out of here. */
export class OracleMemory {
  readonly patches: readonly OraclePatch[];
  readonly #run: EpisodeRun;
  readonly #options: OracleOptions;
  readonly #found = new Map<string, Found>();
  readonly #observed = new Set<string>();
  readonly #dead = new Set<OperationId>();
  /** What the person said when asked: takes the place of what they said before. */
  #told: JsonObject = {};
  #turns = 0;
  #tokens = 0;

  constructor(
    run: EpisodeRun,
    patches: readonly OraclePatch[],
    options: OracleOptions,
    handlers: ReadonlySet<HandlerName>,
  ) {
    this.#run = run;
    this.#options = options;
    this.patches = handlers.has('alias') ? patches : patches.filter(({ o }) => !ADAPTING.includes(o));
  }

  /** Says something to the user; true where the reply tells something new. */
  say(text: string): boolean {
    this.#run.say(text);
    const news = this.#run.episode.user?.turns[this.#turns]?.inputs ?? {};
    this.#told = { ...this.#told, ...news };
    this.#turns += 1;
    return Object.keys(news).length > 0;
  }

  /** Other tokens from now on. */
  freshen(): void {
    this.#tokens += 1;
  }

  keep(name: string, found: Found): void {
    this.#found.set(name, found);
  }

  /** An operation that fails for good, so that nothing more is asked of it. */
  bury(operation: OperationId): void {
    this.#dead.add(operation);
  }

  isDead(operation: OperationId): boolean {
    return this.#dead.has(operation);
  }

  observe(answer: ApiAnswer): void {
    collectScalars(answer.body, this.#observed);
  }

  hasSeen(id: string): boolean {
    return this.#observed.has(id);
  }

  /** What a `find` has already shown of the record that this step would read. */
  twinOf(step: Extract<OracleStep, { kind: 'read' }>): Found | undefined {
    const from = step.slots.flatMap(({ value }) => (value.v === 'from' ? [value.step] : [])).at(-1);
    const twin = from === undefined ? undefined : this.#found.get(from);
    return twin?.resource === step.resource ? twin : undefined;
  }

  operation(id: OperationId): Operation {
    const operation = indexModel(this.#options.model).operation(id);
    if (operation === undefined) throw new Error(`The program names an operation that the model does not have: ${id}`);
    return operation;
  }

  /** The record an answer of the operation shows. */
  shown(operation: Operation, answer: ApiAnswer): Found | null {
    const shown = shownAt(operation, 'entity');
    const doc = shown === undefined ? undefined : valueAt(answer.body, shown.path);
    return shown === undefined || doc === undefined || operation.resource === null
      ? null
      : { resource: operation.resource, doc, view: shown.view, body: answer.body };
  }

  fieldOf(found: Found, path: JsonPath): Json | undefined {
    const at = found.view === null ? path : pathInView(found.view, path);
    const value = valueAt(found.doc, at);
    if (value !== undefined) return this.#inOldUnit(found.resource, path, this.#asKnown(found.resource, path, value));
    for (const patch of this.patches) {
      if (
        patch.o !== 'alias' ||
        patch.resource !== found.resource ||
        !patch.from.every((step, index) => path[index] === step)
      )
        continue;
      const moved = [...patch.to, ...path.slice(patch.from.length)];
      const aliased =
        valueAt(found.doc, found.view === null ? moved : pathInView(found.view, moved)) ?? valueAt(found.doc, moved);
      if (aliased !== undefined) return aliased;
    }
    return undefined;
  }

  #inOldUnit(resource: ResourceName, path: JsonPath, value: Json): Json {
    for (const patch of this.patches)
      if (patch.o === 'scale' && patch.resource === resource && samePath(patch.path, path) && typeof value === 'number')
        return timesTen(value, -patch.digits);
    return value;
  }

  /** Under the name that the value used to have. */
  #asKnown(resource: ResourceName, path: JsonPath, value: Json): Json {
    for (const patch of this.patches)
      if (
        patch.o === 'revalue' &&
        patch.resource === resource &&
        samePath(patch.path, path) &&
        jsonEquals(value, patch.to)
      )
        return patch.from;
    return value;
  }

  /** Under the name that the value has now, once an answer has shown that name. */
  #asSent(operation: Operation, { slot }: SlotValue, value: Json): Json {
    for (const patch of this.patches)
      if (
        patch.o === 'revalue' &&
        patch.resource === operation.resource &&
        slot.in === 'body' &&
        slot.path.at(-1) === patch.path.at(-1) &&
        jsonEquals(value, patch.from) &&
        this.#hasRead(String(patch.to))
      )
        return patch.to;
    return value;
  }

  /** In an answer, as a value or a word of a message: a new name is not known before. */
  #hasRead(word: string): boolean {
    if (this.#observed.has(word)) return true;
    for (const text of this.#observed)
      if (text.length > word.length && text.split(/[^\p{L}\p{N}_-]+/u).includes(word)) return true;
    return false;
  }

  idOf(found: Found): Json | undefined {
    const path = indexModel(this.#options.model).resource(found.resource)?.idPath;
    return path === undefined ? undefined : this.fieldOf(found, path);
  }

  values(operation: Operation, slots: readonly SlotValue[]): readonly SlotAssignment[] {
    const more = this.patches.filter((patch) => patch.o === 'more' && patch.operation === operation.id);
    const all = [...slots, ...more.flatMap((patch) => (patch.o === 'more' ? [patch] : []))];
    return all.flatMap(({ slot, value }) => {
      const changed = this.patches.find(
        (patch) => patch.o === 'value' && patch.operation === operation.id && sameSlot(patch.slot, slot),
      );
      const renamed = this.patches.find(
        (patch) => patch.o === 'request-alias' && patch.operation === operation.id && sameSlot(patch.from, slot),
      );
      const resolved = this.resolve(changed?.o === 'value' ? changed.value : value);
      if (resolved === undefined && slot.in === 'path') throw new Stuck('not_found', []);
      return resolved === undefined
        ? []
        : [
            {
              slot: renamed?.o === 'request-alias' ? renamed.to : slot,
              value: this.#asSent(operation, { slot, value }, resolved),
            },
          ];
    });
  }

  resolve(value: Value): Json | undefined {
    switch (value.v) {
      case 'input':
        return this.#told[value.name] ?? this.#run.view.inputs[value.name];
      case 'constant':
        return value.value;
      case 'from': {
        const found = this.#found.get(value.step);
        return found === undefined ? undefined : this.fieldOf(found, value.path);
      }
      case 'prose':
        return proseAbout(
          value.facts.map((fact) => String(this.resolve(fact) ?? '')).filter((fact) => fact !== ''),
          this.#options.wording,
        );
      case 'list':
        return value.items.map((item) => this.resolve(item) ?? null);
      case 'fresh':
        return `k-${hash32(
          `${this.#run.episode.id} ${this.#options.wording}${this.#tokens === 0 ? '' : ` ${this.#tokens}`}`,
        )
          .toString(16)
          .padStart(8, '0')}`;
      default:
        return value satisfies never;
    }
  }
}

function collectScalars(value: Json | undefined, into: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectScalars(item as Json, into);
  else if (isObject(value)) for (const item of Object.values(value)) collectScalars(item, into);
  else if (typeof value === 'string' || typeof value === 'number') into.add(String(value));
}
