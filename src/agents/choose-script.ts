import { answerScript } from './answer-script.ts';
import { adaptScript } from './adapt-script.ts';
import type { Script, ScriptBook } from './script.ts';

/**
 * The script of this workflow for these inputs; where none was written down, the nearest one, fitted to what is given.
 * Null where no script does anything like it.
 *
 * @param misfit how badly a script fits what else is known; 0 is a fit, 1 one thing that is not so
 */
export function chooseScript(
  book: ScriptBook,
  workflow: string,
  inputs: readonly string[],
  misfit: (script: Script) => number = () => 0,
): Script | null {
  let best: { readonly script: Script; readonly distance: number } | null = null;
  for (const script of book.scripts) {
    const apart = distance(script, workflow, inputs);
    if (apart === null) continue;
    const whole = apart + MISFIT * misfit(script);
    if (best === null || whole < best.distance) best = { script, distance: whole };
  }
  if (best === null) return answerScript(book, workflow, inputs);
  return sameNames(best.script.inputs, inputs) ? best.script : adaptScript(book, best.script, inputs);
}

const MISFIT = 12;
const OTHER_WORK = 10;
const OTHER_WORKFLOW = 14;
/** An input that is missing or too many; and one that names the same record by another field. */
const OTHER_INPUT = 4;
const OTHER_NAME = 2;

/** 0 for the very script; null where it has nothing to do with the workflow. */
function distance(script: Script, workflow: string, inputs: readonly string[]): number | null {
  const [base, writes] = parts(workflow);
  const [ownBase, ownWrites] = parts(script.workflow);
  const isAnswer = writes?.startsWith('answer_') === true;
  if (isAnswer ? writes !== ownWrites : ownWrites?.startsWith('answer_') === true) return null;
  const isSameWork = script.workflow === workflow || (writes !== null && writes === ownWrites);
  if (base !== ownBase && !isSameWork) return null;
  const missing = script.inputs.filter((name) => !inputs.includes(name));
  const extra = inputs.filter((name) => !script.inputs.includes(name));
  const renamed = missing.filter((name) => extra.some((other) => stem(other) === stem(name))).length;
  const apart = OTHER_INPUT * (missing.length + extra.length - 2 * renamed) + OTHER_NAME * renamed;
  return apart + (isSameWork ? 0 : OTHER_WORK) + (base === ownBase ? 0 : OTHER_WORKFLOW);
}

/** `refund-order/create_refund`  ->  `refund-order` and `create_refund` */
function parts(workflow: string): readonly [string, string | null] {
  const at = workflow.indexOf('/');
  return at < 0 ? [workflow, null] : [workflow.slice(0, at), workflow.slice(at + 1)];
}

/** What a name is about: `customer_email` and `customer_id` are about a customer. */
function stem(name: string): string {
  const at = name.indexOf('_');
  return at < 0 ? `${name}?` : name.slice(0, at);
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}
