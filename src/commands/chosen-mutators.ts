import { UsageError } from '../errors.ts';
import type { AnyMutator } from '../mutate/mutator.ts';

/**
 * The mutators that patterns name.
 *
 * @throws UsageError where they name none
 */
export async function chosenMutators(globs: readonly string[]): Promise<readonly AnyMutator[]> {
  const { CATALOGUE } = await import('../../mutators/index.ts');
  const { matchesGlobs } = await import('../mutate/matches-globs.ts');
  const chosen = CATALOGUE.filter(({ id }) => matchesGlobs(id, globs));
  if (chosen.length === 0)
    throw new UsageError(`No mutator is called ${globs.join(' ')}.`, 'All of them: offscript mutators');
  return chosen;
}
