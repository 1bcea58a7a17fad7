import { sha256 } from '../model/digest.ts';
import { canonicalJson, jsonEquals, type Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { indexModel, samePath } from '../model/model-index.ts';
import type { OracleStep, Value } from '../model/oracle.ts';
import { namesOperation, type Policy, type PolicyRule } from '../model/policy.ts';
import type { GoalAtom, Task } from '../model/task.ts';
import { valueWords } from './words.ts';

export interface UnderPolicies {
  readonly tasks: readonly Task[];
  /** Tasks whose recorded traffic breaks a rule. */
  readonly refused: number;
  /** Tasks that stand on either side of a limit, by id, with what both sides of a pair share: a set should have them. */
  readonly paired: ReadonlyMap<string, string>;
}

/**
 * Tasks as they are under business rules: what breaks one is not asked for, and what keeps within one gets a twin
 * beyond its limit, where the right act is to report.
 */
export function underPolicies(model: LearnedModel, tasks: readonly Task[], policies: readonly Policy[]): UnderPolicies {
  const kept: Task[] = [];
  const paired = new Map<string, string>();
  let refused = 0;
  for (const task of tasks) {
    const touched = policies.flatMap((policy) =>
      ruledInputs(model, task, policy.check).map((input) => ({ policy, ...input })),
    );
    if (touched.some(({ policy, value }) => value > policy.check.limit)) {
      refused += 1;
      continue;
    }
    kept.push(task);
    const [first] = touched;
    const twin = first === undefined ? null : beyond(task, first.policy, first.name, first.value);
    if (twin === null) continue;
    kept.push(twin);
    paired.set(task.id, task.id).set(twin.id, task.id);
  }
  return { tasks: kept, refused, paired };
}

/** The inputs that a task would send where a rule looks. */
function ruledInputs(
  model: LearnedModel,
  task: Task,
  rule: PolicyRule,
): readonly { readonly name: string | null; readonly value: number }[] {
  return task.oracle.steps.flatMap((step) => {
    if (step.kind !== 'write') return [];
    const operation = indexModel(model).operation(step.operation);
    if (operation === undefined || !namesOperation(rule.operation, operation)) return [];
    return step.slots.flatMap(({ slot, value }) => {
      if (slot.in !== 'body' || !samePath(slot.path, rule.field)) return [];
      const sent = value.v === 'input' ? task.inputs[value.name] : value.v === 'constant' ? value.value : undefined;
      return sent !== undefined && sent !== null && Number.isFinite(Number(sent))
        ? [{ name: value.v === 'input' ? value.name : null, value: Number(sent) }]
        : [];
    });
  });
}

/** The same request for more than the rule allows: the reads stay, a report stands before the writes. */
function beyond(task: Task, policy: Policy, input: string | null, value: number): Task | null {
  const about = evidenceOf(task);
  const told = input === null ? undefined : task.inputs[input];
  if (about === null || input === null || told === undefined) return null;
  const more = policy.check.limit + Math.max(1, Math.round(policy.check.limit / 4)) + (value % 7);
  const now: Json = typeof told === 'string' ? String(more) : more;
  const reword = (text: string): string =>
    text.replaceAll(
      new RegExp(`(?<![\\p{L}\\p{N}])${escaped(valueWords(told))}(?![\\p{L}\\p{N}])`, 'gu'),
      valueWords(now),
    );
  if (
    reword(task.instruction) === task.instruction ||
    Object.entries(task.inputs).some(([name, other]) => name !== input && jsonEquals(other, told))
  )
    return null;
  const goal: readonly GoalAtom[] = [{ kind: 'report', reason: policy.escalate.report, evidence: [about.id] }];
  const first = task.oracle.steps.findIndex(({ kind }) => kind === 'write');
  const report: OracleStep = { kind: 'report', reason: policy.escalate.report, evidence: [about.value] };
  return {
    ...task,
    id: `t${sha256(canonicalJson({ twin: task.id, policy: policy.id, now } as unknown as Json)).slice(0, 10)}`,
    instruction: reword(task.instruction),
    phrasings: task.phrasings.map(reword),
    inputs: { ...task.inputs, [input]: now },
    goal,
    oracle: { steps: [...task.oracle.steps.slice(0, first), report, ...task.oracle.steps.slice(first)] },
    scope: [],
    writes: 0,
  };
}

/** The record the first write is about, and how the oracle knows its id. */
function evidenceOf(task: Task): { readonly id: string; readonly value: Value } | null {
  const [atom] = task.goal;
  const key = atom?.kind === 'new' ? atom.parent : atom?.kind === 'field' || atom?.kind === 'gone' ? atom.key : null;
  const write = task.oracle.steps.find((step) => step.kind === 'write');
  const before = task.oracle.steps
    .slice(0, write === undefined ? 0 : task.oracle.steps.indexOf(write))
    .flatMap((step) => ('as' in step ? [step.as] : []));
  const value = write?.slots.find(
    ({ slot, value: from }) => slot.in === 'path' && from.v === 'from' && before.includes(from.step),
  )?.value;
  return key === null || key === undefined || value === undefined
    ? null
    : { id: key.slice(key.lastIndexOf('/') + 1), value };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
