import { ContentError } from '../errors.ts';
import { jsonEquals } from '../model/json.ts';
import type { GoalAtom, Match, Task } from '../model/task.ts';
import { factsOf } from './facts-of.ts';
import type { CuratedTask, Curation } from './read-curation.ts';

/**
 * Tasks with what people said of them. Tasks the file does not name are left out: somebody took them away.
 *
 * @throws ContentError where the file speaks of a task, or an input, that this recording does not give
 */
export function curate(tasks: readonly Task[], { entries }: Curation, file: string): readonly Task[] {
  const known = new Map(tasks.map((task) => [task.id, task]));
  return [...entries].map(([id, entry]) => {
    const task = known.get(id);
    if (task === undefined)
      throw new ContentError(
        'OFFSCRIPT_BAD_TASKS',
        `${file}, line ${entry.line}: this recording gives no task ${id}.`,
        'Keep the ids, or write the file again: offscript tasks RECORDING --out FILE',
      );
    return edited(task, entry, file);
  });
}

function edited(task: Task, entry: CuratedTask, file: string): Task {
  const names = Object.keys(task.inputs);
  const strange = [
    ...names.filter((name) => !Object.hasOwn(entry.inputs, name)),
    ...Object.keys(entry.inputs).filter((name) => !names.includes(name)),
  ];
  if (strange.length > 0)
    throw new ContentError(
      'OFFSCRIPT_BAD_TASKS',
      `${file}, line ${entry.line}: task ${task.id} has other inputs than it needs: ${strange.join(', ')}.`,
      `Give values to: ${names.join(', ') || 'none'}.`,
    );
  const goal = jsonEquals(factsOf(entry.atoms) as never, entry.facts as never)
    ? entry.atoms
    : entry.atoms.map((atom) => withFacts(atom, entry.facts));
  const reworded = entry.instruction !== task.instruction || !jsonEquals(entry.inputs, task.inputs);
  return {
    ...task,
    use: entry.use,
    instruction: entry.instruction,
    phrasings: reworded ? [entry.instruction] : task.phrasings,
    inputs: entry.inputs,
    goal,
  };
}

function withFacts(atom: GoalAtom, facts: readonly string[]): GoalAtom {
  const changed = (match: Match): Match => (match.m === 'prose' ? { ...match, mentions: facts } : match);
  if (atom.kind === 'field') return { ...atom, match: changed(atom.match) };
  return atom.kind === 'new'
    ? { ...atom, fields: atom.fields.map(({ path, match }) => ({ path, match: changed(match) })) }
    : atom;
}
