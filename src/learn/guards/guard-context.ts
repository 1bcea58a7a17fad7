/** What is known around a group of refusals while its guard is looked for. */
import type { Ref } from '../../model/expr.ts';
import type { Guard } from '../../model/guard.ts';
import type { ResourceName } from '../../model/names.ts';
import type { References } from '../records/references.ts';

export interface GuardContext {
  readonly status: number;
  /** Words of the error: messages, codes, field names. */
  readonly text: string;
  /** The field an error entry names; null where it names none. */
  readonly field: string | null;
  readonly refs: readonly Ref[];
  readonly resource: ResourceName | null;
  readonly resources: readonly ResourceName[];
  /** Slots that name records: slot text -> resource. */
  readonly slotResources: ReadonlyMap<string, ResourceName>;
  readonly references: References;
  readonly principals: { readonly served: ReadonlySet<string>; readonly refused: ReadonlySet<string> };
}

export interface Feature {
  readonly guard: Guard;
  /** Prior for this kind of guard given status and words; higher is better. */
  readonly prior: number;
}
