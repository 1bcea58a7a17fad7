import { addFault, defineMutator, integer, plainWords, type CallTarget } from 'offscript/kit';

/**
 * @example PATCH /tickets/12 -> 200   ->   PATCH /tickets/12 -> 423 Locked, Retry-After: 30: a dead session still holds the record
 */
export const staleLock = defineMutator<{ seconds: number; session: number }, CallTarget>({
  id: 'session/stale-lock',
  summary: 'A session that died still holds a lock on the record; the lock runs out by itself.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'status:409',
  params: { seconds: integer({ min: 10, max: 60 }), session: integer({ min: 4096, max: 65535 }) },
  neutral: { seconds: 0, session: 0 },
  bite: [{ b: 'without', handler: 'retry-after' }, { b: 'recorded' }],
  discriminates: ['goal', 'retry-after', 'thrash'],
  *targets({ writes }) {
    for (const { operation, nth } of writes) if (operation.target !== null) yield { operation: operation.id, nth };
  },
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { seconds, session }, target, context) {
    if (seconds === 0) return {};
    const thing = plainWords(
      context.resource(context.operation(target.operation)?.resource ?? '')?.singular ?? 'record',
    );
    const message = `This ${thing} is locked by session ${session.toString(16)} (idle). The lock is released in ${seconds} seconds.`;
    return addFault(draft, target, {
      f: 'status',
      status: 423,
      headers: [
        ['Content-Type', 'application/json'],
        ['Retry-After', String(seconds)],
      ],
      body: null,
      message,
    });
  },
  explain: ({ seconds }, { operation }) => `${operation} finds the record locked by a dead session for ${seconds} s.`,
});
