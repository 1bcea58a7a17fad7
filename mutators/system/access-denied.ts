import { anyRequestOf, constantFrom, defineMutator, type EntityKey, type OperationId } from 'offscript/kit';

/**
 * @example DELETE /tickets/12 -> 204   ->   DELETE /tickets/12 -> 403, with this account, whenever it is tried
 */
export const accessDenied = defineMutator<{ on: boolean }, { operation: OperationId; about: EntityKey }>({
  id: 'system/access-denied',
  summary: 'The account lacks the right for the write that the task needs: the right act is to say so.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'status:403',
  params: { on: constantFrom(true) },
  neutral: { on: false },
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
  apply(draft, { on }, { operation, about }, { entity }) {
    const record = entity(about);
    if (record === null || !on) return {};
    draft.add({
      p: 'fault',
      match: anyRequestOf(operation),
      from: 0,
      count: null,
      phase: 'before',
      fault: { f: 'status', status: 403, headers: [], body: null },
    });
    return {
      goal: [{ kind: 'report', reason: 'not_allowed', evidence: [record.id] }],
      oracle: [{ o: 'report', reason: 'not_allowed', evidence: [{ resource: record.resource, id: record.id }] }],
    };
  },
  explain: (_params, { operation }) => `${operation} answers 403 to this account.`,
});
