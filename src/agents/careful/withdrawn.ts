import type { ScriptBook, ScriptStep, WriteStep } from '../script.ts';

const TAKEN_BACK = [
  /\bleave out ([^.,;]+)/i,
  /\bforget about ([^.,;]+)/i,
  /(?:^|[.:;] )\s*(?:one change of plan: )?([^.:;]+?) (?:is|are) no longer (?:wanted|needed)/i,
  /\b(?:do not|don't) ((?:create|change|delete|set) [^.,;]+)/i,
];

/** The steps of a script without the writes that the instruction takes back at its end. */
export function withoutWithdrawn(
  book: ScriptBook,
  steps: readonly ScriptStep[],
  instruction: string,
): readonly ScriptStep[] {
  const own = instruction.replaceAll(/"[^"]*"/g, '""');
  const what = TAKEN_BACK.flatMap((pattern) => pattern.exec(own)?.[1]?.toLowerCase() ?? []);
  return what.length === 0
    ? steps
    : steps.filter((step) => step.kind !== 'write' || !what.some((words) => isMeant(book, step, words)));
}

function isMeant(book: ScriptBook, step: WriteStep, words: string): boolean {
  const operation = book.operations[step.operation];
  const noun = book.resources[operation?.resource ?? '']?.singular.replaceAll(/[^A-Za-z0-9]+/g, ' ').toLowerCase();
  if (operation === undefined || noun === undefined || !words.includes(noun)) return false;
  if (/\bnew\b|\bcreat/.test(words)) return operation.kind === 'create';
  if (/\bdelet/.test(words)) return operation.kind === 'delete';
  return operation.kind !== 'create' && operation.kind !== 'delete';
}
