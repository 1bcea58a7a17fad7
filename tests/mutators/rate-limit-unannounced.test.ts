import { describe, expect, it } from 'vitest';
import { rateLimitUnannounced } from '../../mutators/system/rate-limit-unannounced.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(rateLimitUnannounced.id, () => {
  itObeysTheMutatorLaws(rateLimitUnannounced, DESK_FIXTURE);

  it('is won by slowing down, and lost by giving up', () => {
    expect(loserOf(rateLimitUnannounced, UPDATE_TASK)).toBe('oracle without backoff');
  });
});
