import { describe, expect, it } from 'vitest';
import { withdrawnOnRequest } from '../../mutators/workflow/withdrawn-on-request.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CHAIN_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(withdrawnOnRequest.id, () => {
  itObeysTheMutatorLaws(withdrawnOnRequest, DESK_FIXTURE);

  it('is won by leaving out what is no longer wanted, and lost by doing it all', () => {
    expect(loserOf(withdrawnOnRequest, CHAIN_TASK)).toBe('recorded');
  });
});
