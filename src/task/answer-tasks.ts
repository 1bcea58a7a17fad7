import { hash32, sha256 } from '../model/digest.ts';
import { valueAt, type Json, type JsonPath } from '../model/json.ts';
import type { EntityKey, LearnedModel, Operation, TracedSession } from '../model/learned.ts';
import { indexModel } from '../model/model-index.ts';
import type { Task } from '../model/task.ts';
import { ProgramBuilder } from './program-builder.ts';
import { recordedCalls } from './recorded-calls.ts';
import { startState } from './start-state.ts';
import { fieldWords } from './words.ts';

interface AnswerInput {
  readonly model: LearnedModel;
  readonly session: TracedSession;
  readonly use: Task['use'];
  readonly seed: number;
}

const FEWEST_VALUES = 3;

/** "What is ... of ...?": sessions that looked a record up become questions about one of its fields. */
export function* answerTasks({ model, session, use, seed }: AnswerInput): Generator<Task> {
  const index = indexModel(model);
  const looked = session.steps.filter((step) => step.success && step.operation !== null && index.operation(step.operation)?.kind === 'read' && step.views.length > 0);
  const step = looked.at(-1);
  const operation = step?.operation === null || step === undefined ? undefined : index.operation(step.operation);
  const key = step?.views.find((view) => view.key.split('/')[0] === operation?.resource)?.key;
  if (step === undefined || operation === undefined || key === undefined) return;
  const start = startState(model, session, step.seq);
  const field = pickField(model, key, start.docs.get(key) ?? index.entity(key)?.doc ?? null, `${seed} ${session.id}`);
  if (field === null) return;
  const builder = new ProgramBuilder({ model, session, span: { steps: [step], whole: true }, start, seed });
  const found = builder.locate(key);
  if (found === null || found.v !== 'from') return;
  const words = fieldWords(field.path);
  const subject = builder.phrases.get(key) ?? '';
  if (String(subject).includes(String(field.value))) return;
  const phrasings = [
    `What is the ${words} of ${subject}? Answer with the value as the system shows it.`,
    `Please look up ${subject} and tell me its ${words}, exactly as it stands there.`,
    `I need the ${words} of ${subject}. Just the value, please.`,
  ];
  yield {
    id: `t${sha256(`answer ${session.id} ${step.seq} ${field.path.join('.')}`).slice(0, 10)}`,
    session: session.id,
    cut: step.seq,
    workflow: `${session.workflow ?? 'look-up'}/answer_${answerName(operation, field.path)}`,
    kind: 'answer',
    use,
    instruction: phrasings[hash32(`${seed} ${session.id} answer`) % phrasings.length] ?? '',
    phrasings,
    inputs: builder.inputs,
    start: start.patches,
    startAt: model.base.at + 60_000,
    principal: session.principal,
    goal: [{ kind: 'answer', value: field.value }],
    oracle: { steps: [...builder.steps, { kind: 'answer', value: { v: 'from', step: found.step, path: field.path } }] },
    scope: [],
    recorded: recordedCalls(model, session, step.seq, step.seq),
    withRead: true,
    writes: 0,
  };
}

function answerName(operation: Operation, path: JsonPath): string {
  return `${operation.name}_${path.join('_')}`.replaceAll(/[^A-Za-z0-9_]+/g, '_');
}

/** A field whose value one cannot guess: it varies between records, and is not what the record is called by. */
function pickField(model: LearnedModel, key: EntityKey, doc: Json | null, seed: string): { readonly path: JsonPath; readonly value: Json } | null {
  const resource = indexModel(model).resource(key.split('/')[0] ?? '');
  if (resource === undefined || doc === null) return null;
  const fields = resource.fields.flatMap((field) => {
    if ((field.role !== 'plain' && field.role !== 'derived') || field.path.includes('*') || field.distinct < FEWEST_VALUES) return [];
    if (field.format === 'prose' || field.format === 'uri') return [];
    const path = field.path as JsonPath;
    const value = valueAt(doc, path);
    const sayable = (typeof value === 'string' && value.length > 0 && value.length <= 60) || typeof value === 'number';
    return sayable && value !== undefined ? [{ path, value }] : [];
  });
  return fields.length === 0 ? null : (fields[hash32(`${seed} ${key}`) % fields.length] ?? null);
}

