import { describe, expect, it } from 'vitest';
import { usedKey } from '../../mutators/session/used-key.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import { DESK_PROVER } from '../support/desk/desk-prover.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { loserIn, MARKED_CASE } from '../support/desk/rare-cases.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(usedKey.id, () => {
  itObeysTheMutatorLaws(usedKey, MARKED_CASE);

  it('is won under a new key, and lost by giving up', () => {
    expect(loserIn(MARKED_CASE, usedKey)).toBe('oracle without new-key');
  });

  it('does not apply where requests are not marked', () => {
    const plain = DESK_PROVER.slice(CREATE_TASK, 'http');
    if (typeof plain === 'string') throw new Error(plain);
    expect([
      ...mutate({ ...MARKED_CASE, slices: [plain], catalogue: [usedKey], seed: 1, count: 1, neutral: 0 }),
    ]).toEqual([]);
  });
});
