import { describe, expect, it } from 'vitest';
import { reorderedSteps } from '../../mutators/workflow/reordered-steps.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { COMMENT_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(reorderedSteps.id, () => {
  itObeysTheMutatorLaws(reorderedSteps, DESK_FIXTURE);

  it('is won by the step that has to come first, and lost by the old order', () => {
    expect(loserOf(reorderedSteps, COMMENT_TASK)).toBe('recorded');
  });
});
