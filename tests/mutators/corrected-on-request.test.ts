import { describe, expect, it } from 'vitest';
import { correctedOnRequest } from '../../mutators/workflow/corrected-on-request.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(correctedOnRequest.id, () => {
  itObeysTheMutatorLaws(correctedOnRequest, DESK_FIXTURE);

  it('is won by asking first, and lost by the first word', () => {
    expect(loserOf(correctedOnRequest, UPDATE_TASK)).toBe('oracle without ask-user');
  });
});
