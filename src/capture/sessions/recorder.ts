import type { Writable } from 'node:stream';
import type { HeaderList } from '../../model/http.ts';
import type { Interaction, SessionHeader } from '../../model/recording.ts';

/** What capture needs of a recording: redacted and durable when each call returns. */
export interface Recorder {
  /** Returns the id that the session was given. */
  beginSession(session: Pick<SessionHeader, 'id' | 'source' | 'startedAt'> & Partial<SessionHeader>): string;
  /** `large`: bodies that were given to {@link openBody} as they came; the interaction has none there. */
  record(sessionId: string, interaction: Interaction, large?: LargeBodies): void;
  /** Takes a body that is too large to be held in memory. */
  openBody?(headers: HeaderList, target: string): BodySink;
  /** For what a client tells only after its first request. */
  updateSession?(sessionId: string, change: Partial<Pick<SessionHeader, 'label' | 'workflow' | 'task'>>): void;
  /** Runs `work` as one transaction: all of it is durable when it returns, or none. */
  together?(work: () => void): void;
}

export interface BodySink {
  /** Ended: the body is whole. Destroyed: it is not kept. */
  readonly input: Writable;
  /** Settles once the body is in the file, or given up; never rejects. */
  readonly kept: Promise<KeptBody>;
}

export type KeptBody =
  | {
      readonly kind: 'kept';
      readonly id: number;
      /** The message's headers, with length and digests of the body as it is kept. */
      readonly fit: (headers: HeaderList) => HeaderList;
    }
  | { readonly kind: 'left'; readonly reason: string };

export interface LargeBodies {
  readonly request: KeptBody | null;
  readonly response: KeptBody | null;
}
