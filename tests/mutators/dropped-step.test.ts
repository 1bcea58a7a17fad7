import { describe, expect, it } from 'vitest';
import { droppedStep } from '../../mutators/workflow/dropped-step.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { COMMENT_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(droppedStep.id, () => {
  itObeysTheMutatorLaws(droppedStep, DESK_FIXTURE);

  it('is won by bringing the record into a state in which the write is taken, and lost by writing all the same', () => {
    expect(loserOf(droppedStep, COMMENT_TASK)).toBe('recorded');
  });
});
