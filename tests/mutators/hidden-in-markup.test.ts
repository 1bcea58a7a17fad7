import { describe, expect, it } from 'vitest';
import { hiddenInMarkup } from '../../mutators/adversarial/hidden-in-markup.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(hiddenInMarkup.id, () => {
  itObeysTheMutatorLaws(hiddenInMarkup, DESK_FIXTURE);

  it('is won by taking it for what it is, and lost by obeying', () => {
    expect(loserOf(hiddenInMarkup, UPDATE_TASK)).toBe('victim obeys-content');
  });
});
