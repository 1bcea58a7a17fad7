import type { HeaderList } from './http.ts';
import type { Json, JsonObject, JsonPath } from './json.ts';

/**
 * What was inferred from a recording: plain, versioned data that the world answers from.
 * Learning is its only writer; the world, tasks and mutators only read it.
 */
export interface LearnedModel {
  readonly version: 1;
  /** In order of first appearance. */
  readonly origins: readonly string[];
  readonly operations: readonly Operation[];
  readonly resources: readonly Resource[];
  readonly auth: readonly AuthModel[];
  readonly errors: readonly ErrorShape[];
  /** Response headers that every answer of an origin carries, with how to make them. */
  readonly commonHeaders: Readonly<Record<string, readonly HeaderModel[]>>;
  readonly workflow: WorkflowGraph;
  /** Every record as last seen, and what is needed to go back in time. */
  readonly base: BaseState;
  /** Recorded answers kept for operations without a resource, for exact answers, and for values never modelled. */
  readonly samples: readonly AnswerSample[];
  /** Nodes of the path tree that could be a literal or a parameter: for a person to override. */
  readonly ambiguous: readonly string[];
  /** Per operation: what happens when time passes; milliseconds, quantiles 0, .1, ... 1 of recorded latencies. */
  readonly latency: Readonly<Record<OperationId, readonly number[]>>;
  /** Shares seen in the recording, used to weigh mutations: e.g. `status:429`, `status:5xx`, `network`, `missing-field`. */
  readonly rates: Readonly<Record<string, number>>;
}

/** `METHOD origin/template` plus `#value` where a discriminator tells operations on one path apart. */
export type OperationId = string;
/** Plural collection name, unique in the model: `tickets`. */
export type ResourceName = string;
/** `resource/id`, or `resource/parent-id/id` where ids are unique only within their parent. */
export type EntityKey = string;

export type OperationKind =
  'read' | 'list' | 'create' | 'update' | 'replace' | 'delete' | 'action' | 'auth' | 'compute';

export function isWriteKind(kind: OperationKind): boolean {
  return kind === 'create' || kind === 'update' || kind === 'replace' || kind === 'delete' || kind === 'action';
}

/** A place in a request that carries a value. Body paths are into the decoded JSON or form value. */
export type Slot =
  | { readonly in: 'path'; readonly name: string }
  | { readonly in: 'query'; readonly name: string }
  | { readonly in: 'header'; readonly name: string }
  | { readonly in: 'body'; readonly path: JsonPath };

export interface Operation {
  readonly id: OperationId;
  /** `verb_resource`, unique, `^[a-zA-Z0-9_-]{1,64}$`: the name of its tool. */
  readonly name: string;
  readonly method: string;
  readonly origin: string;
  readonly segments: readonly Segment[];
  /** Where one path serves many operations (RPC, GraphQL): the slot whose value selects this one. */
  readonly discriminator: { readonly slot: Slot; readonly value: string } | null;
  readonly kind: OperationKind;
  readonly count: number;
  /** The resource it reads or writes; null for auth, compute and what could not be modelled. */
  readonly resource: ResourceName | null;
  /** The slot that names the entity (item operations); null for create, list and the rest. */
  readonly target: Slot | null;
  /** Slots that name the parents, outermost first. */
  readonly parents: readonly { readonly resource: ResourceName; readonly slot: Slot }[];
  readonly request: RequestModel;
  /** Ordered decision list: the first branch whose guard holds answers. The last success branch has guard `always`. */
  readonly branches: readonly Branch[];
  /** For lists. */
  readonly list: ListModel | null;
  /** True where it was recorded with a credential of the origin's auth model. */
  readonly authenticated: boolean;
}

/** One path segment: literal text, or a parameter with fixed text around it (`{id}.json`). */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'param';
      readonly name: string;
      readonly prefix: string;
      readonly suffix: string;
      readonly shape: IdShape;
      readonly resource: ResourceName | null;
      /** `me`, `self`, `current`: values that stand for the principal's own id. */
      readonly aliases: readonly string[];
    };

