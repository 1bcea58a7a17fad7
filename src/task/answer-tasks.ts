import { hash32, sha256 } from '../model/digest.ts';
import { valueAt, type Json, type JsonPath } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { TracedSession } from '../model/trace.ts';
import { indexModel } from '../model/model-index.ts';
import type { Task } from '../model/task.ts';
import { isMachinery } from './is-sayable.ts';
import { ProgramBuilder } from './program-builder.ts';
import { recordedCalls } from './recorded-calls.ts';
import { startState } from './start-state.ts';
import { askedWords, plainWords } from './words.ts';
import { valueCounts } from './value-counts.ts';

interface AnswerInput {
  readonly model: LearnedModel;
  readonly session: TracedSession;
  readonly use: Task['use'];
  readonly seed: number;
}

/** Of all records at most this share may have the same value: nobody scores by guessing. */
const MOST_ALIKE = 0.05;
/** Fields about the record-keeping, not about the matter. */
const NOT_ASKED_FOR =
  /(^|_)(version|etag|revision|checksum|hash|url|uri|href|token|key|secret|status_?code|progress|total_?count|updated|modified|created_by|updated_by)(_|$)/i;

/** "What is ... of ...?": sessions that looked a record up become questions about one of its fields. */
export function* answerTasks({ model, session, use, seed }: AnswerInput): Generator<Task> {
  const index = indexModel(model);
  const looked = session.steps.filter(
    (step) =>
      step.success &&
      step.operation !== null &&
      index.operation(step.operation)?.kind === 'read' &&
      step.views.length > 0,
  );
  const step = looked.at(-1);
  const operation = step?.operation === null || step === undefined ? undefined : index.operation(step.operation);
  const key = step?.views.find((view) => view.key.split('/')[0] === operation?.resource)?.key;
  if (
    step === undefined ||
    operation === undefined ||
    key === undefined ||
    isMachinery(model, operation.resource ?? '')
  )
    return;
  const start = startState(model, session, step.seq);
  const field = pickField(model, key, start.docs.get(key) ?? index.entity(key)?.doc ?? null, `${seed} ${session.id}`);
  if (field === null) return;
  const builder = new ProgramBuilder({ model, session, span: { steps: [step], whole: true }, start, seed });
  const found = builder.locate(key);
  if (found === null || found.v !== 'from') return;
  const words = askedWords(field.path);
  const subject = builder.phrases.get(key) ?? '';
  if (String(subject).includes(String(field.value))) return;
  const phrasings = [
    `What is the ${words} of ${subject}? Answer with the value as the system shows it.`,
    `Please look up ${subject} and tell me its ${words}, exactly as it stands there.`,
    `I need the ${words} of ${subject}. Just the value, please.`,
    `Could you check the ${words} of ${subject} for me and send me what it says?`,
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
    goal: [
      { kind: 'answer', value: field.value, about: { key, resource: operation.resource ?? '', path: field.path } },
    ],
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

const ASKED_ROLES: readonly string[] = ['plain', 'derived', 'natural-key', 'label'];

function isNotAskedFor(path: readonly (string | number)[]): boolean {
  return path.some((step) => typeof step === 'number' || NOT_ASKED_FOR.test(plainWords(step).replaceAll(' ', '_')));
}

/** Of the records that have the field, at most one in twenty has its most common value, or this one. */
function isRare(model: LearnedModel, key: EntityKey, path: JsonPath, value: Json): boolean {
  const { said, most, of } = valueCounts(model, key.split('/')[0] ?? '', path);
  return most <= MOST_ALIKE * said && of(value) <= MOST_ALIKE * said;
}

/** A field whose value one cannot guess: it varies between records, and is not what the record is called by. */
function pickField(
  model: LearnedModel,
  key: EntityKey,
  doc: Json | null,
  seed: string,
): { readonly path: JsonPath; readonly value: Json } | null {
  const resource = indexModel(model).resource(key.split('/')[0] ?? '');
  if (resource === undefined || doc === null) return null;
  const fields = resource.fields.flatMap((field) => {
    if (!ASKED_ROLES.includes(field.role) || field.path.includes('*') || field.references !== null) return [];
    if (field.format === 'prose' || field.format === 'uri' || isNotAskedFor(field.path)) return [];
    const path = field.path as JsonPath;
    const value = valueAt(doc, path);
    const sayable =
      (typeof value === 'string' &&
        value.trim() === value &&
        value.length > 0 &&
        value.length <= 60 &&
        !/[\n{}]/.test(value)) ||
      typeof value === 'number';
    return sayable && value !== undefined && isRare(model, key, path, value) ? [{ path, value }] : [];
  });
  return fields.length === 0 ? null : (fields[hash32(`${seed} ${key}`) % fields.length] ?? null);
}
