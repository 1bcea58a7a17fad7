import { describe, expect, it } from 'vitest';
import { slowStartRamp } from '../../mutators/latency/slow-start-ramp.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(slowStartRamp.id, () => {
  itObeysTheMutatorLaws(slowStartRamp, DESK_FIXTURE);

  it('is won by trying again, and lost by giving up', () => {
    expect(loserOf(slowStartRamp, UPDATE_TASK)).toBe('oracle without backoff');
  });
});
