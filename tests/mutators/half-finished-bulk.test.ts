import { describe, expect, it } from 'vitest';
import { halfFinishedBulk } from '../../mutators/session/half-finished-bulk.ts';
import { BULK_CASE, loserIn } from '../support/desk/rare-cases.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(halfFinishedBulk.id, () => {
  itObeysTheMutatorLaws(halfFinishedBulk, BULK_CASE);

  it('is won by doing only what is missing, and lost by doing all of it again', () => {
    expect(loserIn(BULK_CASE, halfFinishedBulk)).toBe('oracle without look-before-create');
  });
});
