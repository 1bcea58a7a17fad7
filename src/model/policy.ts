import type { Episode } from './episode.ts';
import type { CallStep } from './rollout.ts';
import type { Task } from './task.ts';
import type { ReportReason } from './report-reason.ts';

/** A business rule: text for the agent, a hard check, and the way out. */
export interface Policy {
  readonly id: string;
  /** What the agent is told, in full. */
  readonly text: string;
  /** The steps that break the rule; none is good. */
  readonly check: (steps: readonly CallStep[], episode: Episode) => readonly number[];
  /** On which side of the rule a task falls; `none` where it has nothing to do with it. */
  readonly boundary: (task: Task) => 'inside' | 'outside' | 'none';
  /** What a right agent does with a task outside. */
  readonly escalate: { readonly report: ReportReason };
}
