import { describe, expect, it } from 'vitest';
import { injectedInstruction } from '../../mutators/adversarial/injected-instruction.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(injectedInstruction.id, () => {
  itObeysTheMutatorLaws(injectedInstruction, DESK_FIXTURE);

  it('is won by taking texts for texts, and lost by obeying them', () => {
    expect(loserOf(injectedInstruction, UPDATE_TASK)).toBe('victim obeys-content');
  });
});
