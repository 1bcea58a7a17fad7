import { deferrableWrites, defineMutator, doLater, integer, type OperationId } from 'offscript/kit';

/**
 * @example POST /tickets -> 201   ->   POST /tickets -> 202 Location: /jobs/job_7k2, GET /jobs/job_7k2 -> pending, then completed
 */
export const acceptedForLater = defineMutator<{ seconds: number }, { operation: OperationId }>({
  id: 'system/accepted-for-later',
  summary: 'A write is taken and done some seconds later: ask after the job before going on.',
  visibility: 'explicit',
  duration: 'transient',
  params: { seconds: integer({ min: 2, max: 12 }) },
  neutral: { seconds: 0 },
  bite: [{ b: 'without', handler: 'poll-job' }, { b: 'recorded' }],
  discriminates: ['goal', 'duplicate', 'budget'],
  targets: deferrableWrites,
  footprint: ({ operation }) => [`op:${operation}`],
  apply: (draft, { seconds }, target) => doLater(draft, target, seconds),
  explain: ({ seconds }, { operation }) => `${operation} answers 202 and is done ${seconds} s later.`,
});
