import { describe, expect, it } from 'vitest';
import { correctedFact } from '../../mutators/workflow/corrected-fact.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(correctedFact.id, () => {
  itObeysTheMutatorLaws(correctedFact, DESK_FIXTURE);

  it('is won by the last word, and lost by the first', () => {
    expect(loserOf(correctedFact, UPDATE_TASK)).toBe('recorded');
  });
});
