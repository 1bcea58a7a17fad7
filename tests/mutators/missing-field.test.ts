import { describe, expect, it } from 'vitest';
import { missingField } from '../../mutators/data/missing-field.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(missingField.id, () => {
  itObeysTheMutatorLaws(missingField, DESK_FIXTURE);

  it('is won by the field that is named instead, and lost by looking for the usual one', () => {
    expect(loserOf(missingField, UPDATE_TASK)).toBe('oracle without disambiguate');
  });
});
