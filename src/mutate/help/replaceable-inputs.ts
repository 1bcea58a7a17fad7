import type { Json, JsonPath } from '../../model/json.ts';
import type { MutatorContext } from '../mutator-context.ts';

/** An input that a write sends as it is, and that the API would take another value for. */
export type ReplaceableInput = {
  readonly input: string;
  /** The field of the record it becomes. */
  readonly path: JsonPath;
  readonly value: string | number;
  readonly other: string | number;
};

const MOST = 8;

/** Inputs that nothing else of the task depends on, with a value that the recording shows to be possible. */
export function replaceableInputs(context: MutatorContext): readonly ReplaceableInput[] {
  const program = JSON.stringify(context.task.oracle);
  const all: ReplaceableInput[] = [];
  for (const step of context.task.oracle.steps) {
    if (step.kind !== 'write' || step.resource === null) continue;
    for (const { slot, value } of step.slots) {
      if (slot.in !== 'body' || value.v !== 'input') continue;
      const told = context.task.inputs[value.name];
      const path: JsonPath = slot.path.slice(-1);
      const confirmed =
        step.confirm === null
          ? 0
          : JSON.stringify(step.confirm).split(`"name":${JSON.stringify(value.name)}`).length - 1;
      const uses = program.split(`"name":${JSON.stringify(value.name)}`).length - 1 - confirmed;
      if (
        uses !== 1 ||
        !isPlain(told) ||
        !isAsked(context, path, told) ||
        !context.task.instruction.includes(String(told))
      )
        continue;
      const field = context.field(step.resource, path);
      if (
        field === null ||
        field.role === 'foreign-key' ||
        field.role === 'natural-key' ||
        context.model.workflow.lifecycles.some(
          ({ resource, field: stage }) => resource === step.resource && stage.join('.') === path.join('.'),
        )
      )
        continue;
      for (const other of (field.enum ?? field.examples).filter(
        (candidate) => isPlain(candidate) && typeof candidate === typeof told && candidate !== told,
      )) {
        if (isPlain(other) && !isCurrent(context, path, other))
          all.push({ input: value.name, path, value: told, other });
      }
    }
  }
  return all.slice(0, MOST);
}

function isPlain(value: Json | undefined): value is string | number {
  return (
    typeof value === 'number' ||
    (typeof value === 'string' && value.length > 1 && value.length <= 80 && !/["\n]/.test(value))
  );
}

/** The goal asks for this very value, in one place. */
function isAsked({ task }: MutatorContext, path: JsonPath, value: Json): boolean {
  const atoms = task.goal.flatMap((atom) =>
    atom.kind === 'field' ? [{ path: atom.path, match: atom.match }] : atom.kind === 'new' ? atom.fields : [],
  );
  const there = atoms.filter((atom) => atom.path.join('.') === path.join('.'));
  return there.length === 1 && there[0]?.match.m === 'exact' && there[0].match.value === value;
}

/** The record has the value already: nothing would be left to do. */
function isCurrent(context: MutatorContext, path: JsonPath, value: Json): boolean {
  return context.task.goal.some(
    (atom) =>
      atom.kind === 'field' &&
      atom.path.join('.') === path.join('.') &&
      context.entity(atom.key)?.doc[String(path[0])] === value,
  );
}
