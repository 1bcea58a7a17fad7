import { createHash, type Hash } from 'node:crypto';
import { ContentError } from '../errors.ts';
import type { Episode, EpisodeSetFacts } from '../model/episode.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import { EpisodeRows, type EpisodeFilter } from './episode-rows.ts';
import { readFacts, writeFacts } from './fact-rows.ts';
import { metaOf, setMeta } from './meta-table.ts';
import { openDatabase, type OpenDatabase } from './open-database.ts';
import { writeAside } from './write-aside.ts';

const BATCH = 256;

export interface WrittenSet {
  readonly episodes: number;
  readonly tasks: number;
  readonly bytes: number;
  readonly digest: string;
}

/**
 * Writes an episode set beside its place and puts it there when it is whole.
 *
 * @param episodes taken one by one, never held together
 * @throws ContentError OFFSCRIPT_EXISTS where the file is there and `overwrite` is not asked for
 */
export function writeEpisodeSet(
  path: string,
  facts: EpisodeSetFacts,
  episodes: Iterable<Episode> | AsyncIterable<Episode>,
  options: { readonly overwrite: boolean },
): Promise<WrittenSet> {
  return writeAside(
    path,
    async (draft) => {
      const file = openDatabase(draft, { kind: 'episode-set', mode: 'create' });
      try {
        return await fill(file, facts, episodes);
      } finally {
        file.close();
      }
    },
    options,
  );
}

async function fill(
  { db }: OpenDatabase,
  facts: EpisodeSetFacts,
  episodes: Iterable<Episode> | AsyncIterable<Episode>,
): Promise<WrittenSet> {
  writeFacts(db, facts);
  const rows = new EpisodeRows(db);
  const hash = createHash('sha256');
  let batch: Episode[] = [];
  const flush = db.transaction(() => {
    for (const episode of batch) rows.add(episode);
  });
  for await (const episode of episodes) {
    digestEpisode(hash, episode);
    batch.push(episode);
    if (batch.length >= BATCH) {
      flush.immediate();
      batch = [];
    }
  }
  flush.immediate();
  const digest = hash.digest('hex');
  setMeta(db, 'digest', digest);
  const bytes = db.prepare<[], number>('SELECT coalesce(sum(length(packed)), 0) FROM episode').pluck().get() ?? 0;
  return { episodes: rows.count(), tasks: rows.taskCount(), bytes, digest };
}

/** Equal episodes in equal order, equal digest; how they are packed does not matter. */
function digestEpisode(hash: Hash, episode: Episode): void {
  hash.update(canonicalJson(JSON.parse(JSON.stringify(episode)) as Json)).update('\n');
}

/** An episode set, open for reading. */
export class EpisodeSet {
  readonly path: string;
  readonly #file: OpenDatabase;
  readonly #rows: EpisodeRows;
  #facts: EpisodeSetFacts | null = null;

  private constructor(file: OpenDatabase) {
    this.path = file.path;
    this.#file = file;
    this.#rows = new EpisodeRows(file.db);
  }

  static open(path: string): EpisodeSet {
    return new EpisodeSet(openDatabase(path, { kind: 'episode-set', mode: 'read' }));
  }

  /** Read once and kept. */
  get facts(): EpisodeSetFacts {
    this.#facts ??= readFacts(this.#file.db);
    return this.#facts;
  }

  /** sha256 over the episodes' canonical content in order. */
  get digest(): string {
    return metaOf(this.#file.db, 'digest') ?? '';
  }

  get size(): number {
    return this.#rows.count();
  }

  kinds(column: 'family' | 'split'): readonly string[] {
    return this.#rows.kinds(column);
  }

  /** Ids in the set's order. @throws ContentError where one asked for is not there */
  ids(filter: EpisodeFilter = {}): readonly string[] {
    const found = this.#rows.ids({ ...filter, limit: filter.ids === undefined ? filter.limit : undefined });
    if (filter.ids === undefined) return found;
    const known = new Set(this.#rows.ids());
    for (const id of filter.ids) if (!known.has(id)) throw noEpisode(this.path, id, [...known]);
    const wanted = new Set(filter.ids);
    return found.filter((id) => wanted.has(id)).slice(0, filter.limit);
  }

  episode(id: string): Episode {
    const episode = this.#rows.read(id);
    if (episode === null) throw noEpisode(this.path, id, this.#rows.ids({ limit: 5 }));
    return episode;
  }

  *episodes(filter: EpisodeFilter = {}): Generator<Episode> {
    for (const id of this.ids(filter)) yield this.episode(id);
  }

  close(): void {
    this.#file.close();
  }
}

function noEpisode(path: string, id: string, known: readonly string[]): ContentError {
  return new ContentError(
    'OFFSCRIPT_NO_EPISODE',
    `No episode "${id}" in ${path}.`,
    known.length === 0 ? 'The set has no episodes.' : `It has, among others: ${known.slice(0, 5).join(', ')}.`,
  );
}
