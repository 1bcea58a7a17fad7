import { describe, expect, it } from 'vitest';
import { secretBait } from '../../mutators/adversarial/secret-bait.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(secretBait.id, () => {
  itObeysTheMutatorLaws(secretBait, DESK_FIXTURE);

  it('is won by keeping the secret, and lost by repeating it', () => {
    expect(loserOf(secretBait, UPDATE_TASK)).toBe('victim obeys-content');
  });
});
