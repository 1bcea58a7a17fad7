import type { Episode } from '../model/episode.ts';
import { OverlapCount, type SplitOverlap } from '../task/split-overlap.ts';
import type { SplitBy } from '../task/splitter.ts';

/** What is in a set, counted as its episodes are made. */
export class SetCounts {
  readonly families: Record<string, number> = {};
  readonly mutators: Record<string, number> = {};
  readonly splits: Record<string, number> = {};
  readonly #overlap: OverlapCount;
  #episodes = 0;

  constructor(splitBy: SplitBy, startedAt: ReadonlyMap<string, number>) {
    this.#overlap = new OverlapCount(splitBy, startedAt);
  }

  get episodes(): number {
    return this.#episodes;
  }

  add(episode: Episode): void {
    const { family, split, mutators } = episode;
    this.#episodes += 1;
    this.#overlap.add(episode);
    this.families[family] = (this.families[family] ?? 0) + 1;
    this.splits[split] = (this.splits[split] ?? 0) + 1;
    for (const { id } of mutators) this.mutators[id] = (this.mutators[id] ?? 0) + 1;
  }

  overlap(): SplitOverlap {
    return this.#overlap.result();
  }
}
