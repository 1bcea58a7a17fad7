import { describe, expect, it } from 'vitest';
import { flippedSort } from '../../mutators/data/flipped-sort.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(flippedSort.id, () => {
  itObeysTheMutatorLaws(flippedSort, DESK_FIXTURE);

  it('is won by whoever looks for the record, and lost by whoever knows its place in the list', () => {
    expect(loserOf(flippedSort, UPDATE_TASK)).toBe('recorded');
  });
});
