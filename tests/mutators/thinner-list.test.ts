import { describe, expect, it } from 'vitest';
import { thinnerList } from '../../mutators/drift/thinner-list.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { COMMENT_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(thinnerList.id, () => {
  itObeysTheMutatorLaws(thinnerList, DESK_FIXTURE);

  it('is won by reading the record itself, and lost by trusting the list', () => {
    expect(loserOf(thinnerList, COMMENT_TASK)).toBe('oracle without read-item');
  });
});