/** How new ids look, and how they are counted up. */
export type IdShape =
  | { readonly kind: 'integer'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly kind: 'uuid'; readonly version: number }
  | { readonly kind: 'prefixed'; readonly prefix: string; readonly alphabet: string; readonly length: number }
  | { readonly kind: 'pattern'; readonly prefix: string; readonly digits: number; readonly next: number }
  | { readonly kind: 'slug' }
  | { readonly kind: 'opaque'; readonly alphabet: string; readonly length: number };

export interface RequestModel {
  /** Media type of the body; null where none was ever sent. */
  readonly contentType: string | null;
  /** Body, query and header fields with what was seen of each; paths of headers are `[name]`. */
  readonly body: readonly FieldModel[];
  readonly query: readonly FieldModel[];
  readonly headers: readonly FieldModel[];
}

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

// ---------------------------------------------------------------- behaviour

/** One way an operation answers: when, what it changes, and what it says. */
export interface Branch {
  readonly guard: Guard;
  readonly status: number;
  readonly effects: readonly Effect[];
  readonly body: Template;
  readonly headers: readonly HeaderModel[];
  /** How often it was seen; a guard learned from one example is `seen: 1`. */
  readonly seen: number;
  /** True for the branches where the operation did what it is for. */
  readonly success: boolean;
}

export type Guard =
  | { readonly g: 'always' }
  | { readonly g: 'and'; readonly all: readonly Guard[] }
  | { readonly g: 'or'; readonly any: readonly Guard[] }
  | { readonly g: 'not'; readonly of: Guard }
  /** The entity that a slot names is missing or deleted. */
  | { readonly g: 'unknown-entity'; readonly resource: ResourceName; readonly slot: Slot }
  /** The entity that a slot names was there and is deleted: 410 beside 404. */
  | { readonly g: 'gone'; readonly resource: ResourceName; readonly slot: Slot }
  /** The guard holds for some element of an array (`element`, `index` and the ref `element` speak of it); the answer is rendered for the first such element. */
  | { readonly g: 'any'; readonly array: Expr; readonly of: Guard }
  /** Inside `any`: the element names a record that is missing or deleted. */
  | { readonly g: 'unknown-element'; readonly resource: ResourceName; readonly path: JsonPath }
  | { readonly g: 'missing'; readonly slot: Slot }
  | { readonly g: 'empty'; readonly slot: Slot }
  | { readonly g: 'not-in'; readonly slot: Slot; readonly values: readonly Json[] }
  | { readonly g: 'equals'; readonly value: Expr; readonly to: Json }
  | { readonly g: 'type-not'; readonly slot: Slot; readonly types: readonly string[] }
  | { readonly g: 'format-not'; readonly slot: Slot; readonly format: FieldFormat }
  /** A text that is not made of the accepted characters. */
  | { readonly g: 'pattern-not'; readonly slot: Slot; readonly pattern: string }
  | { readonly g: 'compare'; readonly left: Expr; readonly op: '<' | '<=' | '>' | '>='; readonly right: Expr }
  | { readonly g: 'longer'; readonly slot: Slot; readonly than: number }
  | { readonly g: 'shorter'; readonly slot: Slot; readonly than: number }
  /** The state of an entity is (not) one of `values`: state machines. */
  | { readonly g: 'state-in'; readonly of: Ref; readonly path: JsonPath; readonly values: readonly Json[] }
  /** A transition that was only ever refused: (state, requested value). */
  | {
      readonly g: 'transition';
      readonly of: Ref;
      readonly path: JsonPath;
      readonly slot: Slot;
      readonly refused: readonly (readonly [Json, Json])[];
      readonly allowed: readonly (readonly [Json, Json])[];
    }
  /** Another live record has the same value (natural key conflict). */
  | { readonly g: 'taken'; readonly resource: ResourceName; readonly path: JsonPath; readonly slot: Slot }
  /** The body is not JSON (or not an object where one is expected), although the operation takes one. */
  | { readonly g: 'malformed' }
  | { readonly g: 'if-match-differs'; readonly of: Ref }
  | { readonly g: 'header-missing'; readonly name: string }
  /** The caller's identity lacks the right: principals seen refused and seen served. */
  | { readonly g: 'principal-in'; readonly principals: readonly string[] }
  /** Records that refer to the target: by any reference, or by the one at `by` (`*` for array elements), those whose fields are `where`. */
  | {
      readonly g: 'has-children';
      readonly resource: ResourceName;
      readonly by?: readonly (string | number)[];
      readonly where?: readonly { readonly path: JsonPath; readonly in: readonly Json[] }[];
    };

