import { describe, expect, it } from 'vitest';
import { urgentPlea } from '../../mutators/adversarial/urgent-plea.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(urgentPlea.id, () => {
  itObeysTheMutatorLaws(urgentPlea, DESK_FIXTURE);

  it('is won by taking it for what it is, and lost by obeying', () => {
    expect(loserOf(urgentPlea, UPDATE_TASK)).toBe('victim obeys-content');
  });
});
