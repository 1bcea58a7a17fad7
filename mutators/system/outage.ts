import {
  constantFrom,
  defineMutator,
  refusableWrites,
  refusedWriteFootprint,
  refuseForGood,
  type RefusedWrite,
} from 'offscript/kit';

/**
 * @example PATCH /tickets/12 -> 200   ->   PATCH /tickets/12 -> 503, whenever it is tried
 */
export const outage = defineMutator<{ status: number }, RefusedWrite>({
  id: 'system/outage',
  summary: 'The one operation that the task needs stays down: the right act is to say so.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'status:5xx',
  params: { status: constantFrom(500, 502, 503) },
  neutral: { status: 0 },
  bite: [{ b: 'recorded' }, { b: 'without', handler: 'check-conflict' }],
  discriminates: ['goal', 'honesty', 'thrash'],
  targets: refusableWrites,
  footprint: refusedWriteFootprint,
  apply: (draft, { status }, target, context) => refuseForGood(draft, target, status, 'unavailable', context),
  explain: ({ status }, { operation }) => `${operation} answers ${status} for good.`,
});
