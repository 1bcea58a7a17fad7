import { anyRequestOf, callTargets, defineMutator, integer, neededReads, type CallTarget } from 'offscript/kit';

/**
 * @example GET /tickets -> {"tickets":[{"id":12,...}]}   ->   GET /tickets -> {"tickets":[{"id":1, and the connection closes
 */
export const truncatedAnswer = defineMutator<{ percent: number }, CallTarget>({
  id: 'system/truncated-answer',
  summary: 'An answer stops in the middle of its body.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'network',
  params: { percent: integer({ min: 10, max: 90 }) },
  neutral: { percent: 100 },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'without', handler: 'reject-garbage' }, { b: 'recorded' }],
  discriminates: ['goal'],
  targets: (context) => callTargets(neededReads(context)),
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { percent }, { operation, nth }) {
    if (percent >= 100) return {};
    draft.add({
      p: 'fault',
      match: anyRequestOf(operation),
      from: nth,
      count: 1,
      phase: 'before',
      fault: { f: 'truncate', fraction: percent / 100 },
    });
    return {};
  },
  explain: ({ percent }, { operation }) => `The first answer of ${operation} stops after ${percent} % of its body.`,
});
