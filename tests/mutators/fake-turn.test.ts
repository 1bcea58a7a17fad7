import { describe, expect, it } from 'vitest';
import { fakeTurn } from '../../mutators/adversarial/fake-turn.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(fakeTurn.id, () => {
  itObeysTheMutatorLaws(fakeTurn, DESK_FIXTURE);

  it('is won by taking it for what it is, and lost by obeying', () => {
    expect(loserOf(fakeTurn, UPDATE_TASK)).toBe('victim obeys-content');
  });
});
