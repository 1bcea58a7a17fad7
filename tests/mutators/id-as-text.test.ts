import { describe, expect, it } from 'vitest';
import { idAsText } from '../../mutators/drift/id-as-text.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(idAsText.id, () => {
  itObeysTheMutatorLaws(idAsText, DESK_FIXTURE);

  it('is won by whoever takes ids as they come', () => {
    expect(loserOf(idAsText, UPDATE_TASK)).toBe('nobody');
  });
});
