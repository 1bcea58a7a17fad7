import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import type { WorldPatch } from '../../src/model/world.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';

/** What an agent that only calls published functions can neither see nor answer. */
function isBeyondFunctions(patch: WorldPatch): boolean {
  return (
    patch.p === 'token-life' || (patch.p === 'view' && patch.change.v === 'rename' && patch.change.requests === true)
  );
}

describe('a mutator that functions cannot express', () => {
  it.each(CATALOGUE.map((mutator) => [mutator.id, mutator] as const))('says so: %s', (_, mutator) => {
    const [draft] = mutate({
      ...DESK_FIXTURE,
      catalogue: [mutator],
      seed: 5,
      count: 1,
      neutral: 0,
      maxMutations: 1,
      benign: 1,
    });
    if (draft?.patches.some(isBeyondFunctions) === true) expect(mutator.httpOnly).not.toBeNull();
  });

  it('is one of few', () => {
    const some = CATALOGUE.filter(({ httpOnly }) => httpOnly !== null).map(({ id }) => id);
    expect(some).toContain('session/dead-token');
    expect(some.length).toBeLessThan(CATALOGUE.length / 8);
  });
});
