import { stringify } from 'yaml';
import type { Task } from '../model/task.ts';
import { factsOf } from './facts-of.ts';

const HEADER = `# One entry a task. Edit instruction, inputs, atoms, facts or use; mutate --tasks reads it back and proves every edit.
# use: yes | no | review (review yields nothing until you say yes). Every input stands verbatim in the instruction.
# facts: what free text has to mention. atoms: what has to hold at the end.
`;

/** The curation file: what a person looks over before tasks become episodes. */
export function writeCuration(tasks: readonly Task[], seed: number): string {
  const entries = tasks.map((task) => ({
    id: task.id,
    use: task.use,
    kind: task.kind,
    session: task.session,
    instruction: task.instruction,
    inputs: task.inputs,
    facts: factsOf(task.goal),
    atoms: task.goal,
  }));
  return (
    HEADER +
    stringify({ offscript: 'tasks', version: 1, seed, tasks: entries }, { lineWidth: 0, aliasDuplicateObjects: false })
  );
}
