import { describe, expect, it } from 'vitest';
import { missingRecord } from '../../mutators/data/missing-record.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { REASSIGN_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(missingRecord.id, () => {
  itObeysTheMutatorLaws(missingRecord, DESK_FIXTURE);

  it('is won by saying that the record is not there, and lost by taking whatever stands in its place', () => {
    expect(loserOf(missingRecord, REASSIGN_TASK)).toBe('recorded');
  });
});
