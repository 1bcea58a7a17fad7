import { existsSync, rmSync } from 'node:fs';
import { ContentError } from '../errors.ts';
import type { Episode, EpisodeSetFacts } from '../model/episode.ts';
import type { JsonObject } from '../model/json.ts';
import type { Rollout, Trajectory } from '../model/rollout.ts';
import type { Verdict } from '../model/verdict.ts';
import { EpisodeRows } from './episode-rows.ts';
import { readFacts, trimmedFacts, writeFacts } from './fact-rows.ts';
import { metaOf, setMeta } from './meta-table.ts';
import { alreadyThere, openDatabase, type OpenDatabase } from './open-database.ts';
import { packJson, unpackJson } from './packed-json.ts';
import { jsonToTrajectory, trajectoryToJson } from './trajectory-json.ts';

/** How a run was made; equal where a run is resumed. */
export interface RunOptions {
  /** The agent as on the command line. */
  readonly agent: string;
  readonly set: string;
  readonly setDigest: string;
  readonly reward: 'strict' | 'graded';
  readonly maxCalls: number | null;
}

interface RolloutRow {
  readonly id: string;
  readonly episode: string;
  readonly trial: number;
  readonly verdict: string;
  readonly trajectory: Buffer;
}

/** A run: rollouts with everything needed to judge and show them again, without the set or the agent. */
export class RunStore {
  readonly path: string;
  readonly #file: OpenDatabase;
  readonly #rows: EpisodeRows;
  readonly #known: Set<string>;
  readonly #hasOracles: boolean;
  #facts: EpisodeSetFacts | null = null;

  private constructor(file: OpenDatabase) {
    this.path = file.path;
    this.#file = file;
    this.#rows = new EpisodeRows(file.db);
    this.#known = new Set(this.#rows.ids());
    // A run of an earlier version, opened to be read, is as it was.
    this.#hasOracles = file.db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'oracle'").get() !== undefined;
  }

  static open(path: string): RunStore {
    return new RunStore(openDatabase(path, { kind: 'run', mode: 'read' }));
  }

