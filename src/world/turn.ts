/** How a turn's references find their records. */
import type { Json, JsonObject } from '../model/json.ts';
import { jsonEquals, valueAt } from '../model/json.ts';
import type { Principal } from '../model/auth-model.ts';
import type { AnswerSample } from '../model/base-state.ts';
import type { Ref } from '../model/expr.ts';
import type { EntityKey, ResourceName } from '../model/names.ts';
import type { Resource } from '../model/resource.ts';
import type { Slot } from '../model/slot.ts';
import type { CompiledModel, CompiledOperation, PageOf, Turn, TurnStart } from './compiled.ts';
import { entityKey } from './state/entity-key.ts';
import type { Rec } from './state/rec.ts';
import type { RequestView } from './request/request-view.ts';
import type { WorldState } from './state/state.ts';
import type { ViewEdits } from './state/view-edits.ts';

export class RequestTurn implements Turn {
  readonly compiled: CompiledModel;
  readonly state: WorldState;
  readonly request: RequestView;
  readonly at: number;
  readonly step: number;
  readonly seed: number;
  readonly views: ViewEdits | null;
  readonly mentioned: Set<string>;
  op: CompiledOperation | null = null;
  principal: Principal | null = null;
  target: Rec | null = null;
  parents: (Rec | null)[] = [];
  created: EntityKey | null = null;
  draft: { readonly key: EntityKey | null; readonly resource: Resource; doc: JsonObject } | null = null;
  self: { readonly ref: Ref; readonly rec: Rec } | null = null;
  element: { readonly value: Json; readonly index: number } | null = null;
  page: PageOf | null = null;
  listed: readonly Rec[] = [];
  reads: EntityKey[] = [];
  unverified = false;
  noAnswer = false;
  sampleStatus: number | null = null;
  sample: AnswerSample | null = null;
  newIds: Map<ResourceName, Json> | null = null;
  draws = 0;

  constructor(start: TurnStart) {
    this.compiled = start.compiled;
    this.state = start.state;
    this.request = start.request;
    this.at = start.at;
    this.step = start.step;
    this.seed = start.seed;
    this.views = start.views;
    this.mentioned = start.mentioned;
  }

  resource(name: ResourceName): Resource | undefined {
    return this.compiled.base.resources.get(name);
  }

  within<T>(element: { readonly value: Json; readonly index: number }, work: () => T): T {
    const outer = this.element;
    this.element = element;
    try {
      return work();
    } finally {
      this.element = outer;
    }
  }

  resolve(ref: Ref): Rec | null {
    if (this.self !== null && jsonEquals(this.self.ref as unknown as Json, ref as unknown as Json))
      return this.self.rec;
    switch (ref.r) {
      case 'target':
        return this.#current(this.target?.key ?? null);
      case 'created':
        // An update speaks of what it makes of its target.
        return this.#current(this.created ?? this.target?.key ?? null);
      case 'parent':
        return this.#current(this.parents[ref.index]?.key ?? null);
      case 'principal':
        return this.#current(this.principal?.entity ?? null);
      case 'slot':
        return this.#alive(this.named(ref.resource, ref.slot));
      case 'element': {
        const id = valueAt(this.element?.value, ref.path);
        return id === undefined || id === null || typeof id === 'object'
          ? null
          : this.#alive(this.byId(ref.resource, String(id)));
      }
      case 'via': {
        const above = this.#above(ref);
        if (above !== null) return this.#current(above);
        const id = valueAt(this.docOf(ref.of), ref.path);
        return id === undefined || id === null ? null : this.#alive(this.byId(ref.resource, String(id)));
      }
    }
  }

  docOf(ref: Ref): JsonObject | undefined {
    const { draft } = this;
    // Every other reference speaks of the record before the write.
    if (draft !== null && this.self === null && ref.r === 'created' && (draft.key === null || this.created === null))
      return draft.doc;
    return this.resolve(ref)?.doc;
  }

  named(resource: ResourceName, slot: Slot): Rec | undefined {
    const value = this.request.value(slot);
    if (value === undefined || value === null || typeof value === 'object') return undefined;
    if (slot.in === 'path' && this.op?.aliases.get(slot.name)?.includes(String(value)) === true) {
      const key = this.principal?.entity ?? null;
      return key === null ? undefined : this.state.get(key);
    }
    return this.byId(resource, String(value));
  }

  byId(name: ResourceName, id: string): Rec | undefined {
    const resource = this.resource(name);
    if (resource === undefined) return undefined;
    if (resource.scope === 'parent') return this.#scoped(resource, id);
    const found = this.state.get(`${name}/${id}`);
    if (found !== undefined) return found.dead === 'unborn' ? undefined : found;
    const ghost = this.compiled.base.ghosts.get(resource, id);
    if (ghost !== null) return ghost;
    return this.mentioned.has(id) ? this.compiled.base.ghosts.make(resource, id) : undefined;
  }

  #scoped(resource: Resource, id: string): Rec | undefined {
    const above = resource.parent?.resource;
    const parent = this.parents.findLast((rec) => rec !== null && rec.resource === above);
    const named = this.op?.operation.parents.findLast((one) => one.resource === above);
    // A parent that no record stands for: its children know its id all the same.
    const said = named === undefined ? undefined : this.request.value(named.slot);
    const key = parent?.key ?? (typeof said === 'string' && above !== undefined ? `${above}/${said}` : null);
    if (key !== null) {
      const found = this.state.get(entityKey(resource, id, key));
      return found?.dead === 'unborn' ? undefined : found;
    }
    return this.state.withValue(resource.name, resource.idPath, id)[0];
  }

  /** The parent of a record whose parent's ids are only unique below another: the id alone would not tell which. */
  #above({ of, path, resource }: Extract<Ref, { r: 'via' }>): EntityKey | null {
    if (this.resource(resource)?.scope !== 'parent') return null;
    const owner = this.resolve(of);
    const parent = owner === null ? undefined : this.resource(owner.resource)?.parent;
    const isParent = parent?.resource === resource && jsonEquals(parent.field as Json, path as Json);
    return isParent ? (owner?.entity.parent ?? null) : null;
  }

  #current(key: EntityKey | null): Rec | null {
    if (key === null) return null;
    const now = this.state.get(key);
    if (now !== undefined) return now.dead === null ? now : null;
    return this.target?.key === key && this.target.ghost ? this.target : this.#parentGhost(key);
  }

  #parentGhost(key: EntityKey): Rec | null {
    return this.parents.find((rec) => rec?.key === key && rec.ghost) ?? null;
  }

  #alive(rec: Rec | undefined): Rec | null {
    return rec === undefined || rec.dead !== null ? null : rec;
  }
}
