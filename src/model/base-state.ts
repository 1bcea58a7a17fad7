import type { HeaderList } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import type { EntityKey, OperationId, ResourceName } from './names.ts';
import type { Slot } from './slot.ts';

export interface Entity {
  readonly key: EntityKey;
  readonly resource: ResourceName;
  readonly id: string;
  /** Key of the parent; null at the top. */
  readonly parent: EntityKey | null;
  readonly doc: JsonObject;
  /** False where only partial views were seen; missing fields are then unknown, not absent. */
  readonly complete: boolean;
  /** First seen, and when created if that was recorded. */
  readonly createdAt: number;
}

export interface BaseState {
  /** World time of the state: the end of the recording. */
  readonly at: number;
  readonly entities: readonly Entity[];
  /** Entities that were deleted, for 410 and for ids that must not be handed out again. */
  readonly deleted: readonly Entity[];
  /** Earlier versions, newest last, to go back to a moment: `doc` null before creation. */
  readonly history: readonly {
    readonly key: EntityKey;
    readonly versions: readonly { readonly until: number; readonly entity: Entity | null }[];
  }[];
  /** Next value of counters such as integer ids, by resource. */
  readonly sequences: Readonly<Record<ResourceName, number>>;
}

export interface AnswerSample {
  readonly operation: OperationId;
  /** Canonical request: sorted query and body values without volatile ones. */
  readonly request: { readonly slots: readonly { readonly slot: Slot; readonly value: Json }[] };
  readonly status: number;
  readonly headers: HeaderList;
  /** JSON text or other text; null for binary, which is kept base64. */
  readonly body: { readonly kind: 'text'; readonly text: string } | { readonly kind: 'base64'; readonly data: string };
  /** What the answer showed: usable as it is while none of these changed. */
  readonly reads: readonly EntityKey[];
  /** Collections whose membership it showed. */
  readonly lists: readonly ResourceName[];
  readonly at: number;
}
