import { describe, expect, it } from 'vitest';
import { coldStart } from '../../mutators/latency/cold-start.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(coldStart.id, () => {
  itObeysTheMutatorLaws(coldStart, DESK_FIXTURE);

  it('is won by trying again, and lost by giving up', () => {
    expect(loserOf(coldStart, UPDATE_TASK)).toBe('oracle without backoff');
  });
});