/** An entity relative to a request. */
export type Ref =
  | { readonly r: 'target' }
  | { readonly r: 'created' }
  | { readonly r: 'parent'; readonly index: number }
  | { readonly r: 'principal' }
  /** The entity a slot names by id. */
  | { readonly r: 'slot'; readonly resource: ResourceName; readonly slot: Slot }
  /** Inside `map` and `each`: the entity whose id stands at `path` of the current element. */
  | { readonly r: 'element'; readonly resource: ResourceName; readonly path: JsonPath }
  /** The entity that a field of another one references. */
  | { readonly r: 'via'; readonly of: Ref; readonly path: JsonPath; readonly resource: ResourceName };

export type TimeFormat =
  | 'iso-seconds'
  | 'iso-ms'
  | 'iso-offset'
  | 'iso-ms-offset'
  | 'iso-local'
  | 'sql'
  | 'epoch'
  | 'epoch-ms'
  | 'http-date'
  | 'date';

export type Expr =
  | { readonly k: 'const'; readonly value: Json }
  | {
      readonly k: 'slot';
      readonly slot: Slot;
      readonly as: 'json' | 'string' | 'number' | 'boolean';
      readonly fallback: Json | null;
    }
  | { readonly k: 'field'; readonly of: Ref; readonly path: JsonPath }
  | { readonly k: 'now'; readonly format: TimeFormat; readonly plusSeconds: number }
  | { readonly k: 'new-id'; readonly resource: ResourceName }
  | { readonly k: 'generate'; readonly shape: IdShape }
  | { readonly k: 'sum'; readonly of: readonly Expr[] }
  | { readonly k: 'product'; readonly of: readonly Expr[] }
  /** Over live children of an entity, optionally only those whose field equals a value. */
  | {
      /**
       * Records never recorded are missing from the children: where the base's own value differs from the aggregate
       * over the base, the difference is kept, so that the value moves by what changes (`new = old + after - before`, count and sum).
       */
      readonly k: 'aggregate';
      readonly fn: 'count' | 'sum' | 'max' | 'min';
      readonly resource: ResourceName;
      /** The children's field that names the entity. */
      readonly by: JsonPath;
      readonly of: Ref;
      readonly path: JsonPath | null;
      readonly where: readonly { readonly path: JsonPath; readonly in: readonly Json[] }[];
    }
  /** Over an array inside a document: sum of path, or of path times path. */
  | {
      readonly k: 'fold';
      readonly fn: 'count' | 'sum';
      readonly of: Ref;
      readonly array: JsonPath;
      readonly paths: readonly JsonPath[];
    }
  | { readonly k: 'slug'; readonly of: Expr }
  | { readonly k: 'concat'; readonly parts: readonly Expr[] }
  | {
      readonly k: 'table';
      readonly key: Expr;
      readonly rows: Readonly<Record<string, Json>>;
      readonly otherwise: Expr | null;
    }
  /** Like `table`, with expressions as rows. Keys of both: strings as they are, `absent` for no value, everything else as JSON text (`null`, `true`, `3`). */
  | {
      readonly k: 'case';
      readonly key: Expr;
      readonly rows: Readonly<Record<string, Expr>>;
      readonly otherwise: Expr | null;
    }
  /** The first row whose limit the number is below, else `otherwise`: price steps, free shipping. */
  | {
      readonly k: 'step';
      readonly of: Expr;
      readonly below: readonly { readonly limit: number; readonly value: Expr }[];
      readonly otherwise: Expr;
    }
  | { readonly k: 'round'; readonly of: Expr; readonly mode: 'round' | 'floor' | 'ceil'; readonly digits: number }
  | { readonly k: 'text'; readonly fn: 'lower' | 'upper' | 'trim'; readonly of: Expr }
  /** An array with one element (or the elements of an array, with `spread`) more; `unique` leaves out what it already has. */
  | {
      readonly k: 'append';
      readonly array: Expr;
      readonly item: Expr;
      readonly spread: boolean;
      readonly unique: boolean;
    }
  /** An array without the elements whose value at `path` is (the same text as) `equals`, or one of them where `equals` is an array. */
  | { readonly k: 'without'; readonly array: Expr; readonly path: JsonPath; readonly equals: Expr }
  /** An object; fields without a value are left out. */
  | { readonly k: 'object'; readonly fields: readonly { readonly key: string; readonly value: Expr }[] }
  /** One element for each of an array's; inside, `element` and `index` speak of the current one. */
  | { readonly k: 'map'; readonly array: Expr; readonly item: Expr }
  | { readonly k: 'element'; readonly path: JsonPath; readonly fallback: Json | null }
  | { readonly k: 'index'; readonly plus: number }
  /** Words about a request that no operation stands for: `Cannot GET /nope`. */
  | { readonly k: 'request'; readonly part: 'method' | 'path' }
  /** A plausible value of this field, remembered in the document. */
  | { readonly k: 'sample'; readonly resource: ResourceName; readonly path: JsonPath }
  /** A hash-like token that changes with the document: ETag, version tags. */
  | {
      readonly k: 'digest';
      readonly of: Ref;
      readonly prefix: string;
      readonly suffix: string;
      readonly length: number;
    }
  /** Facts about the page being answered; no value where the fact is not (no next page). */
  | { readonly k: 'page'; readonly fact: PageFact }
  /** A `Link` header of those page URLs which exist; no value, so no header, where none does. */
  | { readonly k: 'link'; readonly rels: readonly { readonly rel: string; readonly fact: PageFact }[] };

