import { describe, expect, it } from 'vitest';
import { lateBeforeEffect } from '../../mutators/latency/late-before-effect.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(lateBeforeEffect.id, () => {
  itObeysTheMutatorLaws(lateBeforeEffect, DESK_FIXTURE);

  it('is won by looking and sending again, and lost by giving up', () => {
    expect(loserOf(lateBeforeEffect, UPDATE_TASK)).toBe('recorded');
  });
});
