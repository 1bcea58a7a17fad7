import type { GoalAtom, Match } from '../model/task.ts';

/** What the free texts of a goal have to mention, each fact once. */
export function factsOf(goal: readonly GoalAtom[]): readonly string[] {
  const matches = goal.flatMap((atom): readonly Match[] =>
    atom.kind === 'field' ? [atom.match] : atom.kind === 'new' ? atom.fields.map(({ match }) => match) : [],
  );
  return [...new Set(matches.flatMap((match) => (match.m === 'prose' ? match.mentions : [])))];
}