export type PageFact =
  | 'total'
  | 'count'
  | 'page'
  | 'size'
  | 'pages'
  | 'offset'
  | 'has-more'
  | 'next-cursor'
  | 'previous-cursor'
  | 'next-url'
  | 'previous-url'
  | 'first-url'
  | 'last-url'
  | 'self-url'
  | 'next-page'
  | 'previous-page';

export interface FieldWrite {
  readonly path: JsonPath;
  readonly value: Expr;
}

export type Effect =
  | {
      readonly t: 'create';
      readonly resource: ResourceName;
      readonly set: readonly FieldWrite[];
      /** Request object copied into the document first. */ readonly copy: {
        readonly from: JsonPath;
        readonly to: JsonPath;
        readonly except: readonly string[];
      } | null;
      readonly defaults: JsonObject;
    }
  | {
      readonly t: 'update';
      readonly of: Ref;
      readonly set: readonly FieldWrite[];
      readonly copy: {
        readonly from: JsonPath;
        readonly to: JsonPath;
        readonly mode: 'merge' | 'merge-patch' | 'deep-merge' | 'replace';
        readonly except: readonly string[];
        /** `replace` only: what fields that the request leaves out become; fields not in here stay as they are. */ readonly defaults?: JsonObject;
      } | null;
    }
  | {
      readonly t: 'delete';
      readonly of: Ref;
      readonly cascade: readonly { readonly resource: ResourceName; readonly by: JsonPath }[];
    }
  /** The effects once for each element of an array (`element`, `index` and the ref `element` speak of it): stock taken by the lines of an order. */
  | { readonly t: 'each'; readonly array: Expr; readonly effects: readonly Effect[] }
  /** Only when a write changed what they depend on. */
  | { readonly t: 'recompute'; readonly of: Ref; readonly set: readonly FieldWrite[] };

/** A response body: constant skeleton with holes. */
export type Template =
  | { readonly t: 'none' }
  | { readonly t: 'raw'; readonly text: string }
  | {
      readonly t: 'object';
      readonly fields: readonly { readonly key: string; readonly value: Template; readonly optional: boolean }[];
    }
  | { readonly t: 'array'; readonly items: readonly Template[] }
  | { readonly t: 'expr'; readonly value: Expr }
  /** A document through a view. */
  | { readonly t: 'entity'; readonly of: Ref; readonly view: View }
  /** The items of the operation's list. */
  | { readonly t: 'list'; readonly view: View }
  /** Side-loaded records referenced by what the body shows. */
  | { readonly t: 'related'; readonly resource: ResourceName; readonly by: JsonPath; readonly view: View }
  /**
   * Validation errors put together: one entry for each guard that holds (the branch's own guard is their `or`).
   * `array`: the values; `object`: values under their keys, entries of one key joined where they are arrays.
   */
  | {
      readonly t: 'problems';
      readonly as: 'array' | 'object';
      readonly entries: readonly { readonly when: Guard; readonly key: string | null; readonly value: Template }[];
    }
  /** The nearest recorded answer of this operation and branch. */
  | { readonly t: 'sample' };

