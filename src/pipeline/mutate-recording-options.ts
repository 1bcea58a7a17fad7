import type { Interface } from '../model/episode.ts';
import type { Coverage } from '../mutate/coverage.ts';
import type { SplitOverlap } from '../task/split-overlap.ts';
import type { Split, SplitBy } from '../task/splitter.ts';

export interface MutateRecordingOptions {
  readonly recording: string;
  readonly out: string;
  readonly overwrite: boolean;
  /** A set whose episodes come first, as they are; `count` is what is made beyond them. */
  readonly extend?: string | null;
  readonly count: number;
  readonly seed: number;
  readonly globs: readonly string[];
  /** Modules with mutators of others, beside the catalogue. */
  readonly use?: readonly string[];
  /** A module of business rules; null: none. */
  readonly policy?: string | null;
  /** A curation file that `tasks --out` wrote; null: every task as it was made. */
  readonly tasks?: string | null;
  /** Only tasks of this recorded session, also where it ended badly: who names it has looked at it. Null: all. */
  readonly session?: string | null;
  /** A later recording of the same API: only what differs there, in just the ways in which it differs. Null: anything. */
  readonly towards?: string | null;
  readonly maxMutations: number;
  readonly neutral: number;
  readonly level: number | null;
  /** 2: a pairwise covering array, until all is covered or `count` is reached; null: as weights say. */
  readonly cover?: 2 | null;
  readonly interfaces: readonly Interface[];
  readonly splits: readonly Split[];
  readonly splitBy: SplitBy;
  readonly maxBytes: number;
  readonly onProgress?: (text: string) => void;
  readonly signal?: AbortSignal;
}

export interface MutateResult {
  readonly episodes: number;
  /** Those of the extended set among them. */
  readonly kept: number;
  readonly tasks: number;
  readonly families: Readonly<Record<string, number>>;
  readonly mutators: Readonly<Record<string, number>>;
  readonly splits: Readonly<Record<string, number>>;
  /** What lies in more than one split. */
  readonly overlap: SplitOverlap;
  readonly refused: Readonly<Record<string, number>>;
  /** By interface, where pairs were to be covered. */
  readonly coverage?: Readonly<Record<string, Coverage>>;
  readonly digest: string;
}
