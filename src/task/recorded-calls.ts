import type { LearnedModel } from '../model/learned-model.ts';
import { isWriteKind } from '../model/operation.ts';
import type { TracedSession } from '../model/trace.ts';
import { indexModel } from '../model/model-index.ts';
import type { RecordedCall } from '../model/task.ts';

/**
 * The session's requests as a parrot would send them from the cut on: reads before the cut included (they are
 * how ids came to be known), writes before it left out (they have happened), values that came out of an
 * answer taken from the same place of this run's answer.
 */
export function recordedCalls(
  model: LearnedModel,
  session: TracedSession,
  cut: number,
  last: number,
): readonly RecordedCall[] {
  const index = indexModel(model);
  const calls: RecordedCall[] = [];
  const callOfStep = new Map<number, number>();
  for (const step of session.steps) {
    const operation = step.operation === null ? undefined : index.operation(step.operation);
    if (operation === undefined || operation.kind === 'auth' || step.seq > last) continue;
    if (step.seq < cut && (isWriteKind(operation.kind) || !step.success)) continue;
    const values = step.values
      .filter((value) => value.source.kind !== 'auth')
      .map((value) => {
        const call = value.source.kind === 'response' ? callOfStep.get(value.source.step) : undefined;
        const from = value.source.kind === 'response' && call !== undefined ? { call, path: value.source.path } : null;
        return { slot: value.slot, value: value.value, from };
      });
    callOfStep.set(step.seq, calls.length);
    calls.push({ operation: operation.id, values });
  }
  return calls;
}
