import { ContentError } from '../errors.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { diffModels } from '../mutate/diff-models.ts';
import { likeDrifts } from '../mutate/like-drifts.ts';
import type { AnyMutator } from '../mutate/mutator.ts';
import { learnRecording } from './learn-recording.ts';

/**
 * The mutators that turn a recorded API into what a later recording of it shows, and nothing else.
 *
 * @throws ContentError where nothing differs
 */
export function catalogueTowards(
  catalogue: readonly AnyMutator[],
  { model }: { readonly model: LearnedModel },
  later: string,
): readonly AnyMutator[] {
  const drifts = diffModels(model, learnRecording(later).model);
  if (drifts.length === 0)
    throw new ContentError(
      'OFFSCRIPT_NO_DRIFT',
      `Nothing that was learned differs in ${later}.`,
      'Give a recording of the API after it changed, or leave --towards out.',
    );
  return likeDrifts(catalogue, drifts);
}
