import { describe, expect, it } from 'vitest';
import { renamedValue } from '../../mutators/drift/renamed-value.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(renamedValue.id, () => {
  itObeysTheMutatorLaws(renamedValue, DESK_FIXTURE);

  it('is won by the values that the API names, and lost by the old one', () => {
    expect(loserOf(renamedValue, UPDATE_TASK)).toBe('oracle without alias');
  });
});
