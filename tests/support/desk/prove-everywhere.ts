import type { EpisodeDraft } from '../../../src/model/episode.ts';
import { mutate } from '../../../src/mutate/mutate.ts';
import type { AnyMutator } from '../../../src/mutate/mutator.ts';
import { DESK_MODEL } from './desk-model.ts';
import { DESK_PROVER, DESK_SLICES } from './desk-prover.ts';
import { deskDraft } from './desk-draft.ts';

/** What the proof says of a mutator on the desk, alone in each plan. */
export interface EverywhereResult {
  readonly drafts: number;
  readonly proven: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly biters: readonly string[];
}

export function draftsOf(mutator: AnyMutator, count: number, seed = 1): readonly EpisodeDraft[] {
  return [...mutate({ model: DESK_MODEL, slices: DESK_SLICES, catalogue: [mutator], createDraft: deskDraft, seed, count, neutral: 0, maxMutations: 1, benign: 1 })];
}

export function proveEverywhere(mutator: AnyMutator, count: number): EverywhereResult {
  const refused: Record<string, number> = {};
  const biters = new Set<string>();
  let proven = 0;
  const drafts = draftsOf(mutator, count);
  for (const draft of drafts) {
    const proving = DESK_PROVER.prove(draft, 'http');
    if (proving.kind === 'refused') {
      const reason = `${draft.task.kind}/${draft.task.id}: ${proving.reason}`;
      refused[reason] = (refused[reason] ?? 0) + 1;
    } else {
      proven += 1;
      if (proving.episode.proof.bite !== null) biters.add(proving.episode.proof.bite.policy);
    }
  }
  return { drafts: drafts.length, proven, refused, biters: [...biters] };
}
