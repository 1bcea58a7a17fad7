/** How new ids look, and how they are counted up. */
export type IdShape =
  | { readonly kind: 'integer'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly kind: 'uuid'; readonly version: number }
  | { readonly kind: 'prefixed'; readonly prefix: string; readonly alphabet: string; readonly length: number }
  | { readonly kind: 'pattern'; readonly prefix: string; readonly digits: number; readonly next: number }
  | { readonly kind: 'slug' }
  | { readonly kind: 'opaque'; readonly alphabet: string; readonly length: number };
