import { timeOf } from '../../model/time-format.ts';
import type { IdShape } from '../../model/id-shape.ts';
import { idShapeOf } from '../records/id-shape.ts';
import type { Sample } from './value-sample.ts';

const MIN_SAMPLES = 4;

/** The shape of values that went on counting from one new record to the next; null where they did not. */
export function counterOf(samples: readonly Sample[]): IdShape | null {
  if (samples.length < MIN_SAMPLES) return null;
  const values = samples
    .toSorted((a, b) => a.scene.call.tick - b.scene.call.tick)
    .map(({ value }) => value)
    .filter((value) => value !== undefined && value !== null);
  if (values.length < samples.length || values.some((value) => typeof value !== typeof values[0])) return null;
  if (values.every((value) => timeOf(value) !== null)) return null;
  const texts = values.map((value) => (typeof value === 'object' ? '' : String(value)));
  const shape = idShapeOf(texts);
  if (shape.kind !== 'integer' && shape.kind !== 'pattern') return null;
  const numbers = texts.map((text) =>
    Number(shape.kind === 'integer' ? text : text.slice(shape.prefix.length, text.length - shape.suffix.length)),
  );
  const grows = numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? number));
  const spread = (numbers.at(-1) ?? 0) - (numbers[0] ?? 0);
  return grows && spread <= 40 * numbers.length && (numbers[0] ?? 0) >= 0 ? shape : null;
}
