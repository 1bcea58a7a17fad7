import type { Json } from '../../model/json.ts';
import type { Session } from '../../model/recording.ts';

/** A recording in another tool's words. */
export interface RecordingFormat {
  readonly write: (sessions: readonly Session[]) => WrittenRecording;
}

export interface WrittenRecording {
  readonly document: Json;
  readonly interactions: number;
  /** What the format has no place for, in plain words, with how often it was needed. */
  readonly lost: readonly Loss[];
}

export interface Loss {
  readonly what: string;
  readonly count: number;
}

/** Counts what was left behind. */
export class Losses {
  readonly #counts = new Map<string, number>();

  add(what: string, count = 1): void {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
  }

  get all(): readonly Loss[] {
    return [...this.#counts].map(([what, count]) => ({ what, count }));
  }
}
