import { describe, expect, it } from 'vitest';
import { partialUpdate } from '../../mutators/data/partial-update.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(partialUpdate.id, () => {
  itObeysTheMutatorLaws(partialUpdate, DESK_FIXTURE);

  it('is won by looking at what was written, and lost by believing the answer', () => {
    expect(loserOf(partialUpdate, UPDATE_TASK)).toBe('oracle without verify-write');
  });
});
