import { deferrableWrites, defineMutator, doLater, integer, type OperationId } from 'offscript/kit';

/**
 * @example POST /tickets -> 201   ->   POST /tickets -> 202, GET /jobs/job_7k2 -> pending for two minutes, then completed
 */
export const slowJob = defineMutator<{ seconds: number }, { operation: OperationId }>({
  id: 'latency/slow-job',
  summary: 'A write is taken at once, and its job takes minutes: ask after it now and then, and submit nothing twice.',
  visibility: 'explicit',
  duration: 'transient',
  params: { seconds: integer({ min: 30, max: 180 }) },
  neutral: { seconds: 0 },
  bite: [{ b: 'without', handler: 'poll-job' }, { b: 'recorded' }],
  discriminates: ['goal', 'duplicate', 'budget'],
  targets: deferrableWrites,
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { seconds }, target) => doLater(draft, target, seconds),
  explain: ({ seconds }, { operation }) => `The job of ${operation} takes ${seconds} s.`,
});
