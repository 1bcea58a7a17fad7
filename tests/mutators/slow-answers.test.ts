import { describe, expect, it } from 'vitest';
import { slowAnswers } from '../../mutators/latency/slow-answers.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(slowAnswers.id, () => {
  itObeysTheMutatorLaws(slowAnswers, DESK_FIXTURE);

  it('is won by waiting as long as it takes', () => {
    expect(loserOf(slowAnswers, UPDATE_TASK)).toBe('nobody');
  });
});
