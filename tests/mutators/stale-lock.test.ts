import { describe, expect, it } from 'vitest';
import { staleLock } from '../../mutators/session/stale-lock.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(staleLock.id, () => {
  itObeysTheMutatorLaws(staleLock, DESK_FIXTURE);

  it('is won by waiting for the lock to run out, and lost by giving up', () => {
    expect(loserOf(staleLock, UPDATE_TASK)).toBe('oracle without retry-after');
  });
});
