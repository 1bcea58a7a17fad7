import type { Json, JsonPath } from 'offscript';

/**
 * What was written down from recorded sessions: how the API is called, and per workflow what to look for and what to write.
 * Plain data, made by `recordings/helpdesk/make-agent-scripts.ts`; it knows no record, no value and no episode.
 */
export interface ScriptBook {
  readonly operations: Readonly<Record<string, ScriptOperation>>;
  readonly resources: Readonly<Record<string, ScriptResource>>;
  readonly scripts: readonly Script[];
}

/** One way to call the API; also the tool of this name. */
export interface ScriptOperation {
  readonly name: string;
  readonly kind: 'read' | 'list' | 'create' | 'update' | 'replace' | 'delete' | 'action';
  readonly method: string;
  readonly origin: string;
  /** `/v1/tickets/{id}` */
  readonly path: string;
  readonly resource: string;
  readonly contentType: string | null;
  /** Where a good answer shows its record, or its list of records; null where it shows none. */
  readonly shows: JsonPath | null;
  readonly paging: ScriptPaging | null;
  /** JSON type of each body field, by its path joined with dots. */
  readonly types: Readonly<Record<string, string>>;
  /** Names of the tool's arguments. */
  readonly arguments: readonly { readonly name: string; readonly place: Place }[];
}

/** How the next page is asked for, and where an answer says that there is one. */
export interface ScriptPaging {
  readonly kind: 'page' | 'offset' | 'cursor';
  readonly parameter: string;
  readonly first: number;
  /** Of the next page's number or cursor, of "is there more", of the total, of the next page's URL. */
  readonly next: JsonPath | null;
  readonly more: JsonPath | null;
  readonly total: JsonPath | null;
  readonly url: JsonPath | null;
}

export interface ScriptResource {
  readonly singular: string;
  readonly id: JsonPath;
  /** Top-level fields that records had when they were recorded. */
  readonly fields: readonly string[];
  /** What a person calls a record by. */
  readonly names: readonly JsonPath[];
  /** Operations that list them, and that read one by its id, where that needs no other record. */
  readonly list: string | null;
  readonly read: string | null;
}

/** The steps of one workflow, for one set of inputs. */
export interface Script {
  readonly workflow: string;
  /** Sorted. */
  readonly inputs: readonly string[];
  readonly steps: readonly ScriptStep[];
}

export type ScriptStep = FindStep | ReadStep | WriteStep | { readonly kind: 'answer'; readonly value: ScriptValue };

export interface FindStep {
  readonly kind: 'find';
  readonly as: string;
  readonly operation: string;
  readonly settings: readonly Setting[];
  readonly where: readonly Condition[];
}

export interface ReadStep {
  readonly kind: 'read';
  readonly as: string;
  readonly operation: string;
  readonly settings: readonly Setting[];
}

export interface WriteStep {
  readonly kind: 'write';
  readonly as: string;
  readonly operation: string;
  readonly settings: readonly Setting[];
  /** Where its effect can be seen. */
  readonly seen: Sight | null;
}

export type Sight =
  /** A list that shows the new record. */
  | {
      readonly in: 'list';
      readonly operation: string;
      readonly settings: readonly Setting[];
      readonly where: readonly Condition[];
    }
  /** The record itself; `gone` where it is not there any more. */
  | {
      readonly in: 'record';
      readonly operation: string;
      readonly settings: readonly Setting[];
      readonly where: readonly Condition[] | 'gone';
    };

export type Place =
  | { readonly in: 'path' | 'query' | 'header'; readonly name: string }
  | { readonly in: 'body'; readonly path: JsonPath };

export interface Setting {
  readonly place: Place;
  readonly value: ScriptValue;
  /** The field of the record that it sets; null where it sets none. */
  readonly field: JsonPath | null;
}

export interface Condition {
  readonly path: JsonPath;
  readonly equals: ScriptValue;
}

export type ScriptValue =
  | { readonly v: 'input'; readonly name: string }
  | { readonly v: 'constant'; readonly value: Json }
  /** Out of the record that a step found, read or wrote. */
  | { readonly v: 'from'; readonly step: string; readonly path: JsonPath }
  /** Own words that mention these facts. */
  | { readonly v: 'prose'; readonly facts: readonly ScriptValue[] }
  | { readonly v: 'list'; readonly items: readonly ScriptValue[] }
  /** A token of our own, the same on every repetition of the step. */
  | { readonly v: 'fresh' };
