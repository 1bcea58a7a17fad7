import type { Script, ScriptBook, ScriptOperation, WriteStep } from './script.ts';

/**
 * In how many ways a script is not what an instruction asks for: other numbers or kinds of writes, more or fewer
 * texts to word.
 *
 * @example misfitOf(book, 'Set plan to "pro" on customer 7; write the notes in your own words', { writes plan only })  ->  1
 */
export function misfitOf(book: ScriptBook, instruction: string, script: Script): number {
  const clauses = clausesOf(instruction);
  const writes = script.steps.filter((step): step is WriteStep => step.kind === 'write');
  if (isQuestion(instruction)) return writes.length === 0 ? 0 : 4;
  let misfit = 2 * Math.abs(clauses.length - writes.length);
  for (const [at, step] of writes.entries()) {
    const clause = clauses[at];
    if (clause === undefined) continue;
    const operation = book.operations[step.operation];
    if (operation !== undefined && !isOf(operation, clause)) misfit += 1;
    const texts = step.settings.filter(({ value }) => value.v === 'prose').length;
    misfit += Math.abs(texts - (clause.match(/in your own words/g) ?? []).length);
  }
  return misfit;
}

/** What is to be done, one after the other; quotations left out. */
function clausesOf(instruction: string): readonly string[] {
  return instruction
    .replaceAll(/"[^"]*"/g, '""')
    .replace(/^(?:please|could you|hi, i need you to|can you take care of this:|first,)\s+/i, '')
    .split(/\. (?:Then|Finally,) |; (?:then|and finally) /)
    .map((clause) => clause.trim());
}

function isQuestion(instruction: string): boolean {
  return /^(?:What is|Please look up|I need the|Could you check the)\b/.test(instruction);
}

function isOf({ kind, path, name }: ScriptOperation, clause: string): boolean {
  const lower = clause.toLowerCase();
  const [verb = ''] = lower.split(/\s/, 1);
  switch (kind) {
    case 'create':
      return verb === 'create' || /^add an? /.test(lower);
    case 'delete':
      return verb === 'delete';
    case 'update':
    case 'replace':
      return verb === 'set' || verb === 'clear' || verb === 'write' || verb === 'on';
    default: {
      const last = path.split('/').at(-1)?.toLowerCase() ?? '';
      return (
        !['create', 'set', 'clear', 'write', 'on'].includes(verb) &&
        (last.startsWith(verb) || last.startsWith('{') || name.startsWith(verb) || /^(?:add|remove) the /.test(lower))
      );
    }
  }
}
