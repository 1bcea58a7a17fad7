import type { JsonPath } from 'offscript';
import { plainLook } from './adapt-script.ts';
import type { Script, ScriptBook } from './script.ts';

/**
 * A script for a question that nobody has asked before, by its name: which operation shows the record, and which of
 * its fields is asked for.
 *
 * @example 'change-plan/answer_get_customer_notes', ['customer_email']  ->  find the customer, answer with its notes
 */
export function answerScript(book: ScriptBook, workflow: string, inputs: readonly string[]): Script | null {
  const question = /\/answer_(.+)$/.exec(workflow)?.[1];
  if (question === undefined) return null;
  const operation = Object.values(book.operations)
    .filter(({ name }) => question.startsWith(`${name}_`))
    .sort((a, b) => b.name.length - a.name.length)[0];
  const facts = operation === undefined ? undefined : book.resources[operation.resource];
  if (operation === undefined || facts === undefined) return null;
  const path = fieldNamed(question.slice(operation.name.length + 1), facts.fields);
  const look = plainLook(book, operation.resource, 'record', inputs);
  if (path === null || look === null) return null;
  return { workflow, inputs, steps: [...look, { kind: 'answer', value: { v: 'from', step: 'record', path } }] };
}

function fieldNamed(name: string, fields: readonly string[]): JsonPath | null {
  if (fields.includes(name)) return [name];
  const outer = fields.find((field) => name.startsWith(`${field}_`));
  return outer === undefined ? null : [outer, name.slice(outer.length + 1)];
}
