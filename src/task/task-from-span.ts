import { sha256 } from '../model/digest.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey } from '../model/names.ts';
import type { TracedSession } from '../model/trace.ts';
import { indexModel } from '../model/model-index.ts';
import type { Task } from '../model/task.ts';
import { goalOf } from './goal.ts';
import { instructionOf } from './instruction.ts';
import { isSayable } from './is-sayable.ts';
import { ProgramBuilder } from './program-builder.ts';
import { recordedCalls } from './recorded-calls.ts';
import type { Span } from './span.ts';
import { startState } from './start-state.ts';

export interface SpanInput {
  readonly model: LearnedModel;
  readonly session: TracedSession;
  readonly span: Span;
  readonly use: Task['use'];
  readonly seed: number;
}

const MOST_ENTITIES = 5;
/** Longer than anybody would ask a colleague in one breath. */
const LONGEST_INSTRUCTION = 700;
/** A minute after the recording's last moment: everything in the world is in the past. */
const START_DELAY_MS = 60_000;

/** One task, or the reason why this span gives none. */
export function taskFromSpan({ model, session, span, use, seed }: SpanInput): Task | string {
  const cut = span.steps[0]?.seq ?? 0;
  const start = startState(model, session, cut);
  const builder = new ProgramBuilder({ model, session, span, start, seed });
  const problem = builder.build();
  if (problem !== null) return problem;
  const goal = goalOf({ model, span, start, writes: builder.writes });
  if (goal.length === 0) return 'no_goal';
  const keys = new Set(
    goal.map((atom, at) => (atom.kind === 'field' || atom.kind === 'gone' ? atom.key : `new ${at}`)),
  );
  if (keys.size > MOST_ENTITIES) return 'bulk';
  if (!isSayable(model, builder)) return 'unsayable';
  const wording = instructionOf({ model, builder, seed: `${seed} ${session.id} ${cut}` });
  if (wording === null || wording.instruction.length > LONGEST_INSTRUCTION) return 'unsayable';
  const kind = kindOf(model, span);
  const operations = builder.writes.map((write) => write.operation.name).join('+');
  const workflow =
    session.workflow === null ? operations : span.whole ? session.workflow : `${session.workflow}/${operations}`;
  const content = { session: session.id, cut, whole: span.whole, goal, inputs: builder.inputs } as unknown as Json;
  return {
    id: `t${sha256(canonicalJson(content)).slice(0, 10)}`,
    session: session.id,
    cut,
    workflow,
    kind,
    use,
    instruction: wording.instruction,
    phrasings: wording.phrasings,
    inputs: builder.inputs,
    start: start.patches,
    startAt: model.base.at + START_DELAY_MS,
    principal: session.principal,
    goal,
    oracle: { steps: builder.steps },
    scope: [
      ...new Set(
        goal.flatMap((atom): EntityKey[] => (atom.kind === 'field' || atom.kind === 'gone' ? [atom.key] : [])),
      ),
    ],
    recorded: recordedCalls(model, session, cut, span.steps.at(-1)?.seq ?? cut),
    withRead: builder.steps.some((step) => step.kind === 'find' || step.kind === 'read'),
    writes: builder.writes.length,
  };
}

function kindOf(model: LearnedModel, span: Span): Task['kind'] {
  const index = indexModel(model);
  const kinds = span.steps.map((step) => (step.operation === null ? undefined : index.operation(step.operation)?.kind));
  if (kinds.includes('create')) return 'create';
  if (kinds.includes('update') || kinds.includes('replace')) return 'update';
  return kinds.includes('delete') ? 'delete' : 'action';
}
