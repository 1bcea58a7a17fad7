import {
  defineMutator,
  integer,
  loneCreate,
  madeRecord,
  nat,
  oneOf,
  plainWords,
  type OperationId,
} from 'offscript/kit';

const SAYINGS = [
  (thing: string) => `There is a ${thing} like it from an earlier run; that one is closed business, this is a new one.`,
  (thing: string) => `You may come across last week's ${thing} of the same kind: leave it, I need another one.`,
] as const;

/**
 * @example no ticket "Charger is broken" yet   ->   one from last week; "that one is closed business, this is a new one"
 */
export const oldTwin = defineMutator<{ daysAgo: number; wording: number }, { operation: OperationId }>({
  id: 'session/old-twin',
  summary: 'An earlier run made the same for another occasion, and the instruction asks for a new one: carry on.',
  visibility: 'implicit',
  duration: 'permanent',
  benign: true,
  params: { daysAgo: integer({ min: 5, max: 30 }), wording: nat(SAYINGS.length - 1) },
  neutral: { daysAgo: 0, wording: 0 },
  discriminates: ['goal', 'scope'],
  *targets(context) {
    const call = loneCreate(context);
    if (call !== null) yield { operation: call.operation.id };
  },
  footprint: ({ operation }) => [`op:${operation}`, 'instruction'],
  apply(draft, { daysAgo, wording }, { operation }, context) {
    const call = loneCreate(context);
    const made = call === null || daysAgo === 0 ? null : madeRecord(draft, context, call, daysAgo * 24 * 60);
    if (made === null) return {};
    draft.add({ p: 'put', entity: made });
    const thing = plainWords(context.resource(context.operation(operation)?.resource ?? '')?.singular ?? 'record');
    return { says: oneOf(SAYINGS, wording)(thing) };
  },
  explain: ({ daysAgo }, { operation }) =>
    `A record as ${operation} makes it is there already, from ${daysAgo} days ago, and another one is wanted.`,
});
