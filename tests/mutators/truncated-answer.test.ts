import { describe, expect, it } from 'vitest';
import { truncatedAnswer } from '../../mutators/system/truncated-answer.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(truncatedAnswer.id, () => {
  itObeysTheMutatorLaws(truncatedAnswer, DESK_FIXTURE);

  it('is won by asking again, and lost by going on with half an answer', () => {
    expect(loserOf(truncatedAnswer, UPDATE_TASK)).toBe('oracle without backoff');
  });
});
