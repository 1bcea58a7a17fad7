import { describe, expect, it } from 'vitest';
import { requiredField } from '../../mutators/drift/required-field.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(requiredField.id, () => {
  itObeysTheMutatorLaws(requiredField, DESK_FIXTURE);

  it('is won by supplying what is asked for, and lost by not', () => {
    expect(loserOf(requiredField, CREATE_TASK)).toBe('oracle without alias');
  });
});
