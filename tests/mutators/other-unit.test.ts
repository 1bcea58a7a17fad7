import { describe, expect, it } from 'vitest';
import { otherUnit } from '../../mutators/drift/other-unit.ts';
import { NUMBER_CASE, loserIn } from '../support/desk/rare-cases.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(otherUnit.id, () => {
  itObeysTheMutatorLaws(otherUnit, NUMBER_CASE);

  it('is won by reading the number in its unit, and lost by taking it as it stands', () => {
    expect(loserIn(NUMBER_CASE, otherUnit)).toBe('oracle without alias');
  });
});
