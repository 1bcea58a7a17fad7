import { expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const QUERY = 'query Loans($first: Int) { loans(first: $first) { totalCount edges { cursor node { id title } } } }';

/** Ids are small, so that `first` looks like one. */
const loans = Array.from({ length: 8 }, (_, index) => ({ id: index + 1, title: `Loan ${index}` }));

it('a GraphQL connection is a list, and nothing asked of it is an action on a record', () => {
  const sessions = Array.from({ length: 10 }, (_, n) => {
    const first = 2 + (n % 5);
    const edges = loans.slice(0, first).map((node) => ({ cursor: `c${node.id}`, node }));
    return [
      call(
        'POST /graphql',
        { data: { loans: { totalCount: 8, edges } } },
        { body: { query: QUERY, variables: { first } } },
      ),
    ];
  });
  const model = learn(() => recorded(...sessions));
  expect(model.operations.map(({ kind, name, resource }) => [kind, name, resource])).toEqual([
    ['list', 'loans', 'loans'],
  ]);
  expect(model.operations.flatMap(({ branches }) => branches.flatMap(({ effects }) => effects))).toEqual([]);
});
