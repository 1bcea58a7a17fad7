import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import type { Episode } from '../../src/model/episode.ts';
import { drawParams } from '../../src/mutate/draw-params.ts';
import type { AnyMutator } from '../../src/mutate/mutator.ts';
import { PlacedTask } from '../../src/mutate/placed-task.ts';
import { randomFrom } from '../../src/mutate/random.ts';
import { deskDraft } from '../support/desk/desk-draft.ts';
import { DESK_MODEL } from '../support/desk/desk-model.ts';
import { DESK_PROVER, DESK_SLICES } from '../support/desk/desk-prover.ts';
import { MARKED_SLICE } from '../support/desk/marked-slice.ts';

const TASKS = [...DESK_SLICES, MARKED_SLICE].map((slice) => new PlacedTask(DESK_MODEL, deskDraft, slice));

/** The mutator alone, at the first place where it can be proven; why not, where it cannot. */
function proven(mutator: AnyMutator): Episode | string {
  let why = 'it applies nowhere';
  for (const task of TASKS) {
    for (const { target } of task.sitesOf(mutator).slice(0, 3)) {
      const params = drawParams(mutator, randomFrom(1), null);
      const draft = task.drafted([{ mutator: mutator.id, target, params }], 1, () => mutator);
      const proving = DESK_PROVER.prove(draft, 'http');
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
