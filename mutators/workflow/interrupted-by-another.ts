import { constantFrom, defineMutator, nat, oneOf, recordWords, bystanders, type EntityKey } from 'offscript/kit';

const ASIDES = [
  (thing: string) => `Wait, something else came in about ${thing}. No, a colleague has it; go on with this.`,
  (thing: string) => `Oh, and ${thing} needs a look too - but that is for tomorrow, not now. Back to this.`,
  (thing: string) => `Somebody just asks me about ${thing}. Leave that alone, I answer it myself.`,
] as const;

/**
 * @example "Set ticket 12 to solved."   ->   "Set ticket 12 to solved. Wait, something else came in about the ticket "Wrong size". No, a colleague has it; go on with this."
 */
export const interruptedByAnother = defineMutator<{ wording: number; on: boolean }, { key: EntityKey; thing: string }>({
  id: 'workflow/interrupted-by-another',
  summary: 'The person speaks of another matter in the middle of the request, and drops it again.',
  visibility: 'explicit',
  duration: 'permanent',
  benign: true,
  params: { wording: nat(ASIDES.length - 1), on: constantFrom(true) },
  neutral: { wording: 0, on: false },
  discriminates: ['scope', 'goal'],
  *targets(context) {
    for (const { key } of context.found)
      for (const other of bystanders(context, key).slice(0, 3))
        yield { key: other.key, thing: recordWords(context, other.key) };
  },
  footprint: ({ key }) => [`known:${key}`, 'aside'],
  apply: (_draft, { wording, on }, { thing }) => (on ? { says: oneOf(ASIDES, wording)(thing) } : {}),
  explain: (_params, { thing }) => `The person speaks of ${thing} in between, and drops it.`,
});
