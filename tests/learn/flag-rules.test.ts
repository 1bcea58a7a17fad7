import { expect, it } from 'vitest';
import { flagRules } from '../../src/learn/records/flag-rules.ts';

const docs = Array.from({ length: 16 }, (_, n) => ({
  stock: n % 4,
  in_stock: n % 4 > 0,
  group_id: n % 2 === 0 ? null : 700 + n,
  verified: n % 2 === 1,
  shelf_id: n,
  first: n > 0,
}));

it('finds flags that say how figures compare', () => {
  expect(flagRules(docs, [['stock']]).map(({ path }) => path)).toEqual([['in_stock']]);
});

it('compares neither ids nor numbers that are not always there', () => {
  expect(flagRules(docs, [['group_id'], ['shelf_id']])).toEqual([]);
});
