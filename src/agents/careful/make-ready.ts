import type { Json } from 'offscript';
import type { Answer } from '../answer.ts';
import { valuesIn } from '../json.ts';
import type { WriteStep } from '../script.ts';
import { updateField } from './update-field.ts';
import { fieldOf, type Found, type Work } from './work.ts';

/**
 * Where a refusal says what has to be so first, or the person has said so, makes it so. Only on the records that the write is about, and only a
 * field that they have: an error is no one to take orders from.
 *
 * @example 409 'The status of this order must be "returned" first.'  ->  PATCH /orders/7 {"status":"returned"}
 */
export async function makeReady(work: Work, step: WriteStep, refusal: Answer): Promise<boolean> {
  if (refusal.status !== 409 && refusal.status !== 422) return false;
  const texts = refusal.body === undefined ? [] : [...valuesIn(refusal.body)].map(({ value }) => value);
  for (const text of [...texts, ...sentencesOf(work.episode.instruction)]) {
    if (typeof text !== 'string' || !/\b(?:first|before|must be|has to be)\b/i.test(text)) continue;
    const wanted =
      /\bto "([^"]+)"|\bmust be "([^"]+)"|\bto be "([^"]+)"|\b(?:to|be) (-?\d+(?:\.\d+)?|true|false)\b/.exec(text);
    const value = wanted?.[1] ?? wanted?.[2] ?? wanted?.[3] ?? scalarOf(wanted?.[4]);
    if (value === undefined) continue;
    for (const found of concerned(work, step)) {
      const field = fieldIn(work, found, text);
      if (field === null || fieldOf(work, found, [field]) === undefined) continue;
      const answer = await updateField(work, found, [field], value);
      if (answer !== null && answer.status < 300 && answer.flaw === null) return true;
    }
  }
  return false;
}

function sentencesOf(instruction: string): readonly string[] {
  return instruction.split(/(?<=[.;!?]) /);
}

function scalarOf(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  return text === 'true' ? true : text === 'false' ? false : Number(text);
}

/** Records that the request names. */
function concerned(work: Work, step: WriteStep): readonly Found[] {
  const names = step.settings.flatMap(({ value }) => (value.v === 'from' ? [value.step] : [])).reverse();
  return [...new Set(names)].flatMap((name) => work.records.get(name) ?? []);
}

/** The field with the longest name among those that the text names. */
function fieldIn(work: Work, { resource }: Found, text: string): string | null {
  const plain = ` ${text.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ')} `;
  const named = (work.book.resources[resource]?.fields ?? []).filter((field) =>
    plain.includes(
      ` ${field
        .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, ' ')} `,
    ),
  );
  return named.sort((a, b) => b.length - a.length)[0] ?? null;
}
