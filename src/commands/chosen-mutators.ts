import { UsageError } from '../errors.ts';
import type { AnyMutator } from '../mutate/mutator.ts';

/**
 * The mutators that patterns name, out of the catalogue and the modules given with --use.
 *
 * @throws UsageError where they name none
 */
export async function chosenMutators(
  globs: readonly string[],
  use: readonly string[] = [],
): Promise<readonly AnyMutator[]> {
  const { catalogueWith } = await import('../pipeline/load-mutators.ts');
  const { matchesGlobs } = await import('../mutate/matches-globs.ts');
  const chosen = (await catalogueWith(use)).filter(({ id }) => matchesGlobs(id, globs));
  if (chosen.length === 0)
    throw new UsageError(`No mutator is called ${globs.join(' ')}.`, 'All of them: offscript mutators');
  return chosen;
}
