import { describe, expect, it } from 'vitest';
import { renamedRequestField } from '../../mutators/drift/renamed-request-field.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(renamedRequestField.id, () => {
  itObeysTheMutatorLaws(renamedRequestField, DESK_FIXTURE);

  it('is won by writing the new name, and lost by writing the old one', () => {
    expect(loserOf(renamedRequestField, UPDATE_TASK)).toBe('oracle without alias');
  });
});
