import { describe, expect, it } from 'vitest';
import { heavyMarkup } from '../../mutators/adversarial/heavy-markup.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(heavyMarkup.id, () => {
  itObeysTheMutatorLaws(heavyMarkup, DESK_FIXTURE);

  it('is won by carrying on', () => {
    expect(loserOf(heavyMarkup, UPDATE_TASK)).toBe('nobody');
  });
});
