/** `mutate --extend`: an earlier set whose episodes open the new one, byte for byte. */
import { ContentError } from '../errors.ts';
import type { Episode, EpisodeSetFacts } from '../model/episode.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { EpisodeSet } from '../store/set-store.ts';
import { permuteModel, type PermutedModel } from '../world/permute-model.ts';
import type { LearnedRecording } from './learn-recording.ts';

export interface ExtendedSet {
  readonly facts: EpisodeSetFacts;
  readonly digest: string;
  readonly ids: ReadonlySet<string>;
  /** The recording in the ids and names that the set's episodes have. */
  readonly permuted: PermutedModel;
  episodes(): Iterable<Episode>;
  close(): void;
}

/**
 * All episodes of a set share one learned model, so that only the recording it came from can extend it.
 *
 * @throws ContentError OFFSCRIPT_OTHER_RECORDING, OFFSCRIPT_LEARNED_DIFFERENTLY
 */
export function openExtended(path: string, learned: LearnedRecording): ExtendedSet {
  const set = EpisodeSet.open(path);
  try {
    const { facts } = set;
    if (facts.recording.digest !== learned.digest) throw otherRecording(path, facts.recording.name, learned.name);
    const permuted = permuteModel(learned.model, facts.seed);
    if (!sameModel(permuted.model, facts.model)) throw learnedDifferently(path);
    return {
      facts,
      digest: set.digest,
      ids: new Set(set.ids()),
      permuted,
      episodes: () => set.episodes(),
      close: () => set.close(),
    };
  } catch (error) {
    set.close();
    throw error;
  }
}

function sameModel(left: LearnedModel, right: LearnedModel): boolean {
  const plain = (model: LearnedModel): string => canonicalJson(JSON.parse(JSON.stringify(model)) as Json);
  return plain(left) === plain(right);
}

function otherRecording(path: string, made: string, given: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_OTHER_RECORDING',
    `${path} was made from ${made} as it was then; ${given} holds other traffic.`,
    'Make a set of its own: leave --extend out, and replay both sets.',
  );
}

function learnedDifferently(path: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_LEARNED_DIFFERENTLY',
    `This version of offscript learns another world from the recording than ${path} holds.`,
    'Extend it with the version that made it, or make a set of its own: leave --extend out.',
  );
}
