import { describe, expect, it } from 'vitest';
import { ignoredFilter } from '../../mutators/data/ignored-filter.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(ignoredFilter.id, () => {
  itObeysTheMutatorLaws(ignoredFilter, DESK_FIXTURE);

  it('is won by checking what a filter returns, and lost by trusting it', () => {
    expect(loserOf(ignoredFilter, CREATE_TASK)).toBe('recorded');
  });
});
