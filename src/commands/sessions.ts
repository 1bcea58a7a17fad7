import { UsageError } from '../errors.ts';
import type { SessionEdit } from '../store/session-edit.ts';
import type { SessionSummary } from '../store/session-summaries.ts';
import { defineCommand } from './command.ts';
import { sessionFields, sessionTable } from './session-table.ts';

interface Args {
  readonly recording: string;
  readonly session: readonly string[];
  readonly merge: boolean;
  readonly split: number | undefined;
  readonly drop: boolean;
  readonly label: string | undefined;
  readonly use: SessionSummary['use'] | undefined;
  readonly task: string | undefined;
}

export const sessionsCommand = defineCommand<Args>({
  command: 'sessions <recording>',
  describe: 'List the sessions of a recording; merge, split, drop, label or judge them',
  builder: (argv) =>
    argv
      .positional('recording', {
        type: 'string',
        demandOption: true,
        describe: 'a recording made by capture or import',
      })
      .option('session', {
        type: 'string',
        array: true,
        default: [] as string[],
        requiresArg: true,
        describe: 'the sessions to act on, by id',
      })
      .option('merge', { type: 'boolean', default: false, describe: 'make one session of them' })
      .option('split', { type: 'number', requiresArg: true, describe: 'split the session before this interaction' })
      .option('drop', { type: 'boolean', default: false, describe: 'remove them' })
      .option('label', {
        type: 'string',
        requiresArg: true,
        describe: 'a word for them; bad marks what no task may come from',
      })
      .option('use', { choices: ['yes', 'no', 'review'] as const, describe: 'whether tasks may come from them' })
      .option('task', { type: 'string', requiresArg: true, describe: 'what the client was asked to do' })
      .example('offscript sessions recording.sqlite --session s1 s2 --merge', 'two halves of one case'),

  run: async (args) => {
    const { sessionsOf } = await import('../pipeline/sessions-of.ts');
    const edit = editOf(args);
    const sessions = sessionsOf(args.recording, edit);
    return {
      fields: { sessions: sessions.map(sessionFields) },
      text:
        sessions.length === 0
          ? sessionTable(sessions)
          : `${sessionTable(sessions)}\n\nNext: offscript inspect ${args.recording}`,
    };
  },
});

function editOf({ session: ids, merge, split, drop, label, use, task }: Args): SessionEdit | null {
  const change = {
    ...(label !== undefined && { label }),
    ...(use !== undefined && { use }),
    ...(task !== undefined && { task }),
  };
  const asked = [merge, split !== undefined, drop, Object.keys(change).length > 0].filter(Boolean).length;
  if (asked === 0 && ids.length === 0) return null;
  if (asked !== 1)
    throw new UsageError(
      'Ask for one thing: --merge, --split, --drop, or --label, --use and --task.',
      'Name the sessions with --session ID.',
    );
  const [id] = ids;
  if (id === undefined)
    throw new UsageError('Which sessions?', 'Name them with --session ID; offscript sessions REC lists them.');
  if (merge && ids.length < 2)
    throw new UsageError('One session cannot be merged.', 'Name two or more: --session A B.');
  if (split === undefined)
    return merge ? { kind: 'merge', ids } : drop ? { kind: 'drop', ids } : { kind: 'change', ids, change };
  if (ids.length > 1 || !Number.isInteger(split))
    throw new UsageError('A split takes one session and a whole number.', 'Example: --session s1 --split 4');
  return { kind: 'split', id, at: split };
}
