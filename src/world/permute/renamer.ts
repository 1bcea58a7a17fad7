/**
 * Says every id and name of a model anew, wherever it stands: in records, links, keys, recorded answers, tasks and prose.
 * Short numbers mean an id only where their place says so; long and lettered ids mean themselves everywhere.
 */
import type { Json } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EntityKey, OperationId, ResourceName } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import type { Resource } from '../../model/resource.ts';
import type { Slot } from '../../model/slot.ts';
import { withNames } from './person-names.ts';

export interface Renaming {
  readonly ids: ReadonlyMap<ResourceName, ReadonlyMap<string, string>>;
  readonly keys: ReadonlyMap<EntityKey, EntityKey>;
  readonly names: ReadonlyMap<string, string>;
}

const LONG_NUMBER = 5;

export class Renamer {
  readonly operations: ReadonlyMap<OperationId, Operation>;
  readonly resources: ReadonlyMap<ResourceName, Resource>;
  readonly #renaming: Renaming;
  /** Ids that can be told from anything else, of any resource. */
  readonly #plain = new Map<string, string>();
  /** What a path segment, or a name in prose, says of the id behind it. */
  readonly #places = new Map<string, ResourceName>();
  readonly #fields = new Map<string, ResourceName | null>();
  readonly #byPath = new Map<string, ResourceName | null>();

  constructor(model: LearnedModel, renaming: Renaming) {
    this.#renaming = renaming;
    this.operations = new Map(model.operations.map((operation) => [operation.id, operation]));
    this.resources = new Map(model.resources.map((resource) => [resource.name, resource]));
    for (const [resource, ids] of renaming.ids) for (const [old, next] of ids) this.#addPlain(old, next, resource);
    for (const resource of model.resources) this.#addResource(resource);
    for (const operation of model.operations) this.#addSegments(operation);
  }

  key(key: EntityKey): EntityKey {
    const known = this.#renaming.keys.get(key);
    if (known !== undefined) return known;
    const parts = key.split('/');
    const ids = this.#renaming.ids.get(parts[0] ?? '');
    return parts.map((part, at) => (at === parts.length - 1 ? (ids?.get(part) ?? part) : part)).join('/');
  }

  id(resource: ResourceName, value: Json): Json {
    if (typeof value !== 'number' && typeof value !== 'string') return value;
    const next = this.#renaming.ids.get(resource)?.get(String(value));
    if (next === undefined) return typeof value === 'string' ? this.text(value) : value;
    return typeof value === 'number' ? Number(next) : next;
  }

  number(value: number): number {
    const next = this.#plain.get(String(value));
    return next === undefined ? value : Number(next);
  }

