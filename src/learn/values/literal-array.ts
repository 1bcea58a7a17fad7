/** Arrays that new records begin with, always as long: the first entry of a history. */
import { isArray, isObject, type Json } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { learnValue } from './learn-value.ts';
import type { LearnOptions, Sample } from './value-sample.ts';

const MAX_LENGTH = 4;

/** Null where the arrays differ in length or a field of an element stays unexplained. */
export function literalArray(samples: readonly Sample[], options: LearnOptions): Expr | null {
  const lengths = new Set(samples.map(({ value }) => (isArray(value) ? value.length : -1)));
  const [length = -1] = lengths;
  if (lengths.size !== 1 || length < 1 || length > MAX_LENGTH) return null;
  let array: Expr = { k: 'const', value: [] };
  for (let index = 0; index < length; index++) {
    const item = elementOf(
      samples.map((sample) => ({ ...sample, value: isArray(sample.value) ? sample.value[index] : undefined })),
      options,
    );
    if (item === null) return null;
    array = { k: 'append', array, item, spread: false, unique: false };
  }
  return array;
}

function elementOf(samples: readonly Sample[], options: LearnOptions): Expr | null {
  if (!samples.every(({ value }) => isObject(value))) return learnValue(samples, options)?.expr ?? null;
  const names = [...new Set(samples.flatMap(({ value }) => (isObject(value) ? Object.keys(value) : [])))];
  const fields: { readonly key: string; readonly value: Expr }[] = [];
  for (const name of names) {
    const made = samples.map(({ value, ...sample }): Sample => ({
      ...sample,
      value: isObject(value) ? (value[name] as Json | undefined) : undefined,
    }));
    const learned = learnValue(made, { ...options, name, path: [...options.path, '*', name] });
    if (learned === null) return null;
    fields.push({ key: name, value: learned.expr });
  }
  return { k: 'object', fields };
}
