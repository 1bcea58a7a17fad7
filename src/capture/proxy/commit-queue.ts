import type { Captured, CommitCaptured } from './captured.ts';

/**
 * Gathers the exchanges that finish in one turn of the event loop into one commit, then lets their answers end.
 * A transaction per exchange would cost a third of the throughput under load; a lone exchange waits for nothing.
 */
export class CommitQueue {
  readonly #commit: CommitCaptured;
  #finished: Captured[] = [];
  #releases: (() => void)[] = [];

  constructor(commit: CommitCaptured) {
    this.#commit = commit;
  }

  /** `release` is called once `captured` is durable (or recording has been given up, loudly). */
  add(captured: Captured, release: () => void): void {
    if (this.#finished.length === 0) setImmediate(() => this.flush());
    this.#finished.push(captured);
    this.#releases.push(release);
  }

  flush(): void {
    if (this.#finished.length === 0) return;
    const [finished, releases] = [this.#finished, this.#releases];
    this.#finished = [];
    this.#releases = [];
    this.#commit(finished);
    for (const release of releases) release();
  }
}
