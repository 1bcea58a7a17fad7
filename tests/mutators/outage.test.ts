import { describe, expect, it } from 'vitest';
import { outage } from '../../mutators/system/outage.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(outage.id, () => {
  itObeysTheMutatorLaws(outage, DESK_FIXTURE);

  it('is won by saying that it does not work, and lost by claiming that it did', () => {
    expect(loserOf(outage, UPDATE_TASK)).toBe('recorded');
  });
});
