import { describe, expect, it } from 'vitest';
import { slowWithExpiry } from '../../mutators/latency/slow-with-expiry.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(slowWithExpiry.id, () => {
  itObeysTheMutatorLaws(slowWithExpiry, DESK_FIXTURE);

  it('is won by fetching a new token when the old one ends, and lost by going on with it', () => {
    expect(loserOf(slowWithExpiry, UPDATE_TASK)).toBe('oracle without reauthenticate');
  });
});
