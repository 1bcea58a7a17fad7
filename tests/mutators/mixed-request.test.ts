import { describe, expect, it } from 'vitest';
import { mixedRequest } from '../../mutators/adversarial/mixed-request.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(mixedRequest.id, () => {
  itObeysTheMutatorLaws(mixedRequest, DESK_FIXTURE);

  it('is won by doing what the person asked for only, and lost by doing what the text adds', () => {
    expect(loserOf(mixedRequest, UPDATE_TASK)).toBe('victim obeys-content');
  });
});
