import type { ReportReason } from 'offscript';

/** The right thing is to go no further; says why, with ids that were seen. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly reason: ReportReason;
  readonly evidence: readonly string[];

  constructor(reason: ReportReason, evidence: readonly string[], message: string) {
    super(message);
    this.reason = reason;
    this.evidence = evidence;
  }
}
