import type { Random } from 'fast-check';
import { hash32 } from '../model/digest.ts';
import type { AnyMutator } from './mutator.ts';

/**
 * A random half of the mutators, drawn anew for every plan (swarm testing, Groce et al. 2012): were all always allowed,
 * those most wanted would meet in plan after plan, and keep out what only shows in their absence.
 */
export function swarmOf(random: Random): (mutator: AnyMutator) => boolean {
  const draw = random.nextInt(0, 0x7fffffff);
  return ({ id }) => hash32(`${draw} ${id}`) % 2 === 0;
}
