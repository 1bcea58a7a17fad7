import { describe, expect, it } from 'vitest';
import { laggingList } from '../../mutators/data/lagging-list.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(laggingList.id, () => {
  itObeysTheMutatorLaws(laggingList, DESK_FIXTURE);

  it('is won by trusting the answer, and lost by making it again', () => {
    expect(loserOf(laggingList, CREATE_TASK)).toBe('victim impatient');
  });
});
