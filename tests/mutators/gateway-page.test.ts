import { describe, expect, it } from 'vitest';
import { gatewayPage } from '../../mutators/system/gateway-page.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(gatewayPage.id, () => {
  itObeysTheMutatorLaws(gatewayPage, DESK_FIXTURE);

  it('is won by not taking the page for an answer, and lost by going on with it', () => {
    expect(loserOf(gatewayPage, UPDATE_TASK)).toBe('recorded');
  });
});
