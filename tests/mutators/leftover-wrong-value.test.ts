import { describe, expect, it } from 'vitest';
import { leftoverWrongValue } from '../../mutators/session/leftover-wrong-value.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(leftoverWrongValue.id, () => {
  itObeysTheMutatorLaws(leftoverWrongValue, DESK_FIXTURE);

  it('is won by correcting what is there, and lost by making a second one', () => {
    expect(loserOf(leftoverWrongValue, CREATE_TASK)).toBe('oracle without look-before-create');
  });
});
