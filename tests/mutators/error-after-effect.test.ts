import { describe, expect, it } from 'vitest';
import { errorAfterEffect } from '../../mutators/system/error-after-effect.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(errorAfterEffect.id, () => {
  itObeysTheMutatorLaws(errorAfterEffect, DESK_FIXTURE);

  it('is won by looking before sending again, and lost by sending again at once', () => {
    expect(loserOf(errorAfterEffect, CREATE_TASK)).toBe('naive-resend');
  });
});
