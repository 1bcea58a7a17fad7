import { describe, expect, it } from 'vitest';
import { usedKey } from '../../mutators/session/used-key.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import { deskDraft } from '../support/desk/desk-draft.ts';
import { DESK_MODEL } from '../support/desk/desk-model.ts';
import { DESK_PROVER } from '../support/desk/desk-prover.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { MARKED_SLICE } from '../support/desk/marked-slice.ts';
import { itObeysTheMutatorLaws, type MutatorFixture } from '../support/mutator-laws.ts';

const fixture: MutatorFixture = { model: DESK_MODEL, slices: [MARKED_SLICE], createDraft: deskDraft };

describe(usedKey.id, () => {
  itObeysTheMutatorLaws(usedKey, fixture);

  it('is won under a new key, and lost by giving up', () => {
    const [draft] = mutate({ ...fixture, catalogue: [usedKey], seed: 1, count: 1, neutral: 0 });
    const proving = draft === undefined ? null : DESK_PROVER.prove(draft, 'http');
    expect(proving?.kind === 'proven' ? proving.episode.proof.bite?.policy : proving).toBe('oracle without new-key');
  });

  it('does not apply where requests are not marked', () => {
    const plain = DESK_PROVER.slice(CREATE_TASK, 'http');
    if (typeof plain === 'string') throw new Error(plain);
    expect([...mutate({ ...fixture, slices: [plain], catalogue: [usedKey], seed: 1, count: 1, neutral: 0 })]).toEqual(
      [],
    );
  });
});
