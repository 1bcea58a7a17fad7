import { hash32 } from '../model/digest.ts';
import { isArray, jsonEquals, valueAt, withValueAt, type Json, type JsonObject, type JsonPath } from '../model/json.ts';
import type { Entity } from '../model/base-state.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { Resource } from '../model/resource.ts';
import type { Slot } from '../model/slot.ts';
import type { TracedSession, TracedStep, TracedValue } from '../model/trace.ts';
import { indexModel, samePath } from '../model/model-index.ts';
import type { OracleStep, SlotValue, Value, WriteConfirmation } from '../model/oracle.ts';
import { findingOf } from './finder.ts';
import { isProse } from './prose.ts';
import { isAddressable, isIdentitySlot, setsField, writtenField } from './request-fields.ts';
import type { StartState } from './start-state.ts';
import type { Span } from './span.ts';
import { fieldWords, leafName, resourceWords, valueWords } from './words.ts';

/** A value a write sends, with what it means. */
export interface SentValue {
  readonly slot: Slot;
  readonly field: JsonPath | null;
  readonly recorded: Json;
  readonly value: Value;
  /** Facts a free text has to mention, resolved. */
  readonly mentions: readonly string[];
}

export interface GoalWrite {
  readonly step: TracedStep;
  readonly operation: Operation;
  readonly as: string;
  readonly target: EntityKey | null;
  readonly created: EntityKey | null;
  readonly sent: readonly SentValue[];
}

interface BuilderInput {
  readonly model: LearnedModel;
  readonly session: TracedSession;
  readonly span: Span;
  readonly start: StartState;
  readonly seed: number;
}

/**
 * Builds the oracle's program for a span of writes, and with it the inputs: what a right agent cannot observe
 * is disclosed, what it can observe it has to find.
 */
export class ProgramBuilder {
  readonly steps: OracleStep[] = [];
  readonly writes: GoalWrite[] = [];
  inputs: JsonObject = {};
  /** How the instruction speaks of each record. */
  readonly phrases = new Map<EntityKey, string>();
  readonly #input: BuilderInput;
  readonly #names = new Map<EntityKey, string>();
  readonly #made = new Map<EntityKey, string>();

  constructor(input: BuilderInput) {
    this.#input = input;
  }

  /** Null when built, otherwise why it cannot be. */
  build(): string | null {
    for (const step of this.#input.span.steps) {
      const problem = this.#addWrite(step);
      if (problem !== null) return problem;
    }
    return null;
  }

  /** Adds the reads that find a record, and says where its id is; null where nothing knows it. */
  locate(key: EntityKey): Value | null {
    return this.#idOf(key);
  }

  #addWrite(step: TracedStep): string | null {
    const { model } = this.#input;
    const operation = step.operation === null ? undefined : indexModel(model).operation(step.operation);
    if (operation === undefined) return 'unknown_operation';
    const resource = operation.resource === null ? undefined : indexModel(model).resource(operation.resource);
    if (resource === undefined) return 'no_resource';
    const created =
      step.changes.find((change) => change.before === null && change.resource === resource.name)?.key ?? null;
    const target = operation.target === null ? null : this.#entityNamedBy(step, operation.target, resource.name);
    if (operation.target !== null && target === null) return 'target_unknown';
    if (target !== null && this.#entity(target) === null && !this.#made.has(target)) return 'target_not_there';
    const sent: SentValue[] = [];
    for (const value of groupArrays(step.values)) {
      const made = this.#sentValue(step, operation, resource, target, value);
      if (typeof made === 'string') return made;
      if (made !== null) sent.push(made);
    }
    const as = `${leafName([operation.name])}_${this.writes.length + 1}`;
    const slots = sent.map(({ slot, value }): SlotValue => ({ slot, value }));
    this.steps.push({
      kind: 'write',
      as,
      resource: resource.name,
      operation: operation.id,
      slots,
      confirm: this.#confirmation(operation, resource, target, sent),
    });
    if (created !== null && operation.kind === 'create') this.#made.set(created, as);
    this.writes.push({ step, operation, as, target, created, sent });
    return null;
  }

