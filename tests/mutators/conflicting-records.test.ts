import { describe, expect, it } from 'vitest';
import { conflictingRecords } from '../../mutators/data/conflicting-records.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(conflictingRecords.id, () => {
  itObeysTheMutatorLaws(conflictingRecords, DESK_FIXTURE);

  it('is won by the record that was described, and lost by the first of that name', () => {
    expect(loserOf(conflictingRecords, UPDATE_TASK)).toBe('oracle without disambiguate');
  });
});
