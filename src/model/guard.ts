import type { Expr, Ref } from './expr.ts';
import type { FieldFormat } from './field.ts';
import type { Json, JsonPath } from './json.ts';
import type { ResourceName } from './names.ts';
import type { Slot } from './slot.ts';

export type Guard =
  | { readonly g: 'always' }
  | { readonly g: 'and'; readonly all: readonly Guard[] }
  | { readonly g: 'or'; readonly any: readonly Guard[] }
  | { readonly g: 'not'; readonly of: Guard }
  /** The entity that a slot names is missing or deleted. */
  | { readonly g: 'unknown-entity'; readonly resource: ResourceName; readonly slot: Slot }
  /** The entity that a slot names was there and is deleted: 410 beside 404. */
  | { readonly g: 'gone'; readonly resource: ResourceName; readonly slot: Slot }
  /** The guard holds for some element of an array (`element`, `index` and the ref `element` speak of it); the answer is rendered for the first such element. */
  | { readonly g: 'any'; readonly array: Expr; readonly of: Guard }
  /** Inside `any`: the element names a record that is missing or deleted. */
  | { readonly g: 'unknown-element'; readonly resource: ResourceName; readonly path: JsonPath }
  /** An array of an entity has an element whose value at `path` (itself where that is empty) is `equals`, as `without` compares. */
  | {
      readonly g: 'has-element';
      readonly of: Ref;
      readonly array: JsonPath;
      readonly path: JsonPath;
      readonly equals: Expr;
    }
  | { readonly g: 'missing'; readonly slot: Slot }
  | { readonly g: 'empty'; readonly slot: Slot }
  | { readonly g: 'not-in'; readonly slot: Slot; readonly values: readonly Json[] }
  | { readonly g: 'equals'; readonly value: Expr; readonly to: Json }
  | { readonly g: 'type-not'; readonly slot: Slot; readonly types: readonly string[] }
  | { readonly g: 'format-not'; readonly slot: Slot; readonly format: FieldFormat }
  /** A text that is not made of the accepted characters. */
  | { readonly g: 'pattern-not'; readonly slot: Slot; readonly pattern: string }
  | { readonly g: 'compare'; readonly left: Expr; readonly op: '<' | '<=' | '>' | '>='; readonly right: Expr }
  /** Both have a value, and not the same one: records of others. */
  | { readonly g: 'differs'; readonly left: Expr; readonly right: Expr }
  | { readonly g: 'longer'; readonly slot: Slot; readonly than: number }
  | { readonly g: 'shorter'; readonly slot: Slot; readonly than: number }
  /** The state of an entity is (not) one of `values`: state machines. */
  | { readonly g: 'state-in'; readonly of: Ref; readonly path: JsonPath; readonly values: readonly Json[] }
  /** A transition that was only ever refused: (state, requested value). */
  | {
      readonly g: 'transition';
      readonly of: Ref;
      readonly path: JsonPath;
      readonly slot: Slot;
      readonly refused: readonly (readonly [Json, Json])[];
      readonly allowed: readonly (readonly [Json, Json])[];
    }
  /** Another live record has the same value (natural key conflict); `within`: among those of the same parent. */
  | {
      readonly g: 'taken';
      readonly resource: ResourceName;
      readonly path: JsonPath;
      readonly slot: Slot;
      readonly within?: 'parent';
    }
  /**
   * Another live record of the same owner takes some of the same time (or numbers): `from < its to` and `its from < to`.
   * What the request does not say is as the target has it.
   */
  | {
      readonly g: 'overlap';
      readonly resource: ResourceName;
      /** What both must share; null: the parent. */
      readonly by: SpanEnd | null;
      readonly from: SpanEnd;
      readonly to: SpanEnd;
      /** Ends that touch overlap, too. */
      readonly touching: boolean;
      readonly where: readonly { readonly path: JsonPath; readonly in: readonly Json[] }[];
    }
  /** The body is not JSON (or not an object where one is expected), although the operation takes one. */
  | { readonly g: 'malformed' }
  | { readonly g: 'if-match-differs'; readonly of: Ref }
  | { readonly g: 'header-missing'; readonly name: string }
  /** The caller's identity lacks the right: principals seen refused and seen served. */
  | { readonly g: 'principal-in'; readonly principals: readonly string[] }
  /** Records that refer to the target: by any reference, or by the one at `by` (`*` for array elements), those whose fields are `where`. */
  | {
      readonly g: 'has-children';
      readonly resource: ResourceName;
      readonly by?: readonly (string | number)[];
      readonly where?: readonly { readonly path: JsonPath; readonly in: readonly Json[] }[];
    };

/** A value in the request and in the record. */
export interface SpanEnd {
  readonly slot: Slot;
  readonly path: JsonPath;
}
