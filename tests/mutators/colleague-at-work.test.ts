import { describe, expect, it } from 'vitest';
import { colleagueAtWork } from '../../mutators/workflow/colleague-at-work.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(colleagueAtWork.id, () => {
  itObeysTheMutatorLaws(colleagueAtWork, DESK_FIXTURE);

  it('is won by carrying on: what the colleague changed stays', () => {
    expect(loserOf(colleagueAtWork, UPDATE_TASK)).toBe('nobody');
  });
});
