import type { Json } from '../../model/json.ts';
import type { Sample } from './value-sample.ts';

/** An array of the record before and after one write. */
export interface ArrayCase {
  readonly sample: Sample;
  readonly before: readonly Json[];
  readonly after: readonly Json[];
}
