import { describe, expect, it } from 'vitest';
import { truncatedInList } from '../../mutators/data/truncated-in-list.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { COMMENT_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(truncatedInList.id, () => {
  itObeysTheMutatorLaws(truncatedInList, DESK_FIXTURE);

  it('is won by reading the whole text, and lost by copying what the list shows of it', () => {
    expect(loserOf(truncatedInList, COMMENT_TASK)).toBe('oracle without read-item');
  });
});
