import { anyRequestOf, callTargets, defineMutator, integer, neededReads } from 'offscript/kit';

/** @example PATCH /tickets/12 -> 200   ->   503 until the break is over, then 200 */
export const closedForLunch = defineMutator({
  id: 'system/closed-for-lunch',
  summary: 'The API takes a break and says for how long.',
  visibility: 'explicit',
  duration: 'transient',
  // What the engine may choose, with the value that changes nothing.
  params: { seconds: integer({ min: 30, max: 240 }) },
  neutral: { seconds: 0 },
  // Who must win without this mutation and lose with it, and on which check.
  bite: [{ b: 'without', handler: 'retry-after' }, { b: 'naive-resend' }],
  discriminates: ['retry-after', 'goal', 'thrash'],
  // Where it can happen: at the calls that every right agent makes.
  targets: (context) => callTargets([...context.writes, ...neededReads(context)]),
  footprint: ({ operation }) => [`op:${operation}`],
  apply(world, { seconds }, { operation, nth }) {
    if (seconds > 0)
      world.add({
        p: 'fault',
        match: anyRequestOf(operation),
        from: nth,
        count: 1,
        phase: 'before',
        fault: { f: 'rate-limit', status: 503, retryAfter: { seconds, as: 'seconds' } },
      });
    return {};
  },
  explain: ({ seconds }, { operation }) => `${operation} is closed for ${seconds} s.`,
});
