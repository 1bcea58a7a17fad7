import type { HeaderList, HttpRequest, HttpResponse, NetworkError } from './http.ts';

/** What was recorded: sessions of interactions, as plain data. Times are milliseconds since the Unix epoch. */

/** How a session may be used for tasks: `review` until a person says so, `no` never. */
export type SessionUse = 'yes' | 'no' | 'review';

export interface SessionHeader {
  /** Unique in the recording, stable across reads. */
  readonly id: string;
  /** Where it came from: a capture, or an imported file's path relative to the import root. */
  readonly source: string;
  readonly startedAt: number;
  /** Free label; `bad` marks a session a person knows to be wrong. */
  readonly label: string | null;
  readonly use: SessionUse;
  /** The name of the workflow, where the recorder was told one. */
  readonly workflow: string | null;
  /** What the client was asked to do, where the recorder was told. */
  readonly task: string | null;
}

export interface Session extends SessionHeader {
  /** In order of request start. */
  readonly interactions: readonly Interaction[];
}

export interface Interaction {
  /** Position in the session, from 0. */
  readonly seq: number;
  readonly request: HttpRequest;
  readonly outcome: Outcome;
  readonly timing: Timing;
  /** Set where a part could not be recorded whole; says which and why. */
  readonly incomplete: string | null;
}

export type Outcome =
  | { readonly kind: 'response'; readonly response: HttpResponse; readonly trailers: HeaderList }
  | { readonly kind: 'error'; readonly error: NetworkError };

export interface Timing {
  readonly requestAt: number;
  /** Milliseconds from the request's start; null where unknown or never reached. */
  readonly firstByteAfter: number | null;
  readonly lastByteAfter: number | null;
  /** Streams only: bytes and milliseconds from the request's start of each chunk. */
  readonly chunks: readonly { readonly bytes: number; readonly after: number }[] | null;
}

/** A stored file's own facts, beside its sessions. */
export interface RecordingFacts {
  readonly sessions: number;
  readonly interactions: number;
  readonly origins: readonly string[];
  /** Fingerprint of the project key that made its pseudonyms; null when nothing was ever redacted. */
  readonly keyFingerprint: string | null;
  readonly redaction: 'default' | 'off' | 'rules';
}
