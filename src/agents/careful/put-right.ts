import type { Json } from 'offscript';
import type { Condition, WriteStep } from '../script.ts';
import { updateField } from './update-field.ts';
import { refuse } from './refuse.ts';
import { idOf, operationOf, resolve, type Found, type Work } from './work.ts';

/** Finishes what an earlier try left, instead of making a second one. False where the API has no way to. */
export async function putRight(work: Work, step: WriteStep, row: Found, wrong: readonly Condition[]): Promise<boolean> {
  for (const { path, equals } of wrong) {
    const value: Json | undefined = resolve(work, equals, step.as);
    const answer = value === undefined ? null : await updateField(work, row, path, value);
    if (answer === null) return false;
    if (answer.status >= 400 || answer.flaw !== null)
      throw refuse(work, answer, operationOf(work, step.operation).name, [idOf(work, row) ?? ''].filter(Boolean));
  }
  return true;
}
