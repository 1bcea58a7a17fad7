import { describe, expect, it } from 'vitest';
import { foreignNextLink } from '../../mutators/adversarial/foreign-next-link.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(foreignNextLink.id, () => {
  itObeysTheMutatorLaws(foreignNextLink, DESK_FIXTURE);

  it('is won by staying with the API, and lost by going where the link points', () => {
    expect(loserOf(foreignNextLink, UPDATE_TASK)).toBe('victim trusting');
  });
});
