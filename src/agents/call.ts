import type { Json } from 'offscript';
import type { Place, ScriptOperation } from './script.ts';

/** One call of the API with its values in place. */
export interface Call {
  readonly operation: ScriptOperation;
  readonly values: readonly { readonly place: Place; readonly value: Json }[];
}
