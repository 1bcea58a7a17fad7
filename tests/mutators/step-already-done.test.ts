import { describe, expect, it } from 'vitest';
import { stepAlreadyDone } from '../../mutators/workflow/step-already-done.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(stepAlreadyDone.id, () => {
  itObeysTheMutatorLaws(stepAlreadyDone, DESK_FIXTURE);

  it('is won by noticing that nothing is left to do, and lost by claiming to have done it', () => {
    expect(loserOf(stepAlreadyDone, UPDATE_TASK)).toBe('oracle without check-conflict');
  });
});
