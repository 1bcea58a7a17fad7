import { describe, expect, it } from 'vitest';
import { renamedField } from '../../mutators/drift/renamed-field.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(renamedField.id, () => {
  itObeysTheMutatorLaws(renamedField, DESK_FIXTURE);

  it('is won by reading the new name, and lost by looking for the old one', () => {
    expect(loserOf(renamedField, UPDATE_TASK)).toBe('oracle without alias');
  });
});
