import type { Expr } from './expr.ts';
import type { JsonPath } from './json.ts';
import type { Slot } from './slot.ts';

export interface ListModel {
  /** Fixed conditions, e.g. children of the parent in the path. */
  readonly scope: readonly { readonly path: JsonPath; readonly value: Expr }[];
  readonly filters: readonly ListFilter[];
  readonly order: readonly { readonly path: JsonPath; readonly direction: 'asc' | 'desc' }[];
  /** Query parameter that chooses the order, with its values. */
  readonly sort: {
    readonly slot: Slot;
    readonly directionSlot: Slot | null;
    readonly values: Readonly<
      Record<string, readonly { readonly path: JsonPath; readonly direction: 'asc' | 'desc' }[]>
    >;
    readonly descendingPrefix: '-' | null;
  } | null;
  readonly paging: Paging;
  /** How page URLs (`next-url` and the like) are written; absent: absolute, and only with the parameters the request had. */
  readonly urls?: {
    /** The path and query only. */ readonly relative: boolean;
    /** Carries the page size even where the request did not. */ readonly explicitSize: boolean;
  };
}

export interface ListFilter {
  readonly slot: Slot;
  /** Documents' fields it looks at; several for full-text search. */
  readonly paths: readonly JsonPath[];
  readonly op:
    | 'equals'
    | 'equals-ignore-case'
    | 'contains'
    | 'prefix'
    | 'in'
    | '>='
    | '<='
    | '>'
    | '<'
    | 'not-equals'
    | 'has-element';
  readonly seen: number;
}

export type Paging =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'page';
      readonly page: Slot;
      readonly size: Slot | null;
      readonly defaultSize: number;
      readonly maxSize: number | null;
      readonly first: number;
    }
  | {
      readonly kind: 'offset';
      readonly offset: Slot;
      readonly limit: Slot | null;
      readonly defaultSize: number;
      readonly maxSize: number | null;
    }
  | {
      readonly kind: 'cursor';
      readonly cursor: Slot;
      /** Takes a cursor to the page before it; absent where none was seen. */ readonly before?: Slot;
      readonly size: Slot | null;
      readonly defaultSize: number;
      readonly maxSize: number | null;
      /** `id`: the cursor is the last item's id; `token`: opaque. */ readonly form: 'id' | 'token';
    };
