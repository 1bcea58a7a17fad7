import type { Json } from './json.ts';

export type ScalarType = 'null' | 'boolean' | 'integer' | 'number' | 'string';

export interface FieldModel {
  /** Array indices generalised to `*`. */
  readonly path: readonly (string | '*')[];
  readonly types: readonly (ScalarType | 'object' | 'array')[];
  /** Share of parents that had the field, and how many parents were seen. */
  readonly presence: number;
  readonly seen: number;
  readonly nullShare: number;
  /** The closed set of values, where evidence says it is one. */
  readonly enum: readonly Json[] | null;
  readonly format: FieldFormat | null;
  /** Up to 8 recorded values, most frequent first. */
  readonly examples: readonly Json[];
  readonly distinct: number;
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export type FieldFormat =
  | 'date-time'
  | 'date'
  | 'epoch'
  | 'epoch-ms'
  | 'email'
  | 'phone'
  | 'uuid'
  | 'uri'
  | 'id'
  | 'slug'
  | 'money'
  | 'prose'
  | 'name';