  text(text: string): string {
    if (this.#isKey(text)) return this.key(text);
    const linked = text.includes('/') ? this.#inPaths(text) : text;
    const plain = linked.replace(/[A-Za-z0-9_-]{5,}/g, (token) => this.#plain.get(token) ?? token);
    return withNames(this.#inProse(plain), this.#renaming.names);
  }

  /** The resource whose id a field of a resource holds; null where it holds none. */
  fieldResource(resource: ResourceName, path: readonly (string | number)[]): ResourceName | null {
    const found = this.#byPath.get(`${resource} ${general(path)}`);
    return found === undefined ? this.named(String(path.findLast((step) => typeof step === 'string') ?? '')) : found;
  }

  /** The resource that a field of this name refers to wherever it occurs. */
  named(name: string): ResourceName | null {
    return this.#fields.get(name) ?? null;
  }

  slotResource(operation: Operation, slot: Slot): ResourceName | null {
    const same = (other: Slot | null): boolean => other !== null && JSON.stringify(other) === JSON.stringify(slot);
    if (same(operation.target)) return operation.resource;
    const parent = operation.parents.find((candidate) => same(candidate.slot));
    if (parent !== undefined) return parent.resource;
    if (slot.in === 'path')
      return operation.segments.find(
        (segment) => segment.kind === 'param' && segment.name === slot.name && segment.resource !== null,
      ) !== undefined
        ? this.#paramResource(operation, slot.name)
        : this.named(slot.name);
    const filter = operation.list?.filters.find((candidate) => same(candidate.slot));
    if (filter !== undefined && operation.resource !== null)
      return this.fieldResource(operation.resource, filter.paths[0] ?? []);
    if (slot.in === 'body')
      return operation.resource === null
        ? this.named(String(slot.path.at(-1)))
        : this.fieldResource(operation.resource, slot.path);
    return this.named(slot.name);
  }

  #paramResource(operation: Operation, name: string): ResourceName | null {
    const segment = operation.segments.find((candidate) => candidate.kind === 'param' && candidate.name === name);
    return segment?.kind === 'param' ? segment.resource : null;
  }

  #isKey(text: string): boolean {
    const at = text.indexOf('/');
    return (
      at > 0 &&
      text.length < 200 &&
      this.resources.has(text.slice(0, at)) &&
      !/\s/.test(text) &&
      (this.#renaming.keys.has(text) || /^[^/]+\/[^/]+$/.test(text))
    );
  }

  #addPlain(old: string, next: string, resource: ResourceName): void {
    const isPlain = /[A-Za-z]/.test(old) ? old.length >= 6 && /\d/.test(old) : old.length >= LONG_NUMBER;
    if (!isPlain) return;
    const other = this.#plain.get(old);
    if (other !== undefined && other !== next) this.#plain.set(old, old);
    else if (this.resources.get(resource)?.scope !== 'parent') this.#plain.set(old, next);
  }

  #addResource({ name, singular, fields, idPath, parent }: Resource): void {
    for (const word of [name, singular, name.replaceAll('_', '-'), singular.replaceAll('_', ' ')])
      this.#places.set(word.toLowerCase(), name);
    for (const suffix of ['_id', 'Id', '_ids', 'Ids', 'ID']) this.#addField(`${singular}${suffix}`, name);
    this.#byPath.set(`${name} ${general(idPath)}`, name);
    if (parent !== null && parent.field !== null) this.#byPath.set(`${name} ${general(parent.field)}`, parent.resource);
    for (const { path, references, role } of fields) {
      const at = `${name} ${general(path)}`;
      if (references !== null) {
        this.#byPath.set(at, references);
        const last = path.findLast((step) => step !== '*') ?? '';
        if (last !== 'id') this.#addField(last, references);
      } else if (!this.#byPath.has(at) && role !== 'id' && this.named(String(path.at(-1))) === null)
        this.#byPath.set(at, null);
    }
  }

  /** A name that means two resources means none. */
  #addField(name: string, resource: ResourceName): void {
    const known = this.#fields.get(name);
    this.#fields.set(name, known === undefined || known === resource ? resource : null);
  }

  #addSegments(operation: Operation): void {
    for (const [at, segment] of operation.segments.entries()) {
      const before = operation.segments[at - 1];
      if (segment.kind !== 'param' || before?.kind !== 'literal') continue;
      const slot: Slot = { in: 'path', name: segment.name };
      const resource = this.slotResource(operation, slot);
      if (resource !== null) this.#places.set(before.text.toLowerCase(), resource);
    }
  }

  /** `/tickets/17.json`, in URLs and bare paths. */
  #inPaths(text: string): string {
    return text.replace(/(?<=([A-Za-z_-]+)\/)[A-Za-z0-9_-]+/g, (id, place: string) => {
      const resource = this.#places.get(place.toLowerCase());
      return (resource === undefined ? undefined : this.#renaming.ids.get(resource)?.get(id)) ?? id;
    });
  }

  /** `ticket 17`, `order no. 5`, `customer #8`. */
  #inProse(text: string): string {
    if (!/\d/.test(text) || !/[ #]/.test(text)) return text;
    return text.replace(
      /\b([A-Za-z][A-Za-z_-]*)(\s+(?:#|no\.?\s*|number\s+|nr\.?\s*|id:?\s*|with id\s+)?|\s*#\s*)([A-Za-z]*[_-]?\d+)\b/g,
      (whole, word: string, between: string, id: string) => {
        const resource = this.#places.get(word.toLowerCase());
        const next = resource === undefined ? undefined : this.#renaming.ids.get(resource)?.get(id);
        return next === undefined ? whole : `${word}${between}${next}`;
      },
    );
  }
}

function general(path: readonly (string | number)[]): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
}
