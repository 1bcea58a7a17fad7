import {
  answerChange,
  defineMutator,
  integer,
  knownConditions,
  nat,
  oneOf,
  plainWords,
  twinOf,
  twinSites,
  valueAt,
  valueWords,
  freeInputName,
  type JsonPath,
  type TwinSite,
} from 'offscript/kit';

type Target = TwinSite & { readonly idPath: JsonPath; readonly id: string | number };

const SAYINGS = [
  (thing: string, id: string) => `An earlier run may have left copies of the ${thing}: the real one is ${id}.`,
  (thing: string, id: string) => `Mind the copies that the last run left behind; I mean ${thing} ${id}.`,
] as const;

/**
 * @example one ticket "Printer on fire"   ->   two of them, one a copy left by a run an hour ago; "the real one is 12"
 */
export const leftoverCopy = defineMutator<{ minutes: number; wording: number }, Target>({
  id: 'session/leftover-copy',
  summary: 'An earlier run left a copy of the record behind; the instruction names the real one by its id.',
  visibility: 'implicit',
  duration: 'permanent',
  params: { minutes: integer({ min: 15, max: 240 }), wording: nat(SAYINGS.length - 1) },
  neutral: { minutes: 0, wording: 0 },
  bite: [{ b: 'without', handler: 'disambiguate' }, { b: 'recorded' }],
  discriminates: ['scope', 'goal'],
  *targets(context) {
    for (const site of twinSites(context)) {
      const idPath = context.resource(site.key.split('/')[0] ?? '')?.idPath;
      const id = idPath === undefined ? undefined : valueAt(context.entity(site.key)?.doc, idPath);
      if (idPath !== undefined && (typeof id === 'string' || typeof id === 'number')) yield { ...site, idPath, id };
    }
  },
  footprint: ({ key, list }) => [`known:${key}`, `list:${list}`],
  apply(draft, { minutes, wording }, { key, list, idPath, id }, context) {
    if (minutes === 0) return {};
    const found = context.found.find((candidate) => candidate.key === key);
    const keep = found === undefined ? [] : knownConditions(context, found).map(({ path }) => path);
    const kind = key.split('/')[0] ?? '';
    const thing = plainWords(context.resource(kind)?.singular ?? 'record');
    draft.add({
      p: 'put',
      entity: twinOf(draft, context, key, {
        list: context.operation(list),
        changes: answerChange(context, key) ?? [],
        keep,
        minutes,
      }),
    });
    const name = freeInputName(context, `${thing.replaceAll(' ', '_')}_id`);
    return {
      says: oneOf(SAYINGS, wording)(thing, valueWords(id)),
      inputs: { [name]: id },
      oracle: [{ o: 'narrow', resource: kind, path: idPath, equals: { v: 'input', name } }],
    };
  },
  explain: (_params, { key }) => `A run left a copy of ${key}.`,
});
