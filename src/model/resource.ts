import type { FieldModel } from './field.ts';
import type { IdShape } from './id-shape.ts';
import type { Json, JsonPath } from './json.ts';
import type { ResourceName } from './names.ts';

export interface Resource {
  readonly name: ResourceName;
  readonly singular: string;
  readonly origin: string;
  /** Path of the id inside a document. */
  readonly idPath: JsonPath;
  readonly idShape: IdShape;
  /** `parent`: ids are unique only within their parent, and the key carries the parent's id. */
  readonly scope: 'global' | 'parent';
  readonly parent: {
    readonly resource: ResourceName;
    /** Where a document names its parent; null where only paths do. */ readonly field: JsonPath | null;
  } | null;
  readonly singleton: boolean;
  readonly fields: readonly ResourceField[];
  /** The smallest set of fields a person would tell two records apart by (`email`, `number`, `subject`); may be empty. */
  readonly naturalKey: readonly JsonPath[];
  /** The field a person would call the record by; null where there is none. */
  readonly labelField: JsonPath | null;
  /** Soft delete: the field and value that hide a record from lists; null for hard deletes. */
  readonly softDelete: { readonly field: JsonPath; readonly value: Json } | null;
  /** What reading a deleted record answers. */
  readonly goneStatus: 404 | 410;
}

export interface ResourceField extends FieldModel {
  readonly role:
    'id' | 'foreign-key' | 'parent' | 'natural-key' | 'label' | 'volatile' | 'derived' | 'server-chosen' | 'plain';
  /** For foreign keys: the resource whose id it holds. */
  readonly references: ResourceName | null;
  /** Changed by some recorded write that named it. */
  readonly writable: boolean;
}
