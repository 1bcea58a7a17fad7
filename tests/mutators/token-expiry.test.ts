import { describe, expect, it } from 'vitest';
import { tokenExpiry } from '../../mutators/system/token-expiry.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(tokenExpiry.id, () => {
  itObeysTheMutatorLaws(tokenExpiry, DESK_FIXTURE);

  it('is won by fetching a new token, and lost by going on with the old one', () => {
    expect(loserOf(tokenExpiry, UPDATE_TASK)).toBe('oracle without reauthenticate');
  });
});
