/** What the shape of the recording says: resources, and where each operation names and shows them. */
import type { JsonObject, JsonPath } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import type { OperationKind } from '../../model/operation.ts';
import type { Slot } from '../../model/slot.ts';
import type { OperationFacts } from '../reading/facts.ts';
import type { SpotPath } from '../reading/spots.ts';

export interface ResourceDraft {
  readonly name: ResourceName;
  readonly singular: string;
  readonly origin: string;
  idPath: JsonPath;
  /** Normalised template text of its collection; null where it has none. */
  collection: string | null;
  /** The path parameter that names the parent, and its resource. */
  parent: { readonly resource: ResourceName; readonly param: string } | null;
  singleton: boolean;
  /** Documents by id, as far as kept, for recognising the same records elsewhere. */
  readonly pool: Map<string, JsonObject>;
  /** The field that names the parent, where ids may be unique only below it. */
  parentField: JsonPath | null;
  /** The id only names a record together with its parent's: `/sites/{owner}/{name}`. */
  isPair: boolean;
  /** Top-level keys with how often. */
  readonly keys: Map<string, number>;
  docs: number;
}

/** A place in an operation's good answers that shows records. */
export interface RecordPlace {
  readonly spot: SpotPath;
  readonly resource: ResourceName;
  readonly idPath: JsonPath;
  /** `record`: what the operation is about. `list`: its items. `embed`: inside another record. `related`: beside it. */
  readonly role: 'record' | 'list' | 'embed' | 'related';
  /** An embed that other answers show as the bare id: the document keeps the id. */
  readonly expandable?: boolean;
}

export interface OperationLayout {
  readonly facts: OperationFacts;
  kind: OperationKind;
  resource: ResourceName | null;
  target: Slot | null;
  parents: readonly { readonly resource: ResourceName; readonly slot: Slot }[];
  places: RecordPlace[];
  /** A call gave a record a new name; found while folding. */
  renames?: boolean;
  /** Resource of each path parameter, where known. */
  readonly paramResources: Map<string, ResourceName>;
}

export interface Layout {
  readonly resources: ReadonlyMap<ResourceName, ResourceDraft>;
  readonly operations: ReadonlyMap<string, OperationLayout>;
}

export function placeOf(layout: OperationLayout, role: RecordPlace['role']): RecordPlace | null {
  return layout.places.find((place) => place.role === role) ?? null;
}

/** Answers with a record that was not there before: a creation, or a bulk command that answers with a new job. */
export function makesRecord(layout: OperationLayout): boolean {
  return (
    layout.kind === 'create' ||
    (layout.kind === 'action' && layout.target === null && placeOf(layout, 'record') !== null)
  );
}
