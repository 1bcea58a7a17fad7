import { OffscriptError } from '../../errors.ts';
import type { HeaderList } from '../../model/http.ts';
import type { Captured } from '../proxy/captured.ts';
import type { LiveSession } from './live-session.ts';
import type { BodySink, Recorder } from './recorder.ts';

export interface SessionWriterOptions {
  readonly recorder: Recorder;
  /** `--task`: for sessions whose client names none. */
  readonly task: string | null;
  /** The recording cannot go on (disk full, file gone). Called once; traffic goes on unrecorded. */
  readonly onFailure: (error: unknown) => void;
  /** One exchange could not be recorded (a bug of ours in redaction, say): it is left out, since raw it may not be stored. */
  readonly onSkipped: (error: unknown) => void;
}

/** Puts finished exchanges into the recording, and keeps count. */
export class SessionWriter {
  readonly #options: SessionWriterOptions;
  #failure: unknown = null;
  #sessions = 0;
  #interactions = 0;
  #incomplete = 0;
  #lost = 0;

  constructor(options: SessionWriterOptions) {
    this.#options = options;
  }

  get counts(): {
    readonly sessions: number;
    readonly interactions: number;
    readonly incomplete: number;
    readonly lost: number;
  } {
    return {
      sessions: this.#sessions,
      interactions: this.#interactions,
      incomplete: this.#incomplete,
      lost: this.#lost,
    };
  }

  /** Why recording stopped; null while it goes on. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Null where the recording takes none (any more). */
  openBody(headers: HeaderList, target: string): BodySink | null {
    if (this.#failure !== null) return null;
    try {
      return this.#options.recorder.openBody?.(headers, target) ?? null;
    } catch {
      // What is the matter with the file, the commit of the exchange will tell.
      return null;
    }
  }

  /** Durable when it returns. Never throws: see {@link SessionWriterOptions.onFailure}. */
  commit(finished: readonly Captured[]): void {
    if (this.#failure !== null) {
      this.#lost += finished.length;
      return;
    }
    const before = this.counts;
    const { together } = this.#options.recorder;
    try {
      if (finished.length > 1 && together !== undefined) together(() => this.#writeAll(finished));
      else this.#writeAll(finished);
    } catch (error) {
      this.#failure = error;
      if (finished.length > 1 && together !== undefined) this.#restore(before);
      this.#lost = before.lost + finished.length - (this.#interactions - before.interactions);
      this.#options.onFailure(error);
    }
  }

  #writeAll(finished: readonly Captured[]): void {
    for (const captured of finished) {
      try {
        this.#write(captured);
      } catch (error) {
        if (error instanceof OffscriptError) throw error;
        this.#lost++;
        this.#options.onSkipped(error);
      }
    }
  }

  #write(captured: Captured): void {
    const { session, seq } = captured.place.settle(captured.request, captured.outcome);
    const id = this.#sessionId(session, captured);
    const { request, outcome, timing, incomplete } = captured;
    this.#options.recorder.record(id, { seq, request, outcome, timing, incomplete }, captured.large);
    this.#interactions++;
    if (incomplete !== null) this.#incomplete++;
  }

  #restore({
    sessions,
    interactions,
    incomplete,
  }: {
    readonly sessions: number;
    readonly interactions: number;
    readonly incomplete: number;
  }): void {
    this.#sessions = sessions;
    this.#interactions = interactions;
    this.#incomplete = incomplete;
  }

  #sessionId(session: LiveSession, { directives }: Captured): string {
    const { recorder, task } = this.#options;
    const told = {
      label: directives.label ?? session.label,
      workflow: directives.workflow ?? session.workflow,
      task: directives.task ?? session.task ?? task,
    };
    const changed = told.label !== session.label || told.workflow !== session.workflow || told.task !== session.task;
    Object.assign(session, told);
    if (session.storedId === null) {
      session.storedId = recorder.beginSession({
        id: session.wantedId,
        source: 'capture',
        startedAt: session.startedAt,
        ...told,
      });
      this.#sessions++;
    } else if (changed) {
      recorder.updateSession?.(session.storedId, told);
    }
    return session.storedId;
  }
}
