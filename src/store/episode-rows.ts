/** Episodes and their tasks as rows, in sets and in runs: a task once, an episode as what differs from its task. */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { Episode } from '../model/episode.ts';
import { canonicalJson, jsonEquals, type Json } from '../model/json.ts';
import type { Task } from '../model/task.ts';
import { packJson, unpackJson } from './packed-json.ts';

export interface EpisodeFilter {
  readonly split?: string | undefined;
  readonly family?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly limit?: number | undefined;
}

interface Row {
  readonly id: string;
  readonly task: Buffer;
  readonly packed: Buffer;
}

/** Fields that are most often the task's own; absent where they are. */
type Compact = Omit<Episode, 'task' | 'patches' | 'instruction' | 'inputs' | 'goal' | 'oracle' | 'startAt'> &
  Partial<Pick<Episode, 'instruction' | 'inputs' | 'goal' | 'oracle' | 'startAt' | 'patches'>> & {
    readonly added?: Episode['patches'];
  };

export class EpisodeRows {
  readonly #addTask;
  readonly #addEpisode;
  readonly #taskRow;
  readonly #db: Database.Database;
  readonly #tasks = new Map<string, Task>();
  readonly #digests = new WeakMap<Task, Buffer>();

  constructor(db: Database.Database) {
    this.#db = db;
    this.#addTask = db.prepare<[Buffer, string, Buffer]>(
      'INSERT OR IGNORE INTO task (digest, id, packed) VALUES (?, ?, ?)',
    );
    this.#addEpisode = db.prepare<[string, Buffer, string, string, Buffer]>(
      'INSERT OR IGNORE INTO episode (id, task, family, split, packed) VALUES (?, ?, ?, ?, ?)',
    );
    this.#taskRow = db.prepare<[Buffer], Buffer>('SELECT packed FROM task WHERE digest = ?').pluck();
  }

  add(episode: Episode): void {
    const digest = this.#digestOf(episode.task);
    if (!this.#tasks.has(digest.toString('hex'))) {
      this.#addTask.run(digest, episode.task.id, packJson(episode.task));
      this.#remember(digest, episode.task);
    }
    this.#addEpisode.run(episode.id, digest, episode.family, episode.split, packJson(compact(episode), 'episode'));
  }

  #digestOf(task: Task): Buffer {
    const known = this.#digests.get(task);
    if (known !== undefined) return known;
    const digest = createHash('sha256')
      .update(canonicalJson(asJson(task)))
      .digest();
    this.#digests.set(task, digest);
    return digest;
  }

  count(): number {
    return this.#db.prepare<[], number>('SELECT count(*) FROM episode').pluck().get() ?? 0;
  }

  /** In the order they were added. */
  ids({ split, family, limit }: EpisodeFilter = {}): readonly string[] {
    const sql =
      'SELECT id FROM episode WHERE (@split IS NULL OR split = @split) AND (@family IS NULL OR family = @family) ORDER BY seq LIMIT @limit';
    return this.#db
      .prepare<object, string>(sql)
      .pluck()
      .all({ split: split ?? null, family: family ?? null, limit: limit ?? -1 });
  }

  read(id: string): Episode | null {
    const row = this.#db.prepare<[string], Row>('SELECT id, task, packed FROM episode WHERE id = ?').get(id);
    return row === undefined ? null : this.#episodeOf(row);
  }

  *all(): Generator<Episode> {
    for (const id of this.ids()) {
      const episode = this.read(id);
      if (episode !== null) yield episode;
    }
  }

  /** Which families, or splits, there are. */
  kinds(column: 'family' | 'split'): readonly string[] {
    return this.#db.prepare<[], string>(`SELECT DISTINCT ${column} FROM episode ORDER BY 1`).pluck().all();
  }

  taskCount(): number {
    return this.#db.prepare<[], number>('SELECT count(DISTINCT id) FROM task').pluck().get() ?? 0;
  }

  #episodeOf(row: Row): Episode {
    const packed = unpackJson<Compact>(row.packed, 'episode');
    const task = this.#tasks.get(row.task.toString('hex')) ?? this.#loadTask(row.task);
    return expand(packed, task);
  }

  #loadTask(digest: Buffer): Task {
    const packed = this.#taskRow.get(digest);
    if (packed === undefined) throw new Error(`The task ${digest.toString('hex')} is not in the file.`);
    const task = unpackJson<Task>(packed);
    this.#remember(digest, task);
    return task;
  }

  /** Episodes of one task share the object; a big set must still not pile up all tasks. */
  #remember(digest: Buffer, task: Task): void {
    if (this.#tasks.size >= MOST_TASKS) this.#tasks.clear();
    this.#tasks.set(digest.toString('hex'), task);
  }
}

const MOST_TASKS = 512;

function compact(episode: Episode): Compact {
  const { task, patches, instruction, inputs, goal, oracle, startAt, ...rest } = episode;
  const own = jsonEquals(asJson(patches.slice(0, task.start.length)), asJson(task.start));
  return {
    ...rest,
    ...(own ? { added: patches.slice(task.start.length) } : { patches }),
    ...(instruction === task.instruction ? {} : { instruction }),
    ...(startAt === task.startAt ? {} : { startAt }),
    ...(jsonEquals(inputs, task.inputs) ? {} : { inputs }),
    ...(jsonEquals(asJson(goal), asJson(task.goal)) ? {} : { goal }),
    ...(jsonEquals(asJson(oracle), asJson(task.oracle)) ? {} : { oracle }),
  };
}

function expand({ added, ...packed }: Compact, task: Task): Episode {
  return {
    ...packed,
    task,
    patches: packed.patches ?? [...task.start, ...(added ?? [])],
    instruction: packed.instruction ?? task.instruction,
    inputs: packed.inputs ?? task.inputs,
    goal: packed.goal ?? task.goal,
    oracle: packed.oracle ?? task.oracle,
    startAt: packed.startAt ?? task.startAt,
  };
}

/** The model's types are JSON by contract; the compiler cannot know. */
function asJson(value: unknown): Json {
  return value as Json;
}
