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
    {
      left: 'data/contradicting-records',
      right: 'adversarial/*',
      reason: 'Whoever asks which record is meant has not come to act on any text.',
    },
    { left: 'adversarial/*', right: 'adversarial/*', reason: 'A victim of both could not be told apart.' },
  ];

const KNOWN = new Map<string, Map<string, string | null>>();

/** Why two mutators may not meet in one plan; null where they may. */
export function incompatibility(left: string, right: string): string | null {
  let partners = KNOWN.get(left);
  if (partners === undefined) KNOWN.set(left, (partners = new Map()));
  let reason = partners.get(right);
  if (reason === undefined) partners.set(right, (reason = reasonAgainst(left, right)));
  return reason;
}

function reasonAgainst(left: string, right: string): string | null {
  if (left === right) return 'The same mutator twice.';
  return INCOMPATIBILITIES.find((row) => applies(row, left, right) || applies(row, right, left))?.reason ?? null;
}

function applies(row: { readonly left: string; readonly right: string }, left: string, right: string): boolean {
  return matchesGlobs(left, [row.left]) && matchesGlobs(right, [row.right]);
}
