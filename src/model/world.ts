import type { HeaderList, HttpRequest, HttpResponse, NetworkError, NetworkErrorKind } from './http.ts';
import type { Json, JsonObject, JsonPath } from './json.ts';
import type { Entity } from './base-state.ts';
import type { LearnedModel } from './learned-model.ts';
import type { EntityKey, OperationId, ResourceName } from './names.ts';
import type { OperationKind } from './operation.ts';
import type { EntityChange } from './trace.ts';

/**
 * The simulated API: `(state, at, request) -> (state', answer)`. Deterministic, without sockets and
 * without a clock of its own: `at` (epoch milliseconds of world time) comes with every request.
 */
export interface World {
  handle(request: HttpRequest, at: number): WorldAnswer;
  /** An independent copy; costs what was changed since reset, not the size of the world. */
  fork(): World;
  /** Net difference to the state at reset: one entry per entity that differs. */
  diff(): readonly EntityChange[];
  /** Every change in order, with the step that made it. */
  events(): readonly WorldEvent[];
  entity(key: EntityKey): Entity | null;
  /** Live entities of a resource in base order, then in order of creation. */
  entitiesOf(resource: ResourceName): Iterable<Entity>;
  /** sha256 over what differs from the base, canonical. */
  digest(): string;
  /** Faults that fired so far, by the patch that asked for them. */
  delivered(): readonly DeliveredFault[];
}

/** How an answer comes over a line that is slow: only sockets show it. */
export interface Line {
  /** The body in so many pieces; or at once, and the end of it late. */
  readonly comes: { readonly in: 'pieces'; readonly chunks: number } | { readonly in: 'one'; readonly end: 'late' };
  /** What is on its way when the client gives up; null where all of it comes. */
  readonly cut: HttpResponse | null;
}

export interface WorldAnswer {
  readonly outcome:
    | { readonly kind: 'response'; readonly response: HttpResponse; readonly line?: Line }
    | { readonly kind: 'error'; readonly error: NetworkError; readonly line?: Line };
  /** Modelled time from request to last byte. */
  readonly latencyMs: number;
  readonly operation: OperationId | null;
  readonly source: 'exact' | 'entity' | 'list' | 'template' | 'auth' | 'error' | 'synthetic-error' | 'fault' | 'none';
  /** Accepted or refused without evidence. */
  readonly unverified: boolean;
  /** The model cannot answer a legitimate request: taints the rollout, not the agent. */
  readonly noAnswer: boolean;
  readonly principal: string | null;
  /** Entities whose content the answer showed. */
  readonly reads: readonly EntityKey[];
  readonly changes: readonly EntityChange[];
  readonly faults: readonly DeliveredFault[];
}

export interface WorldEvent {
  /** Number of the request that caused it, from 0; -1 before the first. */
  readonly request: number;
  readonly at: number;
  readonly cause: 'agent' | 'actor';
  readonly operation: OperationId | null;
  readonly change: EntityChange;
}

export interface DeliveredFault {
  /** Index of the patch in the world's spec. */
  readonly patch: number;
  readonly request: number;
  readonly at: number;
  readonly what: string;
}

export interface WorldSpec {
  readonly model: LearnedModel;
  /** In phase order: base edits of the task, then those of the plan. */
  readonly patches: readonly WorldPatch[];
  readonly seed: number;
  /** World time at reset. */
  readonly startAt: number;
  /** Answers as recorded, served byte for byte while nothing they depend on differs; only for worlds nobody edits. */
  readonly recorded?: RecordedStart;
}

/** Where in the recording a world begins. */
export interface RecordedStart {
  readonly answers: RecordedAnswers;
  /** Recorded requests before this tick have happened. */
  readonly from: number;
  /** Records that are not as the recording had them at that tick. */
  readonly changed: readonly EntityKey[];
}

/** A record's key or a resource's name: what an answer depends on, or a write changes. */
export type RecordedMark = EntityKey | ResourceName;

/** Every recorded exchange in order: its number is its tick. */
export interface RecordedAnswers {
  /** Ticks of the identical requests (method, origin, target, body), ascending. */
  ticksOf(request: HttpRequest): readonly number[];
  marksOf(tick: number): RecordedMarks;
  /** Ticks of the recorded writes to a record or to any of a resource, ascending. */
  writesTo(mark: RecordedMark): readonly number[];
  load(tick: number): RecordedAnswer;
}

