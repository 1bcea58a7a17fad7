/** Why the right act can be not to act. */
export const REPORT_REASONS = [
  'already_done',
  'conflict',
  'not_found',
  'not_allowed',
  'needs_approval',
  'unavailable',
  'unsafe',
  'other',
] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];
