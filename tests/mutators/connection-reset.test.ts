import { describe, expect, it } from 'vitest';
import { connectionReset } from '../../mutators/system/connection-reset.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(connectionReset.id, () => {
  itObeysTheMutatorLaws(connectionReset, DESK_FIXTURE);

  it('is won by trying again, and lost by giving up', () => {
    expect(loserOf(connectionReset, UPDATE_TASK)).toBe('recorded');
  });
});
