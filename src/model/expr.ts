import type { IdShape } from './id-shape.ts';
import type { Json, JsonPath } from './json.ts';
import type { ResourceName } from './names.ts';
import type { Slot } from './slot.ts';
import type { TimeFormat, TimeUnit } from './time-format.ts';

/** An entity relative to a request. */
export type Ref =
  | { readonly r: 'target' }
  | { readonly r: 'created' }
  | { readonly r: 'parent'; readonly index: number }
  | { readonly r: 'principal' }
  /** The entity a slot names by id. */
  | { readonly r: 'slot'; readonly resource: ResourceName; readonly slot: Slot }
  /** Inside `map` and `each`: the entity whose id stands at `path` of the current element. */
  | { readonly r: 'element'; readonly resource: ResourceName; readonly path: JsonPath }
  /** The entity that a field of another one references. */
  | { readonly r: 'via'; readonly of: Ref; readonly path: JsonPath; readonly resource: ResourceName };

export type Expr =
  | { readonly k: 'const'; readonly value: Json }
  | {
      readonly k: 'slot';
      readonly slot: Slot;
      readonly as: 'json' | 'string' | 'number' | 'boolean';
      readonly fallback: Json | null;
    }
  | { readonly k: 'field'; readonly of: Ref; readonly path: JsonPath }
  | { readonly k: 'now'; readonly format: TimeFormat; readonly plusSeconds: number }
  | { readonly k: 'new-id'; readonly resource: ResourceName }
  | { readonly k: 'generate'; readonly shape: IdShape }
  | { readonly k: 'sum'; readonly of: readonly Expr[] }
  | { readonly k: 'product'; readonly of: readonly Expr[] }
  /** Over live children of an entity, optionally only those whose field equals a value. */
  | {
      /**
       * Records never recorded are missing from the children: where the base's own value differs from the aggregate
       * over the base, the difference is kept, so that the value moves by what changes (`new = old + after - before`, count and sum).
       */
      readonly k: 'aggregate';
      readonly fn: 'count' | 'sum' | 'max' | 'min';
      readonly resource: ResourceName;
      /** The children's field that names the entity. */
      readonly by: JsonPath;
      readonly of: Ref;
      readonly path: JsonPath | null;
      readonly where: readonly { readonly path: JsonPath; readonly in: readonly Json[] }[];
    }
  /** Over an array inside a document: sum or highest of path, or of path times path; 0 over none. */
  | {
      readonly k: 'fold';
      readonly fn: 'count' | 'sum' | 'max';
      readonly of: Ref;
      readonly array: JsonPath;
      readonly paths: readonly JsonPath[];
    }
  | { readonly k: 'slug'; readonly of: Expr }
  | { readonly k: 'concat'; readonly parts: readonly Expr[] }
  | {
      readonly k: 'table';
      readonly key: Expr;
      readonly rows: Readonly<Record<string, Json>>;
      readonly otherwise: Expr | null;
    }
  /** Like `table`, with expressions as rows. Keys of both: strings as they are, `absent` for no value, everything else as JSON text (`null`, `true`, `3`). */
  | {
      readonly k: 'case';
      readonly key: Expr;
      readonly rows: Readonly<Record<string, Expr>>;
      readonly otherwise: Expr | null;
    }
  /** The first row whose limit the number is below, else `otherwise`: price steps, free shipping. */
  | {
      readonly k: 'step';
      readonly of: Expr;
      readonly below: readonly { readonly limit: number; readonly value: Expr }[];
      readonly otherwise: Expr;
    }
  /** A number as a text with so many decimals: `"120.00"`. */
  | { readonly k: 'decimal'; readonly of: Expr; readonly digits: number }
  /** Whole units of time from one moment to another: nights, hours parked. */
  | { readonly k: 'span'; readonly from: Expr; readonly to: Expr; readonly unit: TimeUnit }
  /** A moment so much later than another one: calendar months first. */
  | {
      readonly k: 'shift';
      readonly of: Expr;
      readonly months: number;
      readonly seconds: number;
      /** How often: so many days as the request says. */ readonly times?: Expr;
      readonly format: TimeFormat;
    }
  /** The next number of a field that counts over all records of a resource: order numbers beside other ids. */
  | { readonly k: 'counter'; readonly resource: ResourceName; readonly path: JsonPath; readonly shape: IdShape }
  | { readonly k: 'round'; readonly of: Expr; readonly mode: 'round' | 'floor' | 'ceil'; readonly digits: number }
  | { readonly k: 'text'; readonly fn: 'lower' | 'upper' | 'trim'; readonly of: Expr }
  /** An array with one element (or the elements of an array, with `spread`) more; `unique` leaves out what it already has. */
  | {
      readonly k: 'append';
      readonly array: Expr;
      readonly item: Expr;
      readonly spread: boolean;
      readonly unique: boolean;
      /** Newest first, or texts in alphabetical order; at the end where absent. */ readonly place?: 'start' | 'sorted';
    }
  /** An array without the elements whose value at `path` is (the same text as) `equals`, or one of them where `equals` is an array. */
  | { readonly k: 'without'; readonly array: Expr; readonly path: JsonPath; readonly equals: Expr }
  /**
   * An array in which `item` is laid over the elements that `without` would take out (inside it, `element` is the one
   * changed). Where there is none, `added` is appended.
   */
  | {
      readonly k: 'amend';
      readonly array: Expr;
      readonly path: JsonPath;
      readonly equals: Expr;
      readonly item: Expr;
      readonly added: Expr | null;
    }
  /** An array in the order in which another one names its elements by their value at `path`; elements not named come last. */
  | { readonly k: 'ordered'; readonly array: Expr; readonly path: JsonPath; readonly by: Expr }
  /** An object; fields without a value are left out. */
  | { readonly k: 'object'; readonly fields: readonly { readonly key: string; readonly value: Expr }[] }
  /** One element for each of an array's; inside, `element` and `index` speak of the current one. */
  | { readonly k: 'map'; readonly array: Expr; readonly item: Expr }
  | { readonly k: 'element'; readonly path: JsonPath; readonly fallback: Json | null }
  | { readonly k: 'index'; readonly plus: number }
  /** Words about a request that no operation stands for: `Cannot GET /nope`. */
  | { readonly k: 'request'; readonly part: 'method' | 'path' }
  /** A plausible value of this field, remembered in the document. */
  | { readonly k: 'sample'; readonly resource: ResourceName; readonly path: JsonPath }
  /** A hash-like token that changes with the document: ETag, version tags. */
  | {
      readonly k: 'digest';
      readonly of: Ref;
      readonly prefix: string;
      readonly suffix: string;
      readonly length: number;
    }
  /** Facts about the page being answered; no value where the fact is not (no next page). */
  | { readonly k: 'page'; readonly fact: PageFact }
  /** A `Link` header of those page URLs which exist; no value, so no header, where none does. */
  | { readonly k: 'link'; readonly rels: readonly { readonly rel: string; readonly fact: PageFact }[] };

export type PageFact =
  | 'total'
  | 'count'
  | 'page'
  | 'size'
  | 'pages'
  | 'offset'
  | 'has-more'
  | 'next-cursor'
  | 'previous-cursor'
  /** Where the page ends and begins, whether or not there is more. */
  | 'end-cursor'
  | 'start-cursor'
  | 'next-url'
  | 'previous-url'
  | 'end-url'
  | 'start-url'
  | 'first-url'
  | 'last-url'
  | 'self-url'
  | 'next-page'
  | 'previous-page';
