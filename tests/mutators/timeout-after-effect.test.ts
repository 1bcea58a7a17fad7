import { describe, expect, it } from 'vitest';
import { timeoutAfterEffect } from '../../mutators/system/timeout-after-effect.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(timeoutAfterEffect.id, () => {
  itObeysTheMutatorLaws(timeoutAfterEffect, DESK_FIXTURE);

  it('is won by looking before sending again, and lost by sending again at once', () => {
    expect(loserOf(timeoutAfterEffect, CREATE_TASK)).toBe('naive-resend');
  });
});
