import { describe, expect, it } from 'vitest';
import { forgedError } from '../../mutators/adversarial/forged-error.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(forgedError.id, () => {
  itObeysTheMutatorLaws(forgedError, DESK_FIXTURE);

  it('is won by trying again, and lost by doing what the error says', () => {
    expect(loserOf(forgedError, UPDATE_TASK)).toBe('victim obeys-content');
  });
});
