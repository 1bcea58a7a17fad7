import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import type { Episode } from '../../src/model/episode.ts';
import type { AnyMutator } from '../../src/mutate/mutator.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { DESK_PROVER } from '../support/desk/desk-prover.ts';
import {
  BULK_CASE,
  FOLLOW_UP_CASE,
  LOGGED_CASE,
  MARKED_CASE,
  NUMBER_CASE,
  provenIn,
  type DeskCase,
} from '../support/desk/rare-cases.ts';

const DESK: DeskCase = { ...DESK_FIXTURE, prover: DESK_PROVER };
const CASES = [DESK, MARKED_CASE, BULK_CASE, FOLLOW_UP_CASE, LOGGED_CASE, NUMBER_CASE];

/** The mutator alone, in the first task in which it can be proven; why not, where it cannot. */
function proven(mutator: AnyMutator): Episode | string {
  let why = 'it applies nowhere';
  for (const given of CASES) {
    for (const slice of given.slices) {
      const proving = provenIn({ ...given, slices: [slice] }, mutator);
      if (proving.kind === 'proven') return proving.episode;
      why = proving.reason;
    }
  }
  return why;
}

describe('every mutator of the catalogue', () => {
  it.each(CATALOGUE.filter(({ benign }) => !benign))(
    '$id is lost by a client that wins without it, on a check that it names',
    (mutator) => {
      const episode = proven(mutator);
      if (typeof episode === 'string') return expect.fail(episode);
      const { bite } = episode.proof;
      expect(bite).toMatchObject({ neutralPass: true, mutatedPass: false });
      expect(bite?.failed.length).toBeGreaterThan(0);
      for (const check of bite?.failed ?? []) expect(mutator.discriminates).toContain(check);
    },
  );

  it.each(CATALOGUE.filter(({ benign }) => benign))(
    '$id is benign: won by carrying on, and lost by whoever stops because of it',
    (mutator) => {
      const episode = proven(mutator);
      if (typeof episode === 'string') return expect.fail(episode);
      expect(episode.proof.oracle.map(({ reward }) => reward)).toEqual([1, 1, 1]);
      expect(episode.proof.baselines).toContainEqual({ name: 'bare-reports', reward: 0 });
    },
  );
});
