import type { Operation } from '../model/operation.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';
import { showGaps, showSecrets } from './inspect-findings.ts';
import { table } from './table.ts';
import { whole } from './values.ts';

export const inspectCommand = defineCommand({
  command: 'inspect <recording>',
  describe: 'Show what was learned from a recording: operations, resources, workflow, tasks',
  builder: (argv) =>
    argv
      .positional('recording', {
        type: 'string',
        demandOption: true,
        describe: 'a recording made by capture or import',
      })
      .option('secrets', { type: 'boolean', default: false, describe: 'look for secrets and personal data left in it' })
      .option('gaps', { type: 'boolean', default: false, describe: 'say what to record next' })
      .option('whole', {
        type: 'boolean',
        default: false,
        describe: 'learn from all of a large recording, not from a part of it',
      })
      .option('fewest', {
        type: 'number',
        default: 3,
        requiresArg: true,
        describe: 'with --gaps: calls of an operation that are enough',
      })
      .example('offscript inspect recording.sqlite --secrets', 'exit code 1 where any is found')
      .example('offscript inspect recording.sqlite', 'operations and resources, most used first'),

  run: async (args, io) => {
    if (args.secrets) return showSecrets(args.recording);
    if (args.gaps) return showGaps(args.recording, whole('--fewest', args.fewest));
    const { surveyRecording } = await import('../pipeline/survey-recording.ts');
    const { tasksOf } = await import('../pipeline/tasks-of.ts');
    io.progress('learning the recording');
    const survey = surveyRecording(args.recording, { whole: args.whole });
    const { learned, learnedFrom, otherCalls } = survey;
    const { model } = learned;
    const { tasks } = tasksOf(learned, 1);
    const callsOf = ({ id }: Operation): number => survey.calls.get(id) ?? 0;
    const operations = [...model.operations].sort((a, b) => callsOf(b) - callsOf(a) || (a.id < b.id ? -1 : 1));
    const resources = model.resources.map((resource) => ({
      name: resource.name,
      idField: resource.idPath.join('.'),
      operations: operations.filter((operation) => operation.resource === resource.name).map(({ name }) => name),
    }));
    const workflow = model.workflow.follows.map(({ from, to, count }) => ({ from, to, count }));
    return {
      fields: {
        sessions: survey.sessions,
        interactions: survey.interactions,
        hosts: [...survey.origins],
        operations: operations.map((operation) => ({
          method: operation.method,
          template: templateOf(operation),
          kind: operation.kind,
          count: callsOf(operation),
        })),
        resources,
        tasks: tasks.length,
        workflow,
        ...(learnedFrom !== null && { learnedFrom: { ...learnedFrom }, otherCalls }),
      },
      text: [
        `${counted(survey.interactions, 'interaction')} in ${counted(survey.sessions, 'session')} with ${survey.origins.join(', ')}`,
        ...(learnedFrom === null ? [] : saySample(learnedFrom, otherCalls)),
        '',
        table(
          ['calls', 'kind', 'operation', 'resource'],
          operations.map((operation) => [
            String(callsOf(operation)),
            operation.kind,
            `${operation.method} ${model.origins.length > 1 ? operation.origin : ''}${templateOf(operation)}`,
            operation.resource ?? '-',
          ]),
        ),
        '',
        table(
          ['resource', 'id', 'told apart by', 'records', 'fields', 'operations'],
          model.resources.map((resource) => [
            resource.parent === null ? resource.name : `${resource.name} (in ${resource.parent.resource})`,
            `${resource.idPath.join('.')} (${resource.idShape.kind})`,
            resource.naturalKey.map((path) => path.join('.')).join(', ') || (resource.labelField?.join('.') ?? '-'),
            String(model.base.entities.filter((entity) => entity.resource === resource.name).length),
            String(resource.fields.length),
            operations
              .filter((operation) => operation.resource === resource.name)
              .map(({ kind }) => kind)
              .filter((kind, at, all) => all.indexOf(kind) === at)
              .join(' '),
          ]),
        ),
        '',
        ...(model.auth.length === 0
          ? ['No credential was recorded.']
          : model.auth.map(
              (auth) =>
                `${auth.origin}: ${carrierWords(auth.carrier)}, ${auth.principals.length} principals${auth.issue === null ? '' : `, tokens from ${auth.issue.operation}${auth.issue.ttlSeconds === null ? '' : ` for ${auth.issue.ttlSeconds} s`}`}`,
            )),
        ...(model.ambiguous.length === 0
          ? []
          : [
              '',
              `Could be a value or a name; say which as "param" or "literal" in offscript.overrides.json beside the recording: ${model.ambiguous.join(', ')}`,
            ]),
        '',
        tasks.length === 0
          ? 'No task: nothing here is changed by a call that worked, in a record that a read shows. Record sessions that read, change and read again.'
          : `${counted(tasks.length, 'task')}. Next: offscript tasks ${args.recording}, or offscript mutate ${args.recording} --out episodes.sqlite`,
      ].join('\n'),
    };
  },
});

function saySample(part: { readonly sessions: number; readonly interactions: number }, others: number): string[] {
  return [
    `Counts of calls are of all; operations, resources and tasks were learned from ${counted(part.interactions, 'interaction')} in ${counted(part.sessions, 'session')} spread over the recording: --whole learns from all and takes longer.`,
    ...(others === 0 ? [] : [`${counted(others, 'call')} went to operations that are not in that part.`]),
  ];
}

export function templateOf(operation: Operation): string {
  const path = operation.segments
    .map((segment) =>
      segment.kind === 'literal' ? segment.text : `${segment.prefix}{${segment.name}}${segment.suffix}`,
    )
    .join('/');
  return `/${path}${operation.discriminator === null ? '' : `#${operation.discriminator.value}`}`;
}

function carrierWords(carrier: { readonly in: 'header' | 'cookie' | 'query'; readonly name: string }): string {
  return `${carrier.name} ${carrier.in === 'query' ? 'in the query' : carrier.in}`;
}