  #sentValue(
    step: TracedStep,
    operation: Operation,
    resource: Resource,
    target: EntityKey | null,
    traced: TracedValue,
  ): SentValue | string | null {
    const { slot, value: recorded, source } = traced;
    if (source.kind === 'auth') return null;
    const field = writtenField(operation, slot) ?? null;
    // What says nothing about a new record need not be said.
    if (operation.kind === 'create' && isNothing(recorded)) return null;
    const plain = (value: Value): SentValue => ({ slot, field, recorded, value, mentions: [] });
    const reference = this.#referencedBy(step, operation, resource, traced, field);
    if (reference !== null) {
      const id = this.#idOf(reference);
      return id === null ? 'reference_unknown' : plain(id);
    }
    if (isIdentitySlot(operation, slot)) return 'reference_unknown';
    if (source.kind === 'generated' && field === null) return plain({ v: 'fresh' });
    if (slot.in === 'header') return plain({ v: 'constant', value: recorded });
    if (field === null && source.kind === 'constant') return plain({ v: 'constant', value: recorded });
    if (recorded === null && field !== null) return plain({ v: 'constant', value: null });
    if (
      target !== null &&
      field !== null &&
      this.#names.has(target) &&
      jsonEquals(this.#startValue(target, field), recorded)
    ) {
      return plain({ v: 'from', step: this.#names.get(target) ?? '', path: field });
    }
    // Some APIs want a record's own fields back with its deletion.
    const own =
      operation.kind === 'delete' && slot.in === 'body' && target !== null && this.#names.has(target)
        ? [slot.path.at(-1) ?? '']
        : null;
    if (own !== null && target !== null && jsonEquals(this.#startValue(target, own), recorded))
      return plain({ v: 'from', step: this.#names.get(target) ?? '', path: own });
    if (field !== null && isProse(this.#input.model, resource, field, recorded))
      return this.#proseValue(slot, field, String(recorded), target);
    return plain(this.#disclose(leafName(field ?? (slot.in === 'body' ? slot.path : [slot.name])), recorded, resource));
  }

  /** Free text: worded by the agent, mentioning facts of the case that the recorded text mentioned too. */
  #proseValue(slot: Slot, field: JsonPath, recorded: string, target: EntityKey | null): SentValue | string {
    const facts: { value: Value; text: string }[] = [];
    for (const [key, name] of this.#names) {
      const entity = this.#entity(key);
      const resource = entity === null ? undefined : indexModel(this.#input.model).resource(entity.resource);
      for (const path of entity === null || resource === undefined
        ? []
        : [...resource.naturalKey, ...(resource.labelField === null ? [] : [resource.labelField])]) {
        const fact = valueAt(entity?.doc, path);
        if ((typeof fact === 'string' && fact.length >= 3 && fact.length <= 80) || typeof fact === 'number') {
          facts.push({ value: { v: 'from', step: name, path }, text: String(fact) });
        }
      }
    }
    const inputs = Object.entries(this.inputs).flatMap(([name, value]) =>
      typeof value === 'string' && value.length >= 3 && value.length <= 80
        ? [{ value: { v: 'input', name } as Value, text: value }]
        : [],
    );
    const said = [...facts, ...inputs].filter(({ text }) => recorded.toLowerCase().includes(text.toLowerCase()));
    const about =
      said.length > 0
        ? said
        : [
            ...facts.filter(
              ({ value }) => value.v === 'from' && target !== null && value.step === this.#names.get(target),
            ),
            ...facts,
            ...inputs,
          ];
    const chosen = about
      .filter((fact, at) => about.findIndex(({ text }) => text === fact.text) === at)
      .slice(0, said.length > 0 ? 2 : 1);
    // Without a fact of the case to mention, nothing could tell right words from wrong ones.
    if (chosen.length === 0) return 'prose_without_fact';
    return {
      slot,
      field,
      recorded,
      value: { v: 'prose', facts: chosen.map(({ value }) => value) },
      mentions: chosen.map(({ text }) => text),
    };
  }

  /** The record whose id this value is; null where it is not one. */
  #referencedBy(
    step: TracedStep,
    operation: Operation,
    resource: Resource,
    { slot, value, source }: TracedValue,
    field: JsonPath | null,
  ): EntityKey | null {
    if (operation.target !== null && JSON.stringify(operation.target) === JSON.stringify(slot))
      return this.#entityNamedBy(step, slot, resource.name);
    const parent = operation.parents.find((candidate) => JSON.stringify(candidate.slot) === JSON.stringify(slot));
    if (parent !== undefined) return this.#entityNamedBy(step, slot, parent.resource);
    const references =
      field === null ? null : (indexModel(this.#input.model).field(resource.name, field)?.references ?? null);
    if (references !== null && (typeof value === 'string' || typeof value === 'number'))
      return this.#entityNamedBy(step, slot, references);
    if (
      source.kind === 'response' &&
      source.entity !== null &&
      field === null &&
      slot.in === 'path' &&
      lastPart(source.entity) === String(value)
    )
      return source.entity;
    const ownId =
      field === null
        ? slot.in === 'body' && slot.path.at(-1) === resource.idPath.at(-1)
        : samePath(field, resource.idPath);
    const target =
      operation.target === null || !ownId ? null : this.#entityNamedBy(step, operation.target, resource.name);
    if (target !== null && lastPart(target) === String(value)) return target;
    return null;
  }

  #entityNamedBy(step: TracedStep, slot: Slot, resource: string): EntityKey | null {
    const traced = step.values.find((candidate) => JSON.stringify(candidate.slot) === JSON.stringify(slot));
    if (traced === undefined) return null;
    const id = String(traced.value);
    for (const change of step.changes)
      if (change.resource === resource && change.before !== null && lastPart(change.key) === id) return change.key;
    if (
      traced.source.kind === 'response' &&
      traced.source.entity?.startsWith(`${resource}/`) === true &&
      lastPart(traced.source.entity) === id
    )
      return traced.source.entity;
    const plain = `${resource}/${id}`;
    if (this.#made.has(plain) || this.#entity(plain) !== null) return plain;
    for (const key of this.#input.start.docs.keys())
      if (key.startsWith(`${resource}/`) && lastPart(key) === id) return key;
    return (
      indexModel(this.#input.model)
        .entitiesOf(resource)
        .find((entity) => entity.id === id)?.key ?? null
    );
  }

  /** The value that carries a record's id: of one made before, of one found, or told. */
  #idOf(key: EntityKey): Value | null {
    const entity = this.#entity(key);
    const made = this.#made.get(key);
    const resource = indexModel(this.#input.model).resource(key.split('/')[0] ?? '');
    if (resource === undefined) return null;
    if (made !== undefined) return { v: 'from', step: made, path: resource.idPath };
    if (entity === null) return null;
    const known = this.#names.get(key);
    if (known !== undefined) return { v: 'from', step: known, path: resource.idPath };
    return this.#find(key, entity, resource);
  }

  #find(key: EntityKey, entity: Entity, resource: Resource): Value | null {
    const { model, start, session, span, seed } = this.#input;
    const preferKey = hash32(`${seed} ${session.id} ${span.steps[0]?.seq ?? 0} ${key}`) % 4 !== 0;
    const finding = findingOf(model, entity, start.docs, preferKey);
    const name = this.#freshName(resource.singular);
    const id = valueAt(entity.doc, resource.idPath) ?? entity.id;
    if (finding.by === 'told') {
      const told = this.#disclose(`${leafName([resource.singular])}_id`, id, resource);
      this.phrases.set(key, `the ${resourceWords(resource)} ${valueWords(id).replaceAll('"', '')}`);
      return told;
    }
    const operation = finding.by === 'id' ? finding.read : finding.list;
    const parents = this.#parentSlots(operation, entity);
    if (parents === null) return null;
    const owner = this.#ownerPhrase(operation, entity);
    if (finding.by === 'id') {
      const told = this.#disclose(`${leafName([resource.singular])}_id`, id, resource);
      this.phrases.set(key, `${resourceWords(resource)} ${valueWords(id).replaceAll('"', '')}${owner}`);
      const target = finding.read.target;
      if (target === null) return null;
      this.steps.push({
        kind: 'read',
        as: name,
        resource: resource.name,
        operation: operation.id,
        slots: [...parents, { slot: target, value: told }],
      });
    } else {
      const path = finding.by === 'key' ? finding.path : resource.idPath;
      const value = finding.by === 'key' ? finding.value : id;
      const told = this.#disclose(`${leafName([resource.singular])}_${leafName(path)}`, value, resource);
      this.phrases.set(
        key,
        `${finding.by === 'key' ? keyPhrase(resource, path, value) : `${resourceWords(resource)} ${String(id)}`}${owner}`,
      );
      const filter =
        finding.by === 'key' && finding.filter !== null ? [{ slot: finding.filter.slot, value: told }] : [];
      this.steps.push({
        kind: 'find',
        as: name,
        resource: resource.name,
        operation: operation.id,
        slots: [...parents, ...filter],
        where: [{ path, equals: told }],
      });
      const read = finding.by === 'key' ? finding.read : null;
      const readParents = read === null ? null : this.#parentSlots(read, entity);
      if (read !== null && read.target !== null && readParents !== null) {
        const slots = [
          ...readParents,
          { slot: read.target, value: { v: 'from', step: name, path: resource.idPath } as Value },
        ];
        const item = this.#freshName(`${resource.singular}_item`);
        this.steps.push({ kind: 'read', as: item, resource: resource.name, operation: read.id, slots });
        this.#names.set(key, item);
        return { v: 'from', step: item, path: resource.idPath };
      }
    }
    this.#names.set(key, name);
    return { v: 'from', step: name, path: resource.idPath };
  }

  #parentSlots(operation: Operation, entity: Entity): readonly SlotValue[] | null {
    const slots: SlotValue[] = [];
    let child: Entity | null = entity;
    for (const parent of [...operation.parents].reverse()) {
      const key: EntityKey | null = child?.parent ?? this.#parentKey(child, parent.resource);
      const value = key === null ? null : this.#idOf(key);
      if (value === null) return null;
      slots.unshift({ slot: parent.slot, value });
      child = key === null ? null : this.#entity(key);
    }
    return slots;
  }

  /** `of the nodebalancer "web"`: a record inside another one is spoken of with it. */
  #ownerPhrase(operation: Operation, entity: Entity): string {
    const parent = operation.parents.at(-1);
    const key = parent === undefined ? null : (entity.parent ?? this.#parentKey(entity, parent.resource));
    const phrase = key === null ? undefined : this.phrases.get(key);
    return phrase === undefined ? '' : ` of ${phrase}`;
  }

  #parentKey(entity: Entity | null, parentResource: string): EntityKey | null {
    if (entity === null) return null;
    const resource = indexModel(this.#input.model).resource(entity.resource);
    const field =
      resource?.parent?.resource === parentResource
        ? resource.parent.field
        : (resource?.fields.find((candidate) => candidate.references === parentResource)?.path ?? null);
    const id = field === null ? undefined : valueAt(entity.doc, field as JsonPath);
    return typeof id === 'string' || typeof id === 'number' ? `${parentResource}/${id}` : null;
  }

  /** How to see, without asking the writer, that a write has happened. */
  #confirmation(
    operation: Operation,
    resource: Resource,
    target: EntityKey | null,
    sent: readonly SentValue[],
  ): WriteConfirmation | null {
    const index = indexModel(this.#input.model);
    const shown = sent.filter(({ field, value }) => field !== null && value.v !== 'prose' && value.v !== 'fresh');
    const conditions = shown.map(({ field, value }) => ({ path: field ?? [], equals: value }));
    if (target !== null && operation.kind !== 'create') {
      const read = index
        .readsOf(resource.name)
        .find((candidate) => candidate.target !== null && isAddressable(candidate));
      const id = this.#idOf(target);
      const entity = this.#entity(target);
      const parents = read === undefined || entity === null ? null : this.#parentSlots(read, entity);
      if (read === undefined || read.target === null || id === null || parents === null) return null;
      const expect =
        operation.kind === 'delete'
          ? ('gone' as const)
          : operation.kind === 'action'
            ? this.#actionOutcome(operation, target)
            : conditions;
      return { c: 'read', operation: read.id, slots: [...parents, { slot: read.target, value: id }], expect };
    }
    const wanted = operation.kind === 'create' ? conditions : [];
    for (const list of index.listsOf(resource.name)) {
      const slots = operation.parents.filter((parent) =>
        list.parents.some((other) => other.resource === parent.resource),
      );
      if (slots.length !== list.parents.length || wanted.length === 0 || !isAddressable(list)) continue;
      const values = list.parents.map(
        (parent) =>
          sent.find(({ slot }) =>
            operation.parents.some(
              (own) => own.resource === parent.resource && JSON.stringify(own.slot) === JSON.stringify(slot),
            ),
          )?.value,
      );
      if (values.some((value) => value === undefined)) continue;
      const filters = (list.list?.filters ?? []).flatMap((filter) => {
        const match =
          filter.op === 'equals'
            ? shown.find(
                ({ field, value }) =>
                  field !== null && value.v !== 'constant' && filter.paths.some((path) => samePath(path, field)),
              )
            : undefined;
        return match === undefined ? [] : [{ slot: filter.slot, value: match.value }];
      });
      return {
        c: 'find',
        operation: list.id,
        slots: [
          ...list.parents.map((parent, at) => ({ slot: parent.slot, value: values[at] as Value })),
          ...filters.slice(0, 1),
        ],
        where: wanted,
      };
    }
    return null;
  }

  /** What an action leaves behind on its target: the plain fields it changed. */
  #actionOutcome(operation: Operation, target: EntityKey): readonly { path: JsonPath; equals: Value }[] {
    const step = this.#input.span.steps.find((candidate) => candidate.operation === operation.id);
    const change = step?.changes.find((candidate) => candidate.key === target);
    if (change?.after === undefined || change.after === null) return [];
    return Object.entries(change.after).flatMap(([name, value]) => {
      const role = indexModel(this.#input.model).field(change.resource, [name])?.role;
      const fixed =
        role === 'plain' &&
        setsField(operation, [name]) &&
        !jsonEquals(change.before?.[name], value) &&
        (typeof value !== 'object' || value === null);
      return fixed ? [{ path: [name], equals: { v: 'constant', value } as Value }] : [];
    });
  }

  #disclose(name: string, value: Json, resource: Resource): Value {
    let free = name;
    if (Object.hasOwn(this.inputs, free) && !jsonEquals(this.inputs[free], value))
      free = `${leafName([resource.singular])}_${name}`;
    for (let at = 2; Object.hasOwn(this.inputs, free) && !jsonEquals(this.inputs[free], value); at += 1)
      free = `${name}_${at}`;
    this.inputs = { ...this.inputs, [free]: value };
    return { v: 'input', name: free };
  }

  #freshName(stem: string): string {
    const taken = new Set(this.steps.flatMap((step) => ('as' in step ? [step.as] : [])));
    const name = leafName([stem]);
    if (!taken.has(name)) return name;
    let at = 2;
    while (taken.has(`${name}_${at}`)) at += 1;
    return `${name}_${at}`;
  }

  /** A record as it stands at the start; null where it is not there. */
  #entity(key: EntityKey): Entity | null {
    const doc = this.#input.start.docs.get(key);
    const base = indexModel(this.#input.model).entity(key);
    if (doc === null) return null;
    if (doc === undefined) return base !== undefined && indexModel(this.#input.model).isLive(key) ? base : null;
    const put = this.#input.start.patches.find((patch) => patch.p === 'put' && patch.entity.key === key);
    if (put?.p === 'put') return put.entity;
    return base ?? null;
  }

  #startValue(key: EntityKey, path: JsonPath): Json | undefined {
    return valueAt(this.#entity(key)?.doc, path);
  }
}

function keyPhrase(resource: Resource, path: JsonPath, value: Json): string {
  const words = fieldWords(path);
  const named = resource.labelField !== null && samePath(resource.labelField, path);
  return named
    ? `the ${resourceWords(resource)} ${valueWords(value)}`
    : `the ${resourceWords(resource)} with ${words} ${valueWords(value)}`;
}

function isNothing(value: Json): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

function lastPart(key: EntityKey): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** Leaves inside an array become the whole array: a list is one value to a person. */
function groupArrays(values: readonly TracedValue[]): readonly TracedValue[] {
  const grouped: TracedValue[] = [];
  const arrays = new Map<string, { at: number; value: Json }>();
  for (const traced of values) {
    const slot = traced.slot;
    const cut = slot.in === 'body' ? slot.path.findIndex((step) => typeof step === 'number') : -1;
    if (slot.in !== 'body' || cut < 0) {
      grouped.push(traced);
      continue;
    }
    const path = slot.path.slice(0, cut);
    const id = JSON.stringify(path);
    const known = arrays.get(id);
    const value = withValueAt(known?.value ?? [], slot.path.slice(cut), traced.value);
    if (known === undefined) {
      arrays.set(id, { at: grouped.length, value });
      grouped.push({ slot: { in: 'body', path }, value, source: { kind: 'instruction' } });
    } else {
      known.value = value;
      grouped[known.at] = { slot: { in: 'body', path }, value, source: { kind: 'instruction' } };
    }
  }
  return grouped.filter((traced) => !isArray(traced.value) || traced.value.length > 0);
}
