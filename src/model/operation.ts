import { rootFieldsOf } from './graphql.ts';
import type { Branch } from './branch.ts';
import type { FieldModel } from './field.ts';
import type { IdShape } from './id-shape.ts';
import type { ListModel } from './list-model.ts';
import type { OperationId, ResourceName } from './names.ts';
import type { Slot } from './slot.ts';

export type OperationKind =
  'read' | 'list' | 'create' | 'update' | 'replace' | 'delete' | 'action' | 'auth' | 'compute';

export function isWriteKind(kind: OperationKind): boolean {
  return kind === 'create' || kind === 'update' || kind === 'replace' || kind === 'delete' || kind === 'action';
}

export interface Operation {
  readonly id: OperationId;
  /** `verb_resource`, unique, `^[a-zA-Z0-9_-]{1,64}$`: the name of its tool. */
  readonly name: string;
  readonly method: string;
  readonly origin: string;
  readonly segments: readonly Segment[];
  /** Where one path serves many operations (RPC, GraphQL): the slot whose value selects this one. */
  readonly discriminator: Discriminator | null;
  readonly kind: OperationKind;
  readonly count: number;
  /** The resource it reads or writes; null for auth, compute and what could not be modelled. */
  readonly resource: ResourceName | null;
  /** The slot that names the entity (item operations); null for create, list and the rest. */
  readonly target: Slot | null;
  /** Slots that name the parents, outermost first. */
  readonly parents: readonly { readonly resource: ResourceName; readonly slot: Slot }[];
  readonly request: RequestModel;
  /** Ordered decision list: the first branch whose guard holds answers. The last success branch has guard `always`. */
  readonly branches: readonly Branch[];
  /** For lists. */
  readonly list: ListModel | null;
  /** True where it was recorded with a credential of the origin's auth model. */
  readonly authenticated: boolean;
}

/** One path segment: literal text, or a parameter with fixed text around it (`{id}.json`). */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'param';
      readonly name: string;
      readonly prefix: string;
      readonly suffix: string;
      readonly shape: IdShape;
      readonly resource: ResourceName | null;
      /** `me`, `self`, `current`: values that stand for the principal's own id. */
      readonly aliases: readonly string[];
    };

export interface RequestModel {
  /** Media type of the body; null where none was ever sent. */
  readonly contentType: string | null;
  /** Body, query and header fields with what was seen of each; paths of headers are `[name]`. */
  readonly body: readonly FieldModel[];
  readonly query: readonly FieldModel[];
  readonly headers: readonly FieldModel[];
}

export interface Discriminator {
  readonly slot: Slot;
  readonly value: string;
  /** Where the slot holds GraphQL: a recorded document, of which `value` is the root fields. Null where it holds `value` itself. */
  readonly document: string | null;
}

/** What a discriminating slot's value selects: the root fields of a GraphQL document, else the value itself. */
export function selectionOf(value: string, isGraphql: boolean): string | null {
  return isGraphql ? rootFieldsOf(value) : value;
}
