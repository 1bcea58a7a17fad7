import type { Interface } from '../model/episode.ts';
import { matchesGlobs } from '../mutate/matches-globs.ts';
import type { AnyMutator } from '../mutate/mutator.ts';

/** The mutators that an interface can show; the others are refused once, with the reason. */
export function offeredOn(
  iface: Interface,
  catalogue: readonly AnyMutator[],
  globs: readonly string[],
  refuse: (reason: string) => void,
): readonly AnyMutator[] {
  if (iface === 'http') return catalogue;
  for (const { id, httpOnly } of catalogue)
    if (httpOnly !== null && matchesGlobs(id, globs)) refuse(`${id}: not offered on tools. ${httpOnly}`);
  return catalogue.filter(({ httpOnly }) => httpOnly === null);
}
