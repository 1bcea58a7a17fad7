import { describe, expect, it } from 'vitest';
import { nestedField } from '../../mutators/drift/nested-field.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(nestedField.id, () => {
  itObeysTheMutatorLaws(nestedField, DESK_FIXTURE);

  it('is won by looking where the field has gone, and lost by looking where it was', () => {
    expect(loserOf(nestedField, UPDATE_TASK)).toBe('oracle without alias');
  });
});