export interface RecordedMarks {
  /** What must have seen the same recorded writes as then, and no others. */
  readonly depends: readonly RecordedMark[];
  /** What may have seen fewer of the recorded writes, but no others. */
  readonly spared: readonly RecordedMark[];
  readonly wrote: readonly RecordedMark[];
}

export interface RecordedAnswer {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly principal: string | null;
  readonly shown: readonly EntityKey[];
  readonly changes: readonly EntityChange[];
}

export type CreateWorld = (spec: WorldSpec) => World;

/**
 * One edit of a world, as data. Edits change records, behaviour or time; never the bytes of one answer,
 * except where incoherence is the very point (`stale`, `truncate`).
 */
export type WorldPatch =
  // ---- records before the first request (dated before the start; derived fields of others follow)
  | { readonly p: 'put'; readonly entity: Entity }
  | {
      readonly p: 'set';
      readonly key: EntityKey;
      readonly path: JsonPath;
      /** absent removes the field */ readonly value?: Json;
    }
  | {
      readonly p: 'remove';
      readonly key: EntityKey;
      /** true: never existed (404, not 410; not in counts) */ readonly unborn: boolean;
    }
  // ---- how records are shown
  | ViewPatch
  // ---- what happens to requests
  | FaultPatch
  | {
      readonly p: 'latency';
      readonly match: RequestMatch;
      readonly model: LatencyModel;
      /** Only so many matching requests; absent: all. */
      readonly first?: number;
    }
  | {
      readonly p: 'token-life';
      /** Seconds a newly used or issued token lives; replaces the learned life. */ readonly seconds: number | null;
      /** Or: it ends at the n-th authenticated call. */ readonly calls: number | null;
      readonly refreshDies: boolean;
    }
  /** A write answers as if it did everything, but leaves these fields as they were, the first `times` times. */
  | {
      readonly p: 'ignore-field';
      readonly match: RequestMatch;
      readonly paths: readonly JsonPath[];
      readonly times: number;
    }
  /** The server applies a write twice. */
  | { readonly p: 'apply-twice'; readonly match: RequestMatch; readonly times: number }
  /** Reads show the state before the newest change of a record, `reads` times per change (or for `forMs`). */
  | { readonly p: 'stale'; readonly match: RequestMatch; readonly reads: number }
  /** Lists cap their page size, or sort the other way, or ignore a filter. */
  | {
      readonly p: 'list';
      readonly match: RequestMatch;
      readonly maxSize: number | null;
      readonly reverse: boolean;
      readonly ignoreFilters: readonly string[];
      /** `low`: what has been shown so far. */
      readonly total: 'true' | 'absent' | 'wrong' | 'low';
      /** The origin that URLs of other pages name, instead of the API's own. */
      readonly linksTo?: string;
    }
  /** A state must be reached, or another write done, before this one is accepted. */
  | {
      readonly p: 'require';
      readonly match: RequestMatch;
      readonly key: EntityKey | null;
      readonly path: JsonPath;
      readonly values: readonly Json[];
      readonly status: number;
      readonly message: string;
    }
  /** Another actor changes records just before the n-th matching request, or once a time is reached. */
  | {
      readonly p: 'actor';
      readonly before: RequestMatch | null;
      readonly nth: number;
      readonly atMs: number | null;
      readonly edits: readonly { readonly key: EntityKey; readonly path: JsonPath; readonly value?: Json }[];
      /** Records that they delete. */
      readonly removes?: readonly EntityKey[];
    }
  /** Writes are taken and done later: 202 with a job to ask after. The first `jobs` of them; the first `fails` of those come to nothing. */
  | {
      readonly p: 'later';
      readonly match: RequestMatch;
      readonly jobs: number;
      readonly fails: number;
      readonly afterMs: number;
    }
  /** Operations whose path has another segment now; the old path answers `status`, and says where they went. */
  | {
      readonly p: 'moved';
      readonly operations: readonly OperationId[];
      /** Number of the path segment, and what stands there now; `from` null: one more segment. */
      readonly at: number;
      readonly from: string | null;
      readonly to: string;
      readonly status: 308 | 404 | 410;
    }
  /** A write needs one more field in its body, with this value, before it is accepted. */
  | {
      readonly p: 'require-field';
      readonly match: RequestMatch;
      readonly path: JsonPath;
      readonly value: Json;
      readonly status: number;
      readonly message: string;
    }
  /** A quota that others use too: beyond its own share whoever calls takes from theirs. */
  | {
      readonly p: 'quota';
      readonly match: RequestMatch;
      /** Calls that are left for all. */
      readonly left: number;
      /** How many of them the agent may use. */
      readonly share: number;
      /** Until there is a new one. */
      readonly seconds: number;
    }
  /** The first so many values of a request header that are seen were used before, with another request. */
  | {
      readonly p: 'used-key';
      readonly match: RequestMatch;
      /** Lower case. */
      readonly header: string;
      readonly keys: number;
      readonly status: number;
      readonly message: string;
    };

