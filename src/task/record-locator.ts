import type { Entity } from '../model/base-state.ts';
import { hash32 } from '../model/digest.ts';
import { valueAt, type Json, type JsonPath } from '../model/json.ts';
import { indexModel, samePath } from '../model/model-index.ts';
import type { EntityKey } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { SlotValue, Value } from '../model/oracle.ts';
import type { Resource } from '../model/resource.ts';
import { findingOf } from './finder.ts';
import type { ProgramDraft } from './program-draft.ts';
import { fieldWords, leafName, resourceWords, valueWords } from './words.ts';

/** Adds the reads that find records to a program, and says where their ids are from then on. */
export class RecordLocator {
  readonly #draft: ProgramDraft;

  constructor(draft: ProgramDraft) {
    this.#draft = draft;
  }

  /** The value that carries a record's id: of one made before, of one found, or told. */
  idOf(key: EntityKey): Value | null {
    const entity = this.#draft.entity(key);
    const made = this.#draft.made.get(key);
    const resource = indexModel(this.#draft.input.model).resource(key.split('/')[0] ?? '');
    if (resource === undefined) return null;
    if (made !== undefined) return { v: 'from', step: made, path: resource.idPath };
    if (entity === null) return null;
    const known = this.#draft.names.get(key);
    if (known !== undefined) return { v: 'from', step: known, path: resource.idPath };
    return this.#find(key, entity, resource);
  }

  #find(key: EntityKey, entity: Entity, resource: Resource): Value | null {
    const { model, start, session, span, seed } = this.#draft.input;
    const preferKey = hash32(`${seed} ${session.id} ${span.steps[0]?.seq ?? 0} ${key}`) % 4 !== 0;
    const finding = findingOf(model, entity, start.docs, preferKey);
    const name = this.#draft.freshName(resource.singular);
    const id = valueAt(entity.doc, resource.idPath) ?? entity.id;
    if (finding.by === 'told') {
      const told = this.#draft.disclose(`${leafName([resource.singular])}_id`, id, resource);
      const above = entity.parent ?? this.#parentKey(entity, resource.parent?.resource ?? '');
      const owner = above !== null && this.idOf(above) !== null ? this.#draft.phrases.get(above) : undefined;
      this.#draft.phrases.set(
        key,
        owner === undefined
          ? `the ${resourceWords(resource)} ${valueWords(id).replaceAll('"', '')}`
          : `${resourceWords(resource)} ${valueWords(id).replaceAll('"', '')} of ${owner}`,
      );
      return told;
    }
    const operation = finding.by === 'id' ? finding.read : finding.list;
    const parents = this.parentSlots(operation, entity);
    if (parents === null) return null;
    const owner = this.#ownerPhrase(operation, entity);
    if (finding.by === 'id') {
      const told = this.#draft.disclose(`${leafName([resource.singular])}_id`, id, resource);
      this.#draft.phrases.set(key, `${resourceWords(resource)} ${valueWords(id).replaceAll('"', '')}${owner}`);
      const target = finding.read.target;
      if (target === null) return null;
      this.#draft.steps.push({
        kind: 'read',
        as: name,
        resource: resource.name,
        operation: operation.id,
        slots: [...parents, { slot: target, value: told }],
      });
    } else {
      const path = finding.by === 'key' ? finding.path : resource.idPath;
      const value = finding.by === 'key' ? finding.value : id;
      const told = this.#draft.disclose(`${leafName([resource.singular])}_${leafName(path)}`, value, resource);
      this.#draft.phrases.set(
        key,
        `${finding.by === 'key' ? keyPhrase(resource, path, value) : `${resourceWords(resource)} ${String(id)}`}${owner}`,
      );
      const filter =
        finding.by === 'key' && finding.filter !== null ? [{ slot: finding.filter.slot, value: told }] : [];
      this.#draft.steps.push({
        kind: 'find',
        as: name,
        resource: resource.name,
        operation: operation.id,
        slots: [...parents, ...filter],
        where: [{ path, equals: told }],
      });
      const read = finding.by === 'key' ? finding.read : null;
      const readParents = read === null ? null : this.parentSlots(read, entity);
      if (read !== null && read.target !== null && readParents !== null) {
        const slots = [
          ...readParents,
          { slot: read.target, value: { v: 'from', step: name, path: resource.idPath } as Value },
        ];
        const item = this.#draft.freshName(`${resource.singular}_item`);
        this.#draft.steps.push({ kind: 'read', as: item, resource: resource.name, operation: read.id, slots });
        this.#draft.names.set(key, item);
        return { v: 'from', step: item, path: resource.idPath };
      }
    }
    this.#draft.names.set(key, name);
    return { v: 'from', step: name, path: resource.idPath };
  }

  /** Values for the records a list or read stands under. */
  parentSlots(operation: Operation, entity: Entity): readonly SlotValue[] | null {
    const slots: SlotValue[] = [];
    let child: Entity | null = entity;
    for (const parent of [...operation.parents].reverse()) {
      const key: EntityKey | null = child?.parent ?? this.#parentKey(child, parent.resource);
      const value = key === null ? null : this.idOf(key);
      if (value === null) return null;
      slots.unshift({ slot: parent.slot, value });
      child = key === null ? null : this.#draft.entity(key);
    }
    return slots;
  }

  /** `of the nodebalancer "web"`: a record inside another one is spoken of with it. */
  #ownerPhrase(operation: Operation, entity: Entity): string {
    const parent = operation.parents.at(-1);
    const key = parent === undefined ? null : (entity.parent ?? this.#parentKey(entity, parent.resource));
    const phrase = key === null ? undefined : this.#draft.phrases.get(key);
    return phrase === undefined ? '' : ` of ${phrase}`;
  }

  #parentKey(entity: Entity | null, parentResource: string): EntityKey | null {
    if (entity === null) return null;
    const resource = indexModel(this.#draft.input.model).resource(entity.resource);
    const field =
      resource?.parent?.resource === parentResource
        ? resource.parent.field
        : (resource?.fields.find((candidate) => candidate.references === parentResource)?.path ?? null);
    const id = field === null ? undefined : valueAt(entity.doc, field as JsonPath);
    return typeof id === 'string' || typeof id === 'number' ? `${parentResource}/${id}` : null;
  }
}

function keyPhrase(resource: Resource, path: JsonPath, value: Json): string {
  const words = fieldWords(path);
  const named = resource.labelField !== null && samePath(resource.labelField, path);
  return named
    ? `the ${resourceWords(resource)} ${valueWords(value)}`
    : `the ${resourceWords(resource)} with ${words} ${valueWords(value)}`;
}
