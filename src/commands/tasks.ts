import { counted } from './counted.ts';
import { defineCommand } from './command.ts';
import { visible } from '../model/visible-text.ts';
import { noTasksIn } from './no-tasks-in.ts';
import { refusalLines } from './refusal-words.ts';
import { table } from './table.ts';
import { whole } from './values.ts';

export const tasksCommand = defineCommand({
  command: 'tasks <recording>',
  describe: 'Show the goals a recording gives, as a person would ask for them',
  builder: (argv) =>
    argv
      .positional('recording', {
        type: 'string',
        demandOption: true,
        describe: 'a recording made by capture or import',
      })
      .option('seed', { type: 'number', default: 1, requiresArg: true, describe: 'words the instructions' })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'write a curation file (YAML) to look over and edit',
      })
      .option('overwrite', { type: 'boolean', default: false, describe: 'replace the file where it is there' })
      .example('offscript tasks recording.sqlite', 'every task with its instruction')
      .example('offscript tasks recording.sqlite --out tasks.yaml', 'edit it, then: mutate --tasks tasks.yaml'),

  run: async (args, io) => {
    const seed = whole('--seed', args.seed, 0);
    const { learnRecording } = await import('../pipeline/learn-recording.ts');
    const { tasksOf, writeTasks } = await import('../pipeline/tasks-of.ts');
    io.progress('learning the recording');
    const { tasks, refused } = tasksOf(learnRecording(args.recording), seed);
    if (args.out !== undefined) await writeTasks(tasks, seed, args.out, args.overwrite);
    const kinds = ['create', 'update', 'delete', 'action', 'answer'] as const;
    return {
      fields: {
        tasks: tasks.map(({ id, session, kind, instruction, inputs, writes, withRead, use }) => ({
          id,
          session,
          kind,
          instruction,
          inputs,
          writes,
          withRead,
          use,
        })),
        refused,
      },
      text: [
        ...tasks.map(
          (task) =>
            `${task.id}  ${task.kind.padEnd(6)} ${task.use === 'yes' ? '' : `[${task.use}] `}${visible(task.instruction)}`,
        ),
        '',
        table(
          ['kind', 'tasks', 'with a read'],
          kinds.map((kind) => [
            kind,
            String(tasks.filter((task) => task.kind === kind).length),
            String(tasks.filter((task) => task.kind === kind && task.withRead).length),
          ]),
        ),
        '',
        `${counted(tasks.length, 'task')}.`,
        ...(Object.keys(refused).length === 0 ? [] : ['Not made, with reasons:', ...refusalLines(refused)]),
        '',
        tasks.length === 0
          ? noTasksIn(args.recording)
          : args.out === undefined
            ? `Next: offscript mutate ${args.recording} --out episodes.sqlite`
            : `Written to ${args.out}. Next: offscript mutate ${args.recording} --tasks ${args.out} --out episodes.sqlite`,
      ].join('\n'),
    };
  },
});
