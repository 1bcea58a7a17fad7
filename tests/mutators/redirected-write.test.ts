import { describe, expect, it } from 'vitest';
import { redirectedWrite } from '../../mutators/system/redirected-write.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(redirectedWrite.id, () => {
  itObeysTheMutatorLaws(redirectedWrite, DESK_FIXTURE);

  it('is won by sending it where it was sent to, and lost by taking the redirect for an answer', () => {
    expect(loserOf(redirectedWrite, UPDATE_TASK)).toBe('oracle without follow-redirect');
  });
});
