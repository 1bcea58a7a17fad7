import { describe, expect, it } from 'vitest';
import { busyUntilDate } from '../../mutators/system/busy-until-date.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(busyUntilDate.id, () => {
  itObeysTheMutatorLaws(busyUntilDate, DESK_FIXTURE);

  it('is won by waiting until the date, and lost by trying again too early', () => {
    expect(loserOf(busyUntilDate, UPDATE_TASK)).toBe('oracle without retry-after');
  });
});