  /**
   * A new run, or with `resume` the one that is there: made with the same set and agent, or it is refused.
   *
   * @throws ContentError where the file is there and neither `resume` nor `overwrite` is asked for, or it is another run
   */
  static begin(
    path: string,
    facts: EpisodeSetFacts,
    options: RunOptions,
    { resume, overwrite }: { readonly resume: boolean; readonly overwrite: boolean },
  ): RunStore {
    if (existsSync(path) && resume) return RunStore.#resume(path, options);
    if (existsSync(path)) {
      if (!overwrite) throw alreadyThere(path);
      // Opened first: --overwrite replaces runs, not whatever has this name.
      openDatabase(path, { kind: 'run', mode: 'append' }).close();
      rmSync(path);
    }
    const file = openDatabase(path, { kind: 'run', mode: 'create' });
    try {
      file.db
        .transaction(() => {
          writeFacts(file.db, trimmedFacts(facts));
          setMeta(file.db, 'options', JSON.stringify(options));
        })
        .immediate();
      return new RunStore(file);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  static #resume(path: string, options: RunOptions): RunStore {
    const file = openDatabase(path, { kind: 'run', mode: 'append' });
    const run = new RunStore(file);
    const former = run.options;
    const differs = (['agent', 'setDigest', 'reward', 'maxCalls'] as const).filter(
      (name) => former[name] !== options[name],
    );
    if (differs.length === 0) return run;
    run.close();
    throw new ContentError(
      'OFFSCRIPT_OTHER_RUN',
      `${path} was made with another ${differs.join(', ')}.`,
      'Resume with the same set, agent and options, or name another file for --out.',
    );
  }

  get options(): RunOptions {
    return JSON.parse(metaOf(this.#file.db, 'options') ?? '{}') as RunOptions;
  }

  /** The set's facts without records and samples. */
  get facts(): EpisodeSetFacts {
    this.#facts ??= readFacts(this.#file.db);
    return this.#facts;
  }

  /** `episode trial` of every rollout that is in the file. */
  done(): ReadonlySet<string> {
    const pairs = this.#file.db
      .prepare<[], { readonly episode: string; readonly trial: number }>('SELECT episode, trial FROM rollout')
      .all();
    return new Set(pairs.map(({ episode, trial }) => doneKey(episode, trial)));
  }

  /**
   * Committed when this returns: what is here survives the end of the process, however it comes.
   *
   * @param oracle what the oracle does in the episode; asked once for each
   */
  add(episode: Episode, rollout: Rollout, oracle?: (episode: Episode) => Trajectory): void {
    const right = this.#known.has(episode.id) ? undefined : oracle?.(episode);
    this.#file.db
      .transaction(() => {
        if (!this.#known.has(episode.id)) this.#rows.add(episode);
        if (right !== undefined)
          this.#file.db
            .prepare('INSERT INTO oracle (episode, trajectory) VALUES (?, ?)')
            .run(episode.id, packJson(trajectoryToJson(right)));
        this.#file.db
          .prepare('INSERT INTO rollout (id, episode, trial, verdict, trajectory) VALUES (?, ?, ?, ?, ?)')
          .run(
            rollout.id,
            rollout.episode,
            rollout.trial,
            JSON.stringify(rollout.verdict),
            packJson(trajectoryToJson(rollout.trajectory)),
          );
      })
      .immediate();
    this.#known.add(episode.id);
  }

  episode(id: string): Episode {
    const episode = this.#rows.read(id);
    if (episode === null) throw new Error(`The run ${this.path} lacks the episode ${id}.`);
    return episode;
  }

  /** What the oracle did in an episode; null in runs that were made without. */
  oracle(episode: string): Trajectory | null {
    if (!this.#hasOracles) return null;
    const packed = this.#file.db
      .prepare<[string], Buffer>('SELECT trajectory FROM oracle WHERE episode = ?')
      .pluck()
      .get(episode);
    return packed === undefined ? null : jsonToTrajectory(unpackJson(packed));
  }

  /** Null where that trial is not in the file. */
  verdict(episode: string, trial: number): Verdict | null {
    const text = this.#file.db
      .prepare<[string, number], string>('SELECT verdict FROM rollout WHERE episode = ? AND trial = ?')
      .pluck()
      .get(episode, trial);
    return text === undefined ? null : (JSON.parse(text) as Verdict);
  }

  rollout(id: string): Rollout {
    const row = this.#file.db.prepare<[string], RolloutRow>('SELECT * FROM rollout WHERE id = ?').get(id);
    if (row === undefined) {
      const known = this.#file.db.prepare<[], string>('SELECT id FROM rollout ORDER BY rowid LIMIT 5').pluck().all();
      const remedy = known.length === 0 ? 'The run has no rollouts.' : `It has, among others: ${known.join(', ')}.`;
      throw new ContentError('OFFSCRIPT_NO_ROLLOUT', `No rollout "${id}" in ${this.path}.`, remedy);
    }
    return toRollout(row);
  }

  /** By episode in order of first arrival, then by trial. */
  *rollouts(): Generator<Rollout> {
    const ids = this.#file.db
      .prepare<[], string>(
        'SELECT rollout.id FROM rollout JOIN episode ON episode.id = rollout.episode ORDER BY episode.seq, trial',
      )
      .pluck()
      .all();
    for (const id of ids) yield this.rollout(id);
  }

  get size(): number {
    return this.#file.db.prepare<[], number>('SELECT count(*) FROM rollout').pluck().get() ?? 0;
  }

  /** Free words about the run, kept in the file (the seconds it took). */
  note(name: string, value: JsonObject): void {
    setMeta(this.#file.db, `note:${name}`, JSON.stringify(value));
  }

  noted(name: string): JsonObject | null {
    const text = metaOf(this.#file.db, `note:${name}`);
    return text === null ? null : (JSON.parse(text) as JsonObject);
  }

  close(): void {
    this.#file.close();
  }
}

export function doneKey(episode: string, trial: number): string {
  return `${episode} ${trial}`;
}

function toRollout({ id, episode, trial, verdict, trajectory }: RolloutRow): Rollout {
  return {
    id,
    episode,
    trial,
    verdict: JSON.parse(verdict) as Verdict,
    trajectory: jsonToTrajectory(unpackJson(trajectory)),
  };
}
