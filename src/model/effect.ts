import type { Expr, Ref } from './expr.ts';
import type { Json, JsonObject, JsonPath } from './json.ts';
import type { ResourceName } from './names.ts';

export interface FieldWrite {
  readonly path: JsonPath;
  readonly value: Expr;
}

export type Effect =
  | {
      readonly t: 'create';
      readonly resource: ResourceName;
      readonly set: readonly FieldWrite[];
      /** Request object copied into the document first. */ readonly copy: {
        readonly from: JsonPath;
        readonly to: JsonPath;
        readonly except: readonly string[];
        readonly clears?: true;
      } | null;
      readonly defaults: JsonObject;
      /** Made along the way: what the operation speaks of as created is another record. */ readonly beside?: true;
    }
  | {
      readonly t: 'update';
      readonly of: Ref;
      readonly set: readonly FieldWrite[];
      readonly copy: {
        readonly from: JsonPath;
        readonly to: JsonPath;
        readonly mode: 'merge' | 'merge-patch' | 'deep-merge' | 'replace';
        readonly except: readonly string[];
        /** An empty text takes the value away: fields become null, entries of nested objects go. */ readonly clears?: true;
        /** `replace` only: what fields that the request leaves out become; fields not in here stay as they are. */ readonly defaults?: JsonObject;
        /** `replace` only: fields that go where the request leaves them out. */ readonly gone?: readonly string[];
      } | null;
    }
  | {
      readonly t: 'delete';
      readonly of: Ref;
      readonly cascade: readonly { readonly resource: ResourceName; readonly by: JsonPath }[];
    }
  /** The effects once for each element of an array (`element`, `index` and the ref `element` speak of it): stock taken by the lines of an order. */
  | { readonly t: 'each'; readonly array: Expr; readonly effects: readonly Effect[] }
  /** The records that belong to another one, those whose fields are `where`: tasks closed with their project. `by` is empty for children by key. */
  | {
      readonly t: 'children';
      readonly of: Ref;
      readonly resource: ResourceName;
      readonly by: JsonPath;
      readonly where: readonly { readonly path: JsonPath; readonly in: readonly Json[] }[];
      readonly set: readonly FieldWrite[];
    }
  /** Only when a write changed what they depend on. */
  | { readonly t: 'recompute'; readonly of: Ref; readonly set: readonly FieldWrite[] };
