import { describe, expect, it } from 'vitest';
import { dribbledBody } from '../../mutators/latency/dribbled-body.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(dribbledBody.id, () => {
  itObeysTheMutatorLaws(dribbledBody, DESK_FIXTURE);

  it('is won by trying again, and lost by giving up', () => {
    expect(loserOf(dribbledBody, UPDATE_TASK)).toBe('oracle without backoff');
  });
});
