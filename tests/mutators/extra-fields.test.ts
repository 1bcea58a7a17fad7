import { describe, expect, it } from 'vitest';
import { extraFields } from '../../mutators/drift/extra-fields.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(extraFields.id, () => {
  itObeysTheMutatorLaws(extraFields, DESK_FIXTURE);

  it('is won by carrying on', () => {
    expect(loserOf(extraFields, UPDATE_TASK)).toBe('nobody');
  });
});
