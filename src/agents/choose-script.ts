import { adaptScript } from './adapt-script.ts';
import type { Script, ScriptBook } from './script.ts';

/**
 * The script of this workflow for these inputs; where none was written down, the nearest one, fitted to what is given.
 * Null where no script does anything like it.
 */
export function chooseScript(book: ScriptBook, workflow: string, inputs: readonly string[]): Script | null {
  const exact = book.scripts.find((script) => script.workflow === workflow && sameNames(script.inputs, inputs));
  if (exact !== undefined) return exact;
  const ranked = book.scripts
    .map((script) => ({ script, nearness: nearness(script, workflow, inputs) }))
    .filter((one) => one.nearness > 0)
    .sort((a, b) => b.nearness - a.nearness);
  const nearest = ranked[0]?.script;
  return nearest === undefined ? null : adaptScript(book, nearest, inputs);
}

/** The same writes count most, then the same workflow, then how many of the inputs it uses. */
function nearness(script: Script, workflow: string, inputs: readonly string[]): number {
  const [base, writes] = parts(workflow);
  const [ownBase, ownWrites] = parts(script.workflow);
  const sameWork = script.workflow === workflow ? 200 : writes !== null && writes === ownWrites ? 120 : 0;
  if (sameWork === 0 && base !== ownBase) return 0;
  const shared = script.inputs.filter((name) => inputs.includes(name)).length;
  const apart = script.inputs.length + inputs.length - 2 * shared;
  return sameWork + (base === ownBase ? 30 : 0) + 2 * shared - apart;
}

/** `refund-order/create_refund`  ->  `refund-order` and `create_refund` */
function parts(workflow: string): readonly [string, string | null] {
  const at = workflow.indexOf('/');
  return at < 0 ? [workflow, null] : [workflow.slice(0, at), workflow.slice(at + 1)];
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}
