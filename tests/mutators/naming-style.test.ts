import { describe, expect, it } from 'vitest';
import { namingStyle } from '../../mutators/drift/naming-style.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { REASSIGN_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(namingStyle.id, () => {
  itObeysTheMutatorLaws(namingStyle, DESK_FIXTURE);

  it('is won by reading the new names, and lost by looking for the old ones', () => {
    expect(loserOf(namingStyle, REASSIGN_TASK)).toBe('oracle without alias');
  });
});
