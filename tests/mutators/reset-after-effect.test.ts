import { describe, expect, it } from 'vitest';
import { resetAfterEffect } from '../../mutators/system/reset-after-effect.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(resetAfterEffect.id, () => {
  itObeysTheMutatorLaws(resetAfterEffect, DESK_FIXTURE);

  it('is won by looking before sending again, and lost by sending again at once', () => {
    expect(loserOf(resetAfterEffect, CREATE_TASK)).toBe('naive-resend');
  });
});
