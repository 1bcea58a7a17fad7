import type { MutatorContext } from '../mutator-context.ts';

/** A name for one more input that the task does not use yet. */
export function freeInputName({ task }: MutatorContext, wanted: string): string {
  const plain = wanted.replaceAll(/[^A-Za-z0-9_]+/g, '_');
  let name = plain;
  for (let at = 2; Object.hasOwn(task.inputs, name); at += 1) name = `${plain}_${at}`;
  return name;
}
