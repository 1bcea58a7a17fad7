import { describe, expect, it } from 'vitest';
import { pageCap } from '../../mutators/data/page-cap.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(pageCap.id, () => {
  itObeysTheMutatorLaws(pageCap, DESK_FIXTURE);

  it('is won by paging on, and lost by looking at the first page only', () => {
    expect(loserOf(pageCap, UPDATE_TASK)).toBe('oracle without follow-pages');
  });
});
