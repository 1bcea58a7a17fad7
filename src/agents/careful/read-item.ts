import type { Json } from 'offscript';
import type { Answer } from '../answer.ts';
import { isObject, valueAt } from '../json.ts';
import type { ScriptOperation } from '../script.ts';
import { idOf, type Found, type Work } from './work.ts';

/** The record itself, by its id; null where the API does not show it. */
export async function readItem(work: Work, row: Found): Promise<Found | null> {
  const name = work.book.resources[row.resource]?.read ?? null;
  const operation = name === null ? undefined : work.book.operations[name];
  const target = /\{(\w+)\}/.exec(operation?.path ?? '')?.[1];
  const id = idOf(work, row);
  if (operation === undefined || target === undefined || id === null) return null;
  const answer = await work.send({ operation, values: [{ place: { in: 'path', name: target }, value: id }] });
  const record = recordIn(answer, operation);
  return record === null ? null : { resource: row.resource, record };
}

/** Where the record was, or what the answer wraps it in now, or the whole body. */
export function recordIn(answer: Answer, operation: ScriptOperation): Json | null {
  if (answer.status >= 300 || answer.flaw !== null || !isObject(answer.body)) return null;
  const there = operation.shows === null ? undefined : valueAt(answer.body, operation.shows);
  if (isObject(there)) return there;
  const entries = Object.values(answer.body);
  const [only] = entries;
  return entries.length === 1 && isObject(only) ? only : answer.body;
}
