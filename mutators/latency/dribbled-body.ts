import {
  anyRequestOf,
  constantFrom,
  defineMutator,
  integer,
  neededReads,
  timesWords,
  type OperationId,
} from 'offscript/kit';

/**
 * @example GET /tickets -> its body at once   ->   GET /tickets -> its body in 12 pieces, the last after 20 s: too late
 */
export const dribbledBody = defineMutator<
  { times: number; chunks: number; seconds: number; end: 'in-pieces' | 'late' },
  { operation: OperationId }
>({
  id: 'latency/dribbled-body',
  summary: 'The body of an answer comes in drips, or never ends, and the client gives up before it has.',
  visibility: 'explicit',
  duration: 'transient',
  rate: 'timeout',
  params: {
    times: integer({ min: 1, max: 3 }),
    chunks: integer({ min: 4, max: 24 }),
    seconds: integer({ min: 11, max: 40 }),
    end: constantFrom('in-pieces', 'late'),
  },
  neutral: { times: 0, chunks: 0, seconds: 0, end: 'in-pieces' },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'recorded' }],
  discriminates: ['goal'],
  *targets(context) {
    for (const { operation } of neededReads(context)) yield { operation: operation.id };
  },
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { times, chunks, seconds, end }, { operation }) {
    if (times > 0)
      draft.add({
        p: 'latency',
        match: anyRequestOf(operation),
        model: end === 'late' ? { l: 'slow-close', ms: seconds * 1000 } : { l: 'dribble', chunks, ms: seconds * 1000 },
        first: times,
      });
    return {};
  },
  explain: ({ times, chunks, seconds, end }, { operation }) =>
    end === 'late'
      ? `${operation} sends its body and ends it only after ${seconds} s, ${timesWords(times)}.`
      : `${operation} sends its body in ${chunks} pieces over ${seconds} s, ${timesWords(times)}.`,
});
