import { matchesGlobs } from './matches-globs.ts';

/** Mutations that clash although their footprints are apart, each with why. */
export const INCOMPATIBILITIES: readonly { readonly left: string; readonly right: string; readonly reason: string }[] =
  [
    { left: 'latency/*', right: 'latency/*', reason: 'Two models of one clock: only one could be seen.' },
    {
      left: 'system/token-*',
      right: 'session/dead-token',
      reason: 'A credential ends once; twice is an outage of the login.',
    },
    { left: 'data/page-cap', right: 'drift/page-size', reason: 'Both cap the size of a page.' },
    { left: 'adversarial/*', right: 'adversarial/*', reason: 'A victim of both could not be told apart.' },
  ];

/** Why two mutators may not meet in one plan; null where they may. */
export function incompatibility(left: string, right: string): string | null {
  if (left === right) return 'The same mutator twice.';
  for (const row of INCOMPATIBILITIES) {
    const there = matchesGlobs(left, [row.left]) && matchesGlobs(right, [row.right]);
    const back = matchesGlobs(right, [row.left]) && matchesGlobs(left, [row.right]);
    if (there || back) return row.reason;
  }
  return null;
}
