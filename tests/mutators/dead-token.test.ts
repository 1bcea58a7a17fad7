import { describe, expect, it } from 'vitest';
import { deadToken } from '../../mutators/session/dead-token.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(deadToken.id, () => {
  itObeysTheMutatorLaws(deadToken, DESK_FIXTURE);

  it('is won by fetching a token of its own, and lost by using what was left', () => {
    expect(loserOf(deadToken, UPDATE_TASK)).toBe('oracle without reauthenticate');
  });
});
