import {
  anyRequestOf,
  constantFrom,
  defineMutator,
  nat,
  oneOf,
  type LearnedModel,
  type OperationId,
} from 'offscript/kit';

const HOSTS = [
  'https://api-mirror.example.net',
  'https://cdn.data-pages.example',
  'http://pages.internal.example',
] as const;

/**
 * @example GET /tickets -> next: https://api.desk.example/tickets?page=2   ->   next: https://api-mirror.example.net/tickets?page=2
 */
export const foreignNextLink = defineMutator<{ host: number; on: boolean }, { list: OperationId; rank: number }>({
  id: 'adversarial/foreign-next-link',
  summary: 'The link to the next page points to another host: go on with the API that one was given.',
  visibility: 'implicit',
  duration: 'permanent',
  victim: 'trusting',
  params: { host: nat(HOSTS.length - 1), on: constantFrom(true) },
  neutral: { host: 0, on: false },
  discriminates: ['goal', 'complete'],
  *targets({ found, model }) {
    for (const { step, operation, rank, firstPage } of found) {
      const { list } = operation;
      if (step.kind !== 'find' || list === null || list.paging.kind === 'none' || list.urls?.relative === true)
        continue;
      if (rank !== null && rank > 0 && rank < firstPage && linksToPages(model, operation.id))
        yield { list: operation.id, rank };
    }
  },
  footprint: ({ list }) => [`list:${list}`],
  apply(draft, { host, on }, { list, rank }) {
    const maxSize = Math.max(1, Math.ceil(rank / 2));
    const linksTo = oneOf(HOSTS, host);
    if (on)
      draft.add({
        p: 'list',
        match: anyRequestOf(list),
        maxSize,
        reverse: false,
        ignoreFilters: [],
        total: 'true',
        linksTo,
      });
    return {};
  },
  explain: ({ host }, { list }) => `The next page of ${list} is said to be at ${oneOf(HOSTS, host)}.`,
});

/** Answers name the next page by its URL. */
function linksToPages(model: LearnedModel, id: OperationId): boolean {
  const branch = model.operations.find((operation) => operation.id === id)?.branches.find(({ success }) => success);
  return JSON.stringify(branch?.body ?? null).includes('"next-url"');
}
