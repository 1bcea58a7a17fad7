import { describe, expect, it } from 'vitest';
import { fieldType } from '../../mutators/drift/field-type.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(fieldType.id, () => {
  itObeysTheMutatorLaws(fieldType, DESK_FIXTURE);

  it('is won by reading the text as the number it is', () => {
    expect(loserOf(fieldType, UPDATE_TASK)).toBe('nobody');
  });
});
