/** How new ids look, and how they are counted up. */
export type IdShape =
  | { readonly kind: 'integer'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly kind: 'uuid'; readonly version: number }
  | { readonly kind: 'prefixed'; readonly prefix: string; readonly alphabet: string; readonly length: number }
  /** A counter between fixed texts, filled up to `digits` with zeros: `SO-1045`, `BK-2026-0042`, `7/A`. */
  | {
      readonly kind: 'pattern';
      readonly prefix: string;
      readonly suffix: string;
      readonly digits: number;
      readonly next: number;
    }
  | { readonly kind: 'slug' }
  | { readonly kind: 'opaque'; readonly alphabet: string; readonly length: number };
