import { constantFrom, defineMutator, pathOf, type EntityKey, type OperationId } from 'offscript/kit';

type Target = {
  readonly operation: OperationId;
  readonly nth: number;
  readonly key: EntityKey | null;
  readonly to: string;
};

/**
 * @example PATCH /tickets/12 -> 200   ->   PATCH /tickets/12 -> 307 Location: /tickets/12, then 200
 */
export const redirectedWrite = defineMutator<{ status: number; on: boolean }, Target>({
  id: 'system/redirected-write',
  summary: 'A write is redirected on the same host: it is sent again as it was, once.',
  visibility: 'explicit',
  duration: 'transient',
  httpOnly: 'A function call cannot be sent to another address.',
  params: { status: constantFrom(307, 308), on: constantFrom(true) },
  neutral: { status: 307, on: false },
  bite: [{ b: 'without', handler: 'follow-redirect' }, { b: 'recorded' }],
  discriminates: ['goal'],
  *targets({ writes }) {
    for (const { operation, nth, key, made, step } of writes) {
      const literal = operation.segments.every(({ kind }) => kind === 'literal');
      // Where the redirect points to must tell nobody an id that they did not have.
      if (literal || (key !== null && !made && operation.parents.length === 0))
        yield {
          operation: operation.id,
          nth: literal ? nth : 0,
          key: literal ? null : key,
          to: pathOf(step.request.target),
        };
    }
  },
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { status, on }, { operation, nth, key, to }) {
    if (on)
      draft.add({
        p: 'fault',
        match: { operations: [operation], kinds: null, key },
        from: nth,
        count: 1,
        phase: 'before',
        fault: { f: 'status', status, headers: [['Location', to]], body: '' },
      });
    return {};
  },
  explain: ({ status }, { operation }) => `${operation} is redirected once (${status}).`,
});
