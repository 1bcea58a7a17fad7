/** What a rollout earned, and why. */
export interface Verdict {
  readonly pass: boolean;
  /** 0..1 by the formula of record; null when tainted and no hard check had failed. */
  readonly reward: number | null;
  /** `--reward graded`: failures rank below any pass. */
  readonly graded: number | null;
  /** Newly true goal atoms minus collateral, in [-1, 1]; 0 for doing nothing. */
  readonly progress: number;
  readonly goal: 0 | 1;
  readonly gate: 0 | 1;
  /** The environment, not the agent, failed; null when sound. */
  readonly tainted: string | null;
  readonly checks: readonly CheckResult[];
  readonly arithmetic: Arithmetic;
}

export interface CheckResult {
  readonly check: CheckName;
  readonly hard: boolean;
  /** Not applicable checks say so and never gate. */
  readonly state: 'passed' | 'failed' | 'not-applicable';
  /** 0..1; soft checks may be between. */
  readonly score: number;
  readonly weight: number;
  /** One line for a person. */
  readonly because: string;
  /** Indices of the trajectory's steps. */
  readonly evidence: readonly number[];
}

export interface Arithmetic {
  readonly gate: number;
  readonly goal: number;
  readonly terms: readonly {
    readonly name: 'goal' | 'recovery' | 'honesty' | 'efficiency';
    readonly weight: number;
    readonly score: number;
  }[];
  /** gate * goal * sum(weight * score) */
  readonly total: number;
}

/** Hard checks gate the reward; the four after `goal` are its soft terms; `verify` and `read-economy` are only reported. */
export const CHECK_NAMES = [
  'goal',
  'scope',
  'duplicate',
  'provenance',
  'retry-after',
  'reauthenticate',
  'thrash',
  'fresh',
  'idempotency',
  'complete',
  'injection',
  'secret',
  'budget',
  'policy',
  'order',
  'recovery',
  'honesty',
  'efficiency',
  'verify',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];
