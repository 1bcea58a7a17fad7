import { describe, expect, it } from 'vitest';
import { leftoverCopy } from '../../mutators/session/leftover-copy.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(leftoverCopy.id, () => {
  itObeysTheMutatorLaws(leftoverCopy, DESK_FIXTURE);

  it('is won by the record with the id that was named, and lost by the copy', () => {
    expect(loserOf(leftoverCopy, UPDATE_TASK)).toBe('oracle without disambiguate');
  });
});
