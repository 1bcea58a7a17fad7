import { describe, expect, it } from 'vitest';
import { movedEndpoint } from '../../mutators/drift/moved-endpoint.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(movedEndpoint.id, () => {
  itObeysTheMutatorLaws(movedEndpoint, DESK_FIXTURE);

  it('is won by going where the old path points, and lost by giving up', () => {
    expect(loserOf(movedEndpoint, UPDATE_TASK)).toBe('oracle without follow-redirect');
  });
});
