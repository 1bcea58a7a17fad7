import { describe, expect, it } from 'vitest';
import { lookAlikeRecord } from '../../mutators/adversarial/look-alike-record.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(lookAlikeRecord.id, () => {
  itObeysTheMutatorLaws(lookAlikeRecord, DESK_FIXTURE);

  it('is won by the exact name, and lost by the old place in the list', () => {
    expect(loserOf(lookAlikeRecord, UPDATE_TASK)).toBe('recorded');
  });
});
