import { describe, expect, it } from 'vitest';
import { jitter } from '../../mutators/latency/jitter.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(jitter.id, () => {
  itObeysTheMutatorLaws(jitter, DESK_FIXTURE);

  it('is won by waiting as long as it takes', () => {
    expect(loserOf(jitter, UPDATE_TASK)).toBe('nobody');
  });
});
