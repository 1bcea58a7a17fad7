/** What the learning of effects on records of one resource is told. */
import type { JsonPath } from '../../model/json.ts';
import type { FieldWrite } from '../../model/effect.ts';
import type { Ref } from '../../model/expr.ts';
import type { ResourceName } from '../../model/names.ts';

export interface EffectContext {
  readonly resource: ResourceName;
  readonly idPath: JsonPath;
  readonly refs: readonly Ref[];
  /** Fields that always follow from others of the document. */
  readonly invariants: readonly FieldWrite[];
  /** Top-level fields that creates of the resource were seen to take from their requests. */
  readonly creatable: ReadonlySet<string>;
}
