import type { Expr, Ref } from './expr.ts';
import type { Guard } from './guard.ts';
import type { JsonPath } from './json.ts';
import type { ResourceName } from './names.ts';

/** A response body: constant skeleton with holes. */
export type Template =
  | { readonly t: 'none' }
  | { readonly t: 'raw'; readonly text: string }
  | {
      readonly t: 'object';
      readonly fields: readonly { readonly key: string; readonly value: Template; readonly optional: boolean }[];
    }
  | { readonly t: 'array'; readonly items: readonly Template[] }
  | { readonly t: 'expr'; readonly value: Expr }
  /** A document through a view. */
  | { readonly t: 'entity'; readonly of: Ref; readonly view: View }
  /** The items of the operation's list. */
  | { readonly t: 'list'; readonly view: View }
  /** Side-loaded records referenced by what the body shows. */
  | { readonly t: 'related'; readonly resource: ResourceName; readonly by: JsonPath; readonly view: View }
  /**
   * Validation errors put together: one entry for each guard that holds (the branch's own guard is their `or`).
   * `array`: the values; `object`: values under their keys, entries of one key joined where they are arrays.
   */
  | {
      readonly t: 'problems';
      readonly as: 'array' | 'object';
      readonly entries: readonly { readonly when: Guard; readonly key: string | null; readonly value: Template }[];
    }
  /** The nearest recorded answer of this operation and branch. */
  | { readonly t: 'sample' };

/** How an operation shows a document. */
export interface View {
  readonly resource: ResourceName;
  /** Top-level fields in shown order; null shows everything the document has. */
  readonly fields: readonly string[] | null;
  /** Fields shown elsewhere or under another name than in the document. */
  readonly moved: readonly { readonly from: JsonPath; readonly to: JsonPath }[];
  /** Nested copies of other records: rendered from the record, so that they can never disagree. */
  readonly embeds: readonly {
    readonly path: JsonPath;
    readonly resource: ResourceName;
    readonly idPath: JsonPath;
    readonly many: boolean;
    readonly fields: readonly string[] | null;
  }[];
}

export interface HeaderModel {
  readonly name: string;
  readonly value: Expr;
}
