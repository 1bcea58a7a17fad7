/**
 * The contract of a reference API: the ground truth that a learned world is measured against.
 * Reference APIs know nothing of the learner; nothing under this folder imports `src/`.
 */
import type { JsonObject, JsonValue } from './json.ts';
import type { ProbeSource } from './probe.ts';

export interface ReferenceRequest {
  readonly method: string;
  readonly origin: string;
  /** raw target, query included */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

export interface ReferenceResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** One running server with its own state: same seed and same (request, at) sequence, same bytes. */
export interface ReferenceInstance {
  /** at: virtual clock, epoch ms */
  handle(request: ReferenceRequest, at: number): ReferenceResponse;
  /** The business state (no tokens, rate windows or idempotency records): equal before and after a refused write. */
  dump(): JsonValue;
}

/** Sends one request; `afterMs` is how long the client waits before it (a driver may ignore it, then chooses itself). */
export type ReferenceSend = (request: ReferenceRequest, afterMs?: number) => ReferenceResponse;

export interface ReferenceSession {
  /** `<workflow>-<number>` */
  readonly name: string;
  run(send: ReferenceSend): void;
}

/** Everything a client can read of one resource: list entries, and beside each the item read by its id. */
export interface CrawledResource {
  readonly name: string;
  readonly pairs: readonly { readonly listed: JsonObject; readonly item: JsonValue | undefined }[];
}

export interface ReferenceApi {
  readonly name: string;
  readonly origins: readonly string[];
  readonly operations: readonly string[];
  /** JSON paths and `header:NAME`s whose values differ from call to call without meaning */
  readonly volatile: readonly string[];
  /** JSON paths the server computes: totals, counters, update times */
  readonly derived: readonly string[];
  /** JSON paths of ids (and references) that the server chose */
  readonly idPaths: readonly string[];
  create(seed: number): ReferenceInstance;
  /** Recorded traffic; run in order against one instance. */
  sessions(seed: number, count: number): readonly ReferenceSession[];
  /** Random actions for lockstep differential fuzzing. */
  probes(seed: number): ProbeSource;
  /** The operation a request addresses, whatever comes of it; undefined where there is none. */
  operationOf(request: ReferenceRequest): string | undefined;
  /** A stable name of the error branch an answer shows; undefined for success. */
  errorOf(response: ReferenceResponse): string | undefined;
  /** Keys of the entities a request addresses by id, in the format of `ProbeAction.entity`. */
  entitiesOf(request: ReferenceRequest): readonly string[];
  /** Reads everything there is, through the API alone; works against any server that speaks this API. */
  crawl(send: ReferenceSend): readonly CrawledResource[];
}
