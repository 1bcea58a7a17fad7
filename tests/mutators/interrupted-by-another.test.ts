import { describe, expect, it } from 'vitest';
import { interruptedByAnother } from '../../mutators/workflow/interrupted-by-another.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(interruptedByAnother.id, () => {
  itObeysTheMutatorLaws(interruptedByAnother, DESK_FIXTURE);

  it('is proven as a change that nobody has to react to', () => {
    expect(loserOf(interruptedByAnother, UPDATE_TASK)).toBe('nobody');
  });
});
