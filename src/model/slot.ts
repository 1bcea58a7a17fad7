import type { JsonPath } from './json.ts';

/** A place in a request that carries a value. Body paths are into the decoded JSON or form value. */
export type Slot =
  | { readonly in: 'path'; readonly name: string }
  | { readonly in: 'query'; readonly name: string }
  | { readonly in: 'header'; readonly name: string }
  | { readonly in: 'body'; readonly path: JsonPath };
