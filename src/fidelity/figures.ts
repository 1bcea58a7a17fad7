/** What came of replayed calls, summed up. */

export interface CallResult {
  /** Null: the training knew no such operation. */
  readonly operation: string | null;
  readonly call: string;
  readonly status: boolean;
  readonly shape: boolean;
  readonly fields: { readonly right: number; readonly all: number };
  readonly wrong: readonly string[];
  /** Why status or shape differ, in words. */
  readonly difference: string | null;
  readonly identical: boolean;
  readonly noAnswer: boolean;
  readonly unverified: boolean;
  /** Earlier writes this read had to show, and whether it did. */
  readonly probes: readonly boolean[];
}

/** Shares in 0..1; null where nothing was there to judge. */
export interface Figures {
  readonly calls: number;
  readonly status: number | null;
  readonly shape: number | null;
  /** Mean over calls of the share of right fields. */
  readonly fields: number | null;
  readonly identical: number | null;
  readonly readYourWrites: { readonly probes: number; readonly violations: number };
  readonly noAnswer: number | null;
  readonly unverified: number | null;
}

export function figuresOf(results: readonly CallResult[]): Figures {
  const share = (fits: (result: CallResult) => boolean): number | null =>
    results.length === 0 ? null : results.filter(fits).length / results.length;
  const withFields = results.filter(({ fields }) => fields.all > 0);
  const probes = results.flatMap((result) => result.probes);
  return {
    calls: results.length,
    status: share(({ status }) => status),
    shape: share(({ shape }) => shape),
    fields:
      withFields.length === 0
        ? null
        : withFields.reduce((sum, { fields }) => sum + fields.right / fields.all, 0) / withFields.length,
    identical: share(({ identical }) => identical),
    readYourWrites: { probes: probes.length, violations: probes.filter((shown) => !shown).length },
    noAnswer: share(({ noAnswer }) => noAnswer),
    unverified: share(({ unverified }) => unverified),
  };
}
