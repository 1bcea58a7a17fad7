import { describe, expect, it } from 'vitest';
import { errorInSuccess } from '../../mutators/system/error-in-success.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(errorInSuccess.id, () => {
  itObeysTheMutatorLaws(errorInSuccess, DESK_FIXTURE);

  it('is won by looking whether it was written, and lost by trusting the status', () => {
    expect(loserOf(errorInSuccess, UPDATE_TASK)).toBe('oracle without verify-write');
  });
});
