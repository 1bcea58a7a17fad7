/** A session that is being recorded. */
export class LiveSession {
  /** The id asked for; the recording may give another where it is taken. */
  readonly wantedId: string;
  /** The id in the recording; null until its first interaction is stored. */
  storedId: string | null = null;
  readonly startedAt: number;
  lastAt: number;
  /** The record it is about, where sessions go by records. */
  entity: string | null = null;
  label: string | null = null;
  workflow: string | null = null;
  task: string | null = null;
  #nextSeq = 0;

  constructor(wantedId: string, startedAt: number) {
    this.wantedId = wantedId;
    this.startedAt = startedAt;
    this.lastAt = startedAt;
  }

  /** A place in the session; to be taken when the request starts, since interactions stand in that order. */
  takeSeq(): number {
    return this.#nextSeq++;
  }
}
