import { describe, expect, it } from 'vitest';
import { accessDenied } from '../../mutators/system/access-denied.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(accessDenied.id, () => {
  itObeysTheMutatorLaws(accessDenied, DESK_FIXTURE);

  it('is won by saying that the account may not, and lost by claiming success', () => {
    expect(loserOf(accessDenied, UPDATE_TASK)).toBe('recorded');
  });
});
