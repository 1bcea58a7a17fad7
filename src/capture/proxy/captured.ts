import type { Interaction } from '../../model/recording.ts';
import type { LargeBodies } from '../sessions/recorder.ts';
import type { Place } from '../sessions/session-book.ts';
import type { Directives } from './directives.ts';

/** One finished exchange as the proxy saw it, before it belongs to a session. */
export interface Captured extends Omit<Interaction, 'seq'> {
  /** What the client asked of us, beside what it asked of the upstream. */
  readonly directives: Directives;
  readonly place: Place;
  /** Bodies that went into the recording as they came. */
  readonly large?: LargeBodies;
}

/**
 * Where finished exchanges go. Returns once they are durable: the proxy lets their answers end only then.
 * Never throws: a recording that cannot go on is its own business, traffic goes on.
 */
export type CommitCaptured = (finished: readonly Captured[]) => void;
