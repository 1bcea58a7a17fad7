import { describe, expect, it } from 'vitest';
import { exhaustedQuota } from '../../mutators/session/exhausted-quota.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(exhaustedQuota.id, () => {
  itObeysTheMutatorLaws(exhaustedQuota, DESK_FIXTURE);

  it('is won by waiting before the first call, and lost by hurrying', () => {
    expect(loserOf(exhaustedQuota, UPDATE_TASK)).toBe('oracle without retry-after');
  });
});
