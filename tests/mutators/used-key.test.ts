import { describe, expect, it } from 'vitest';
import { usedKey } from '../../mutators/session/used-key.ts';
import type { Task } from '../../src/model/task.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import { deskDraft } from '../support/desk/desk-draft.ts';
import { DESK_MODEL } from '../support/desk/desk-model.ts';
import { DESK_PROVER } from '../support/desk/desk-prover.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws, type MutatorFixture } from '../support/mutator-laws.ts';

/** The task of making a ticket, as clients do it that mark their requests. */
const MARKED: Task = {
  ...CREATE_TASK,
  id: 't00000marked',
  oracle: {
    steps: CREATE_TASK.oracle.steps.map((step) =>
      step.kind === 'write'
        ? {
            ...step,
            slots: [...step.slots, { slot: { in: 'header', name: 'Idempotency-Key' }, value: { v: 'fresh' } } as const],
          }
        : step,
    ),
  },
};
const slice = DESK_PROVER.slice(MARKED, 'http');
if (typeof slice === 'string') throw new Error(slice);
const fixture: MutatorFixture = { model: DESK_MODEL, slices: [slice], createDraft: deskDraft };

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
