import { describe, expect, it } from 'vitest';
import { deadRead } from '../../mutators/system/dead-read.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(deadRead.id, () => {
  itObeysTheMutatorLaws(deadRead, DESK_FIXTURE);

  it('is won by what the list shows, and lost by giving up', () => {
    expect(loserOf(deadRead, UPDATE_TASK)).toBe('oracle without other-way');
  });
});
