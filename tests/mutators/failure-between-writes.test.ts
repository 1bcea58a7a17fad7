import { describe, expect, it } from 'vitest';
import { failureBetweenWrites } from '../../mutators/system/failure-between-writes.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CHAIN_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(failureBetweenWrites.id, () => {
  itObeysTheMutatorLaws(failureBetweenWrites, DESK_FIXTURE);

  it('is won by completing the second write, and lost by giving up', () => {
    expect(loserOf(failureBetweenWrites, CHAIN_TASK)).toBe('oracle without backoff');
  });
});
