import { describe, expect, it } from 'vitest';
import { emptyAnswer } from '../../mutators/system/empty-answer.ts';
import { FOLLOW_UP_CASE, loserIn } from '../support/desk/rare-cases.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(emptyAnswer.id, () => {
  itObeysTheMutatorLaws(emptyAnswer, FOLLOW_UP_CASE);

  it('is won by looking up what was made, and lost by relying on the answer', () => {
    expect(loserIn(FOLLOW_UP_CASE, emptyAnswer)).toBe('oracle without confirm-before-retry');
  });
});
