import { constantFrom, type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import type { Json } from '../../src/model/json.ts';
import { brokenLaw } from '../../src/mutate/broken-law.ts';
import { defineMutator, type MutatorDefinition } from '../../src/mutate/define-mutator.ts';
import type { AnyMutator } from '../../src/mutate/mutator.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';

const anything = (): Arbitrary<boolean> => constantFrom(true);
const broken = (changes: Partial<MutatorDefinition<Json, Json>>): string | null =>
  brokenLaw(
    defineMutator<Json, Json>({
      id: 'system/of-theirs',
      summary: 'Something happens.',
      visibility: 'explicit',
      duration: 'transient',
      params: anything(),
      bite: [{ b: 'recorded' }],
      discriminates: ['goal'],
      targets: ({ calls }) => calls.map(({ operation }) => operation.id),
      footprint: (target) => [`op:${String(target)}`],
      apply(draft, _params, target) {
        draft.add({
          p: 'latency',
          match: { operations: [String(target)], kinds: null, key: null },
          model: { l: 'fixed', ms: 9 },
        });
        return {};
      },
      explain: () => 'It happens.',
      ...changes,
    }),
    DESK_FIXTURE,
  );

describe('brokenLaw', () => {
  it('finds nothing wrong with a good one', () => {
    expect(broken({})).toBeNull();
  });

  it('finds nothing wrong with ours', () => {
    const wrong = CATALOGUE.map((mutator: AnyMutator) => [mutator.id, brokenLaw(mutator, DESK_FIXTURE)]);
    expect(wrong.filter(([, law]) => law !== null)).toEqual([]);
  });

  it.each<[string, Partial<MutatorDefinition<Json, Json>>, RegExp]>([
    [
      'throws',
      {
        targets: () => {
          throw new Error('Oops.');
        },
      },
      /never throws: Oops/,
    ],
    [
      'never ends',
      {
        *targets() {
          for (;;) yield 1;
        },
      },
      /bounded number of targets/,
    ],
    ['draws targets by chance', { targets: () => [Math.random()] }, /same targets again/],
    ['names no footprint', { footprint: () => [] }, /footprint/],
    ['does nothing', { apply: () => ({}) }, /changes something/],
    ['explains at length', { explain: () => 'One line.\nAnother.' }, /one line/],
    ['changes something with neutral parameters', { neutral: true }, /neutral parameters change nothing/],
    [
      'acts elsewhere',
      { apply: (draft) => (draft.add({ p: 'remove', key: 'ghosts/1', unborn: true }), {}) },
      /stays inside .*ghosts\/1/,
    ],
    ['hides an input', { apply: () => ({ inputs: { hidden: 'not said' } }) }, /word for word: hidden/],
    ['acts by chance', { apply: () => ({ says: `Number ${Math.random()}.` }) }, /makes the same/],
  ])('names the law of one that %s', (_what, changes, law) => {
    expect(broken(changes)).toMatch(law);
  });
});
