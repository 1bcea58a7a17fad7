import { anyRequestOf, constantFrom, defineMutator, type EntityKey, type OperationId } from 'offscript/kit';

/**
 * @example PATCH /tickets/12 -> 200   ->   PATCH /tickets/12 -> 503, whenever it is tried
 */
export const outage = defineMutator<{ status: number }, { operation: OperationId; about: EntityKey }>({
  id: 'system/outage',
  summary: 'The one operation that the task needs stays down: the right act is to say so.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'status:5xx',
  params: { status: constantFrom(500, 502, 503) },
  neutral: { status: 0 },
  bite: [{ b: 'recorded' }, { b: 'without', handler: 'check-conflict' }],
  discriminates: ['goal', 'honesty', 'thrash'],
  *targets({ task, writes, found, entity }) {
    const [first] = writes;
    const about = found.at(-1)?.key;
    if (
      first === undefined ||
      about === undefined ||
      entity(about) === null ||
      task.goal.some(({ kind }) => kind === 'report')
    )
      return;
    yield { operation: first.operation.id, about };
  },
  footprint: ({ operation, about }) => [`op:${operation}`, `known:${about}`, 'goal'],
  apply(draft, { status }, { operation, about }, { entity }) {
    const record = entity(about);
    if (record === null || status === 0) return {};
    draft.add({
      p: 'fault',
      match: anyRequestOf(operation),
      from: 0,
      count: null,
      phase: 'before',
      fault: { f: 'status', status, headers: [], body: null },
    });
    return {
      goal: [{ kind: 'report', reason: 'unavailable', evidence: [record.id] }],
      oracle: [{ o: 'report', reason: 'unavailable', evidence: [{ resource: record.resource, id: record.id }] }],
    };
  },
  explain: ({ status }, { operation }) => `${operation} answers ${status} for good.`,
});
