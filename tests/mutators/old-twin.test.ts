import { describe, expect, it } from 'vitest';
import { oldTwin } from '../../mutators/session/old-twin.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(oldTwin.id, () => {
  itObeysTheMutatorLaws(oldTwin, DESK_FIXTURE);

  it('is won by making the new one all the same', () => {
    expect(loserOf(oldTwin, CREATE_TASK)).toBe('nobody');
  });
});