/** How an operation shows a document. */
export interface View {
  readonly resource: ResourceName;
  /** Top-level fields in shown order; null shows everything the document has. */
  readonly fields: readonly string[] | null;
  /** Fields shown elsewhere or under another name than in the document. */
  readonly moved: readonly { readonly from: JsonPath; readonly to: JsonPath }[];
  /** Nested copies of other records: rendered from the record, so that they can never disagree. */
  readonly embeds: readonly {
    readonly path: JsonPath;
    readonly resource: ResourceName;
    readonly idPath: JsonPath;
    readonly many: boolean;
    readonly fields: readonly string[] | null;
  }[];
}

export interface HeaderModel {
  readonly name: string;
  readonly value: Expr;
}

export interface ListModel {
  /** Fixed conditions, e.g. children of the parent in the path. */
  readonly scope: readonly { readonly path: JsonPath; readonly value: Expr }[];
  readonly filters: readonly ListFilter[];
  readonly order: readonly { readonly path: JsonPath; readonly direction: 'asc' | 'desc' }[];
  /** Query parameter that chooses the order, with its values. */
  readonly sort: {
    readonly slot: Slot;
    readonly directionSlot: Slot | null;
    readonly values: Readonly<
      Record<string, readonly { readonly path: JsonPath; readonly direction: 'asc' | 'desc' }[]>
    >;
    readonly descendingPrefix: '-' | null;
  } | null;
  readonly paging: Paging;
  /** How page URLs (`next-url` and the like) are written; absent: absolute, and only with the parameters the request had. */
  readonly urls?: {
    /** The path and query only. */ readonly relative: boolean;
    /** Carries the page size even where the request did not. */ readonly explicitSize: boolean;
  };
}

export interface ListFilter {
  readonly slot: Slot;
  /** Documents' fields it looks at; several for full-text search. */
  readonly paths: readonly JsonPath[];
  readonly op:
    | 'equals'
    | 'equals-ignore-case'
    | 'contains'
    | 'prefix'
    | 'in'
    | '>='
    | '<='
    | '>'
    | '<'
    | 'not-equals'
    | 'has-element';
  readonly seen: number;
}

export type Paging =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'page';
      readonly page: Slot;
      readonly size: Slot | null;
      readonly defaultSize: number;
      readonly maxSize: number | null;
      readonly first: number;
    }
  | {
      readonly kind: 'offset';
      readonly offset: Slot;
      readonly limit: Slot | null;
      readonly defaultSize: number;
      readonly maxSize: number | null;
    }
  | {
      readonly kind: 'cursor';
      readonly cursor: Slot;
      readonly size: Slot | null;
      readonly defaultSize: number;
      readonly maxSize: number | null;
      /** `id`: the cursor is the last item's id; `token`: opaque. */ readonly form: 'id' | 'token';
    };

export interface ErrorShape {
  /** `any` matches every operation of the origin. */
  readonly scope: {
    readonly origin: string;
    readonly operation: OperationId | 'any';
    readonly resource: ResourceName | null;
  };
  readonly trigger:
    | 'not-found'
    | 'gone'
    | 'unknown-path'
    | 'method-not-allowed'
    | 'unauthenticated'
    | 'expired'
    | 'forbidden'
    | 'invalid'
    | 'conflict'
    | 'rate-limited'
    | 'unavailable'
    | 'precondition'
    | 'idempotency'
    | 'other';
  readonly status: number;
  readonly headers: readonly HeaderModel[];
  readonly body: Template;
  readonly seen: number;
}

