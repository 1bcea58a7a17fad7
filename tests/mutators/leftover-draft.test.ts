import { describe, expect, it } from 'vitest';
import { leftoverDraft } from '../../mutators/session/leftover-draft.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(leftoverDraft.id, () => {
  itObeysTheMutatorLaws(leftoverDraft, DESK_FIXTURE);

  it('is won by finishing what is there, and lost by making a second one', () => {
    expect(loserOf(leftoverDraft, CREATE_TASK)).toBe('oracle without look-before-create');
  });
});
