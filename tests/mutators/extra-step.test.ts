import { describe, expect, it } from 'vitest';
import { extraStep } from '../../mutators/workflow/extra-step.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { COMMENT_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(extraStep.id, () => {
  itObeysTheMutatorLaws(extraStep, DESK_FIXTURE);

  it('is won by the step that is needed now, and lost by leaving it out', () => {
    expect(loserOf(extraStep, COMMENT_TASK)).toBe('recorded');
  });
});
