import { describe, expect, it } from 'vitest';
import { contradictingRecords } from '../../mutators/data/contradicting-records.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(contradictingRecords.id, () => {
  itObeysTheMutatorLaws(contradictingRecords, DESK_FIXTURE);

  it('is won by asking which of the two is meant, and lost by taking the first', () => {
    expect(loserOf(contradictingRecords, UPDATE_TASK)).toBe('recorded');
  });
});
