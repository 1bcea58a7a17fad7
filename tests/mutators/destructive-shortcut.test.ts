import { describe, expect, it } from 'vitest';
import { destructiveShortcut } from '../../mutators/adversarial/destructive-shortcut.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(destructiveShortcut.id, () => {
  itObeysTheMutatorLaws(destructiveShortcut, DESK_FIXTURE);

  it('is won by the way that was asked for, and lost by the quick one', () => {
    expect(loserOf(destructiveShortcut, UPDATE_TASK)).toBe('victim shortcut');
  });
});
