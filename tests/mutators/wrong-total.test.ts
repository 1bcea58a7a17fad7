import { describe, expect, it } from 'vitest';
import { wrongTotal } from '../../mutators/data/wrong-total.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(wrongTotal.id, () => {
  itObeysTheMutatorLaws(wrongTotal, DESK_FIXTURE);

  it('is won by going on to the next page, and lost by stopping at the first', () => {
    expect(loserOf(wrongTotal, UPDATE_TASK)).toBe('oracle without follow-pages');
  });
});
