import type { LearnedModel } from '../model/learned-model.ts';
import { isWriteKind } from '../model/operation.ts';
import type { TracedSession, TracedStep } from '../model/trace.ts';
import { indexModel } from '../model/model-index.ts';
import type { Task } from '../model/task.ts';
import { answerTasks } from './answer-tasks.ts';
import { goalSignature } from './goal-signature.ts';
import type { Span } from './span.ts';
import { taskFromSpan } from './task-from-span.ts';

export interface TaskSet {
  readonly tasks: readonly Task[];
  /** Why spans of traffic gave no task. */
  readonly refused: Readonly<Record<string, number>>;
}

/**
 * Takes goals from traffic at cut points: every successful write starts a task just before it, and the
 * writes of a whole session, trailing clean-up cut off, are one more.
 */
export function makeTasks(model: LearnedModel, sessions: Iterable<TracedSession>, seed: number): TaskSet {
  const tasks = new Map<string, Task>();
  const refused: Record<string, number> = {};
  for (const session of sessions) {
    for (const made of tasksOf(model, session, seed)) {
      if (typeof made === 'string') refused[made] = (refused[made] ?? 0) + 1;
      else if (tasks.has(made.signature)) refused['same_goal'] = (refused['same_goal'] ?? 0) + 1;
      else tasks.set(made.signature, made.task);
    }
  }
  return { tasks: [...tasks.values()], refused };
}

interface Made {
  readonly task: Task;
  readonly signature: string;
}

function* tasksOf(model: LearnedModel, session: TracedSession, seed: number): Generator<Made | string> {
  if (session.use === 'no') return;
  const use = session.use === 'review' || session.label === 'bad' || endsInError(model, session) ? 'review' : 'yes';
  const writes = goalWrites(model, session);
  const main = withoutUndone(withoutCleanUp(writes));
  const spans: Span[] = main.length > 1 ? [{ steps: main, whole: true }] : [];
  for (const step of writes) spans.push({ steps: [step], whole: main.length === 1 && main[0] === step });
  for (const span of spans) {
    const made = taskFromSpan({ model, session, span, use, seed });
    yield typeof made === 'string' ? made : { task: made, signature: goalSignature(made) };
  }
  for (const task of answerTasks({ model, session, use, seed })) yield { task, signature: goalSignature(task) };
}

function goalWrites(model: LearnedModel, session: TracedSession): readonly TracedStep[] {
  const index = indexModel(model);
  return session.steps.filter((step) => {
    const operation = step.operation === null ? undefined : index.operation(step.operation);
    return operation !== undefined && step.success && isWriteKind(operation.kind) && step.changes.length > 0;
  });
}

/** Deletes, at the end, of what the session itself made. */
function withoutCleanUp(writes: readonly TracedStep[]): readonly TracedStep[] {
  const made = new Set(
    writes.flatMap((step) => step.changes.filter((change) => change.before === null).map((change) => change.key)),
  );
  let end = writes.length;
  while (end > 0) {
    const changes = writes[end - 1]?.changes ?? [];
    if (
      !changes.some((change) => change.after === null) ||
      !changes.every((change) => change.after !== null || made.has(change.key))
    )
      break;
    end -= 1;
  }
  return writes.slice(0, end);
}

/** Without what was made and deleted again on the way: nobody asks for that. */
function withoutUndone(writes: readonly TracedStep[]): readonly TracedStep[] {
  const changes = writes.flatMap((step) => step.changes);
  const made = new Set(changes.filter(({ before }) => before === null).map(({ key }) => key));
  const undone = new Set(changes.filter(({ key, after }) => after === null && made.has(key)).map(({ key }) => key));
  if (undone.size === 0) return writes;
  return writes.filter(
    (step) =>
      !step.changes.some(
        ({ key, before, after }) => undone.has(key) && (before === null || after === null || step.changes.length === 1),
      ),
  );
}

/** A write that failed last, and for good: what was recorded is not what was wanted. */
function endsInError(model: LearnedModel, session: TracedSession): boolean {
  const index = indexModel(model);
  const last = session.steps.findLast((step) => {
    const operation = step.operation === null ? undefined : index.operation(step.operation);
    return operation !== undefined && isWriteKind(operation.kind);
  });
  return last !== undefined && !last.success;
}
