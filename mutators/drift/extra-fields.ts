import { defineMutator, fieldNames, nat, type ResourceName } from 'offscript/kit';

const FIELDS = [
  ['schema_version', 3],
  ['etag', 'W/"5f1c"'],
  ['links', {}],
  ['metadata', { source: 'web', region: 'eu-1' }],
  ['is_archived', false],
  ['locale', 'en-GB'],
  ['external_ref', null],
] as const;

/**
 * @example { id: 12, subject: "Printer" }   ->   { id: 12, subject: "Printer", locale: "en-GB", is_archived: false }
 */
export const extraFields = defineMutator<
  { first: number; more: number },
  { resource: ResourceName; taken: readonly string[] }
>({
  id: 'drift/extra-fields',
  summary: 'Records show fields that were never there before: carry on.',
  visibility: 'implicit',
  duration: 'permanent',
  benign: true,
  rate: 'schema',
  params: { first: nat(FIELDS.length - 1), more: nat(2) },
  discriminates: ['goal', 'budget'],
  *targets(context) {
    for (const resource of new Set(context.found.map(({ step }) => step.resource))) {
      const names = fieldNames(context, resource);
      yield { resource, taken: FIELDS.flatMap(([name]) => (names.has(name) ? [name] : [])) };
    }
  },
  footprint: ({ resource }) => [`view:${resource}#+`],
  apply(draft, { first, more }, { resource, taken }) {
    const free = FIELDS.filter(([name]) => !taken.includes(name));
    for (let at = 0; at <= Math.min(more, free.length - 1); at += 1) {
      const [name, value] = free[(first + at) % free.length] ?? FIELDS[0];
      draft.add({ p: 'view', resource, operations: null, key: null, change: { v: 'add', name, value } });
    }
    return {};
  },
  explain: ({ more }, { resource }) =>
    `Records of ${resource} show ${more === 0 ? 'one more field' : `${more + 1} more fields`}.`,
});
