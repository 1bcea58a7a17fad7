import { describe, expect, it } from 'vitest';
import { rateLimitRetryAfter } from '../../mutators/system/rate-limit-retry-after.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(rateLimitRetryAfter.id, () => {
  itObeysTheMutatorLaws(rateLimitRetryAfter, DESK_FIXTURE);

  it('is won by waiting as long as asked, and lost by hurrying', () => {
    expect(loserOf(rateLimitRetryAfter, UPDATE_TASK)).toBe('oracle without retry-after');
  });
});
