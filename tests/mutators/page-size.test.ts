import { describe, expect, it } from 'vitest';
import { pageSize } from '../../mutators/drift/page-size.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(pageSize.id, () => {
  itObeysTheMutatorLaws(pageSize, DESK_FIXTURE);

  it('is won by paging on, and lost by looking at the first page only', () => {
    expect(loserOf(pageSize, UPDATE_TASK)).toBe('oracle without follow-pages');
  });
});
