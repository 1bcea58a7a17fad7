import { describe, expect, it } from 'vitest';
import { cursorExpires } from '../../mutators/data/cursor-expires.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(cursorExpires.id, () => {
  itObeysTheMutatorLaws(cursorExpires, DESK_FIXTURE);

  it('is won by reading the list from the start, and lost by stopping there', () => {
    expect(loserOf(cursorExpires, UPDATE_TASK)).toBe('oracle without restart-scan');
  });
});
