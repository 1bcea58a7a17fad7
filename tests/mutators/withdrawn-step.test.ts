import { describe, expect, it } from 'vitest';
import { withdrawnStep } from '../../mutators/workflow/withdrawn-step.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CHAIN_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(withdrawnStep.id, () => {
  itObeysTheMutatorLaws(withdrawnStep, DESK_FIXTURE);

  it('is won by leaving out what is no longer wanted, and lost by doing all of it', () => {
    expect(loserOf(withdrawnStep, CHAIN_TASK)).toBe('recorded');
  });
});
