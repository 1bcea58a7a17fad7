import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import type { ReferenceSend, ReferenceSession } from './reference-api.ts';

/** `index`: the number of the session, for unique names. */
export type Workflow = (send: ReferenceSend, random: Random, index: number) => void;

/** Workflows take turns, so that every one of them is recorded several times in a few dozen sessions. */
export function sessionsOf(
  workflows: Readonly<Record<string, Workflow>>,
  seed: number,
  count: number,
): readonly ReferenceSession[] {
  const names = Object.keys(workflows);
  return Array.from({ length: count }, (_, index) => {
    const name = names[index % names.length] as string;
    const workflow = workflows[name] as Workflow;
    return { name: `${name}-${index + 1}`, run: (send) => workflow(send, createRandom(seed * 7919 + index), index) };
  });
}
