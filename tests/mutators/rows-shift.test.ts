import { describe, expect, it } from 'vitest';
import { rowsShift } from '../../mutators/data/rows-shift.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(rowsShift.id, () => {
  itObeysTheMutatorLaws(rowsShift, DESK_FIXTURE);

  it('is won by reading the list again, and lost by reading it once', () => {
    expect(loserOf(rowsShift, UPDATE_TASK)).toBe('oracle without restart-scan');
  });
});