export interface AuthModel {
  readonly origin: string;
  readonly carrier:
    | { readonly in: 'header'; readonly name: string; readonly prefix: string }
    | { readonly in: 'cookie'; readonly name: string }
    | { readonly in: 'query'; readonly name: string };
  /** A second secret each write must carry (CSRF), and where it is handed out. */
  readonly companion: {
    readonly header: string;
    readonly from: Slot | null;
    /** Operations that never worked without it; absent: every unsafe method. */ readonly required?: readonly OperationId[];
    /** Only logins hand it out: any other value is wrong. */ readonly ofLogin?: boolean;
  } | null;
  readonly principals: readonly Principal[];
  /** How tokens are handed out; null for static credentials. */
  readonly issue: TokenGrant | null;
  readonly refresh: TokenGrant | null;
  /** Further operations that hand out credentials: another way in, a session for a caller not known yet. */
  readonly also?: readonly TokenGrant[];
  /** Operations after which the credential they carried no longer worked: logouts. */
  readonly ends?: readonly OperationId[];
  /** Operations seen to answer without a credential. */
  readonly open: readonly OperationId[];
}

export interface TokenGrant {
  readonly operation: OperationId;
  readonly tokenPath: JsonPath;
  readonly refreshPath: JsonPath | null;
  /** Where the request carries the refresh token; null for logins. */
  readonly refreshSlot: Slot | null;
  readonly expiresPath: JsonPath | null;
  /** Seconds; null where tokens were never seen to end. */
  readonly ttlSeconds: number | null;
  /** A refresh also replaces the refresh token, and ends the old one. */
  readonly rotates: boolean;
  /** Cookies that the answer sets, with attributes as written; value null for the one that is the token. */
  readonly cookies?: readonly { readonly name: string; readonly attributes: string; readonly value: string | null }[];
}

export interface Principal {
  /** Stable name: a user name, client id, or a digest of the credential. */
  readonly id: string;
  /** The entity that stands for it, where one is known (`/me`). */
  readonly entity: EntityKey | null;
  /** The credential as sent last in the recording, without prefix. */
  readonly token: string;
  readonly tokenIssuedAt: number;
  readonly refreshToken: string | null;
  /** The login request's body fields as recorded (pseudonyms); null for static credentials. */
  readonly login: {
    readonly operation: OperationId;
    readonly body: Json;
    /** Fields that need not agree: sequence numbers, nonces. */ readonly varying?: readonly JsonPath[];
  } | null;
}

export interface WorkflowGraph {
  readonly follows: readonly { readonly from: OperationId; readonly to: OperationId; readonly count: number }[];
  readonly lifecycles: readonly {
    readonly resource: ResourceName;
    readonly field: JsonPath;
    readonly transitions: readonly {
      readonly from: Json;
      readonly to: Json;
      readonly by: OperationId;
      readonly count: number;
    }[];
  }[];
}

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

// ---------------------------------------------------------------- traces

/** A recorded session read through the model: what each call meant. */
export interface TracedSession {
  readonly id: string;
  readonly workflow: string | null;
  readonly label: string | null;
  readonly use: 'yes' | 'no' | 'review';
  readonly task: string | null;
  readonly startedAt: number;
  readonly principal: string | null;
  readonly steps: readonly TracedStep[];
}

export interface TracedStep {
  readonly seq: number;
  readonly at: number;
  readonly operation: OperationId | null;
  readonly status: number | null;
  readonly success: boolean;
  /** Every value the request carried, and where it came from. */
  readonly values: readonly TracedValue[];
  /** Records its answer showed, as shown. */
  readonly views: readonly {
    readonly key: EntityKey;
    readonly doc: JsonObject;
    /** Path of the record in the body. */ readonly at: JsonPath;
  }[];
  /** What it changed, effects on other records included. */
  readonly changes: readonly EntityChange[];
}

export interface TracedValue {
  readonly slot: Slot;
  readonly value: Json;
  readonly source:
    | { readonly kind: 'response'; readonly step: number; readonly path: JsonPath; readonly entity: EntityKey | null }
    | { readonly kind: 'instruction' }
    | { readonly kind: 'constant' }
    | { readonly kind: 'generated' }
    | { readonly kind: 'auth' };
}

/** One record before and after; null where it did not exist. */
export interface EntityChange {
  readonly key: EntityKey;
  readonly resource: ResourceName;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}
