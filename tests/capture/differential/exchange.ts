export const CLIENTS = ['fetch', 'http', 'http2', 'curl', 'urllib'] as const;
export type AnyClient = (typeof CLIENTS)[number];

export interface Sent {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
  /** Without a length. */
  readonly chunked: boolean;
}

/** All that a client can see of an answer. */
export interface Seen {
  readonly status: number;
  /** Names in lower case, sorted; of one connection left out. */
  readonly headers: readonly (readonly [string, string])[];
  /** Of the bytes, as they came (fetch: decoded). */
  readonly bodyDigest: string;
  readonly length: number;
  readonly trailers: readonly (readonly [string, string])[];
  readonly interim: readonly number[];
}

/** Where requests go: an origin, or an origin by way of a proxy. */
export interface Road {
  readonly origin: string;
  readonly proxy: string | null;
  /** PEM of what `origin` is signed with on this road. */
  readonly trust: string | null;
}

export type Client = (road: Road, requests: readonly Sent[]) => Promise<readonly Seen[]>;
