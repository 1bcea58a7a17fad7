import type { Interaction, SessionHeader } from '../../model/recording.ts';

/** What capture needs of a recording: redacted and durable when each call returns. */
export interface Recorder {
  /** Returns the id that the session was given. */
  beginSession(session: Pick<SessionHeader, 'id' | 'source' | 'startedAt'> & Partial<SessionHeader>): string;
  record(sessionId: string, interaction: Interaction): void;
  /** For what a client tells only after its first request. */
  updateSession?(sessionId: string, change: Partial<Pick<SessionHeader, 'label' | 'workflow' | 'task'>>): void;
  /** Runs `work` as one transaction: all of it is durable when it returns, or none. */
  together?(work: () => void): void;
}
