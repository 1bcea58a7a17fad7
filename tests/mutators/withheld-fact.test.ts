import { describe, expect, it } from 'vitest';
import { withheldFact } from '../../mutators/workflow/withheld-fact.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(withheldFact.id, () => {
  itObeysTheMutatorLaws(withheldFact, DESK_FIXTURE);

  it('is won by asking, and lost by not', () => {
    expect(loserOf(withheldFact, UPDATE_TASK)).toBe('oracle without ask-user');
  });
});
