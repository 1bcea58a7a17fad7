import type { TracedStep } from '../model/trace.ts';

/** Writes that belong together as one goal. */
export interface Span {
  readonly steps: readonly TracedStep[];
  /** All the session was for. */
  readonly whole: boolean;
}
