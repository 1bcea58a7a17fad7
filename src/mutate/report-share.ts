import type { EpisodeDraft } from '../model/episode.ts';
import type { ReportReason } from '../model/report-reason.ts';

/** Of the episodes of a group at most this share may ask for a report with the same reason. */
export const MOST_OF_ONE_REASON = 0.05;

/**
 * Keeps every reason to report rare in every group (a split, or the whole set): whoever looks and then reports the
 * same whatever they saw earns no more than its share. Holds at any moment, so also wherever the stream ends.
 */
export class ReportShare {
  readonly #groupOf: (draft: EpisodeDraft) => string;
  readonly #sizes = new Map<string, number>();
  readonly #reasons = new Map<string, number>();
  #others = 0;

  constructor(groupOf: (draft: EpisodeDraft) => string = () => '') {
    this.#groupOf = groupOf;
  }

  /** No mutated episode so far asks for anything else. */
  get nothingElse(): boolean {
    return this.#others === 0;
  }

  /** How many episodes its group still needs before this one may join: 0 where it may now. */
  missing(draft: EpisodeDraft): number {
    const group = this.#groupOf(draft);
    const size = this.#sizes.get(group) ?? 0;
    const needed = reportReasons(draft).map((reason) =>
      Math.ceil(((this.#reasons.get(`${group} ${reason}`) ?? 0) + 1) / MOST_OF_ONE_REASON),
    );
    return Math.max(0, ...needed.map((least) => least - (size + 1)));
  }

  count(draft: EpisodeDraft, by: 1 | -1): void {
    const group = this.#groupOf(draft);
    const reasons = reportReasons(draft);
    this.#sizes.set(group, (this.#sizes.get(group) ?? 0) + by);
    for (const reason of reasons)
      this.#reasons.set(`${group} ${reason}`, (this.#reasons.get(`${group} ${reason}`) ?? 0) + by);
    if (reasons.length === 0 && draft.plan.length > 0) this.#others += by;
  }
}

export function reportReasons({ goal, task }: Pick<EpisodeDraft, 'goal' | 'task'>): readonly ReportReason[] {
  return (goal ?? task.goal).flatMap((atom) => (atom.kind === 'report' ? [atom.reason] : []));
}
