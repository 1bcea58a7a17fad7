import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import type { ReferenceSend, ReferenceSession } from './reference-api.ts';

/** `index`: the number of the session, for unique names. */
export type Workflow = (send: ReferenceSend, random: Random, index: number) => void;

const GOLDEN = 0.6180339887498949;

/** Workflows take turns, so that every one of them is recorded several times in a few dozen sessions. */
export function sessionsOf(
  workflows: Readonly<Record<string, Workflow>>,
  seed: number,
  count: number,
): readonly ReferenceSession[] {
  const names = Object.keys(workflows);
  return Array.from({ length: count }, (_, index) => {
    const turn = index % names.length;
    const name = names[turn] as string;
    const workflow = workflows[name] as Workflow;
    const random = createRandom(seed * 7919 + index);
    const spread = { ...random, chance: spreadChance(seed * 131 + turn * 17, Math.floor(index / names.length)) };
    return { name: `${name}-${index + 1}`, run: (send) => workflow(send, spread, index) };
  });
}

/**
 * Chances that spread evenly over the rounds of one workflow: the n-th one asked in a session falls on
 * a golden-ratio sequence, so that whatever has a share of .25 or more happens within any six rounds.
 */
function spreadChance(seed: number, round: number): Random['chance'] {
  let asked = 0;
  return (share) => (createRandom(seed * 1009 + ++asked).next() + round * GOLDEN) % 1 < share;
}