export interface ViewPatch {
  readonly p: 'view';
  readonly resource: ResourceName;
  /** Null: everywhere the resource is shown. */
  readonly operations: readonly OperationId[] | null;
  readonly key: EntityKey | null;
  readonly change:
    | {
        readonly v: 'rename';
        readonly path: JsonPath;
        readonly to: string;
        /** Requests must use the new name too; the old one is refused or ignored as unknown fields are. */ readonly requests: boolean;
        /** The old name in a request is refused, and the refusal names the new one. */ readonly told?: true;
      }
    | { readonly v: 'drop'; readonly path: JsonPath }
    | { readonly v: 'keep-only'; readonly fields: readonly string[] }
    | { readonly v: 'retype'; readonly path: JsonPath; readonly as: 'string' | 'number' }
    | { readonly v: 'truncate'; readonly path: JsonPath; readonly length: number }
    | { readonly v: 'nest'; readonly path: JsonPath; readonly under: string }
    /** A number is shown times 10^digits, and a field beside it says so. */
    | {
        readonly v: 'scale';
        readonly path: JsonPath;
        readonly digits: number;
        readonly beside: string;
        readonly says: Json;
      }
    | { readonly v: 'add'; readonly name: string; readonly value: Json }
    /** A value of a closed set has another name, in answers and in requests; the old one is refused. */
    | { readonly v: 'revalue'; readonly path: JsonPath; readonly from: Json; readonly to: Json };
}

/** Which requests a rule is about; every given condition must hold. */
export interface RequestMatch {
  readonly operations: readonly OperationId[] | null;
  readonly kinds: readonly OperationKind[] | null;
  readonly key: EntityKey | null;
}

export interface FaultPatch {
  readonly p: 'fault';
  readonly match: RequestMatch;
  /** First matching request it hits, counted from 0, and how many; null: for good. */
  readonly from: number;
  readonly count: number | null;
  /** `after`: the effect happens, the answer is lost or wrong. */
  readonly phase: 'before' | 'after';
  readonly fault:
    | {
        readonly f: 'status';
        readonly status: number;
        readonly headers: HeaderList;
        /** Null: the API's own envelope for this status. */ readonly body: string | null;
        /** What is said in that envelope; absent: what the API says. */ readonly message?: string;
      }
    /** Refused until the client has waited: calls inside the window are refused again. */
    | {
        readonly f: 'rate-limit';
        readonly status: 429 | 503;
        readonly retryAfter: { readonly seconds: number; readonly as: 'seconds' | 'http-date' | 'absent' };
      }
    | { readonly f: 'network'; readonly error: NetworkErrorKind }
    /** Later than any client waits: the client sees a timeout. */
    | { readonly f: 'hang' }
    | { readonly f: 'truncate'; readonly fraction: number }
    | { readonly f: 'empty-body' };
}

export type LatencyModel =
  | { readonly l: 'fixed'; readonly ms: number }
  | { readonly l: 'uniform'; readonly lower: number; readonly upper: number }
  | { readonly l: 'lognormal'; readonly median: number; readonly sigma: number; readonly max: number }
  | { readonly l: 'recorded'; readonly scale: number }
  /** The body comes in so many pieces, the last of them after `ms`. */
  | { readonly l: 'dribble'; readonly chunks: number; readonly ms: number }
  /** The body comes at once, and the end of it only after `ms`. */
  | { readonly l: 'slow-close'; readonly ms: number }
  /** From slow to quick, in even steps over the first `calls` requests. */
  | { readonly l: 'ramp'; readonly fromMs: number; readonly toMs: number; readonly calls: number };

/** A draft of a world, for mutators: reads the start state, collects patches. */
export interface WorldDraft {
  readonly model: LearnedModel;
  readonly startAt: number;
  entity(key: EntityKey): Entity | null;
  entitiesOf(resource: ResourceName): Iterable<Entity>;
  /** An unused id of the resource's shape, the same for the same seed and order of calls. */
  freshId(resource: ResourceName): string;
  add(patch: WorldPatch): void;
  /** Copies an entity under a new id with changes; returns its key. */
  clone(key: EntityKey, changes: JsonObject): EntityKey;
}
