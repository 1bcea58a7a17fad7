import type { ReportReason } from '../../model/report-reason.ts';

/** The program cannot go on: what it looks for is not there, more than one is, or it is refused. */
export class Stuck extends Error {
  readonly reason: ReportReason;
  readonly evidence: readonly string[];

  constructor(reason: ReportReason, evidence: readonly string[]) {
    super(reason);
    this.reason = reason;
    this.evidence = evidence;
  }
}

/** What an answer's status says of why a call did not do what it asked. */
export function refusalReason(status: number): ReportReason {
  if (status === 403) return 'not_allowed';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 409 || status === 412) return 'conflict';
  return status >= 500 || status === 0 ? 'unavailable' : 'other';
}
