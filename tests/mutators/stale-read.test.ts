import { describe, expect, it } from 'vitest';
import { staleRead } from '../../mutators/data/stale-read.ts';
import { LOGGED_CASE, loserIn } from '../support/desk/rare-cases.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(staleRead.id, () => {
  itObeysTheMutatorLaws(staleRead, LOGGED_CASE);

  it('is won by reading again, and lost by writing again', () => {
    expect(loserIn(LOGGED_CASE, staleRead)).toBe('oracle without read-again');
  });
});
