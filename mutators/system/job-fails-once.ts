import { deferrableWrites, defineMutator, doLater, integer, type OperationId } from 'offscript/kit';

/**
 * @example POST /tickets -> 201   ->   POST /tickets -> 202, GET /jobs/job_7k2 -> failed "submit it again"; the second job is done
 */
export const jobFailsOnce = defineMutator<{ seconds: number }, { operation: OperationId }>({
  id: 'system/job-fails-once',
  summary: 'A write is taken, and its job comes to nothing: read why, and submit it once more.',
  visibility: 'explicit',
  duration: 'transient',
  params: { seconds: integer({ min: 1, max: 8 }) },
  neutral: { seconds: 0 },
  bite: [{ b: 'without', handler: 'poll-job' }, { b: 'recorded' }],
  discriminates: ['goal', 'duplicate', 'budget'],
  targets: deferrableWrites,
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { seconds }, target) => doLater(draft, target, seconds, 1),
  explain: ({ seconds }, { operation }) => `${operation} answers 202; the first job fails after ${seconds} s.`,
});
