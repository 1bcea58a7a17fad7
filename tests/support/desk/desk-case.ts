import type { EpisodeDraft } from '../../../src/model/episode.ts';
import type { Task } from '../../../src/model/task.ts';
import { mutate } from '../../../src/mutate/mutate.ts';
import type { AnyMutator } from '../../../src/mutate/mutator.ts';
import { deskDraft } from './desk-draft.ts';
import { DESK_MODEL } from './desk-model.ts';
import { DESK_PROVER, DESK_SLICES } from './desk-prover.ts';

/** A mutator alone in one task of the desk. */
export function deskDraftOf(mutator: AnyMutator, task: Task, seed = 1): EpisodeDraft {
  const slices = DESK_SLICES.filter((slice) => slice.task.id === task.id);
  const [draft] = mutate({
    model: DESK_MODEL,
    slices,
    catalogue: [mutator],
    createDraft: deskDraft,
    seed,
    count: 1,
    neutral: 0,
    maxMutations: 1,
    benign: 1,
  });
  if (draft === undefined) throw new Error(`${mutator.id} does not apply to ${task.id}.`);
  return draft;
}

/**
 * The whole proof of a mutator in one task: the oracle wins, nobody cheats, and the named careless client wins
 * the neutral twin and loses here. Why not, where it is refused.
 */
export function loserOf(mutator: AnyMutator, task: Task): string {
  const proving = DESK_PROVER.prove(deskDraftOf(mutator, task), 'http');
  if (proving.kind === 'refused') return `refused: ${proving.reason}`;
  return proving.episode.proof.bite?.policy ?? 'nobody';
}
