import { describe, expect, it } from 'vitest';
import { correctedAfterWrite } from '../../mutators/workflow/corrected-after-write.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(correctedAfterWrite.id, () => {
  itObeysTheMutatorLaws(correctedAfterWrite, DESK_FIXTURE);

  it('is won by writing it again, and lost by finishing at once', () => {
    expect(loserOf(correctedAfterWrite, UPDATE_TASK)).toBe('oracle without ask-user');
  });
});
