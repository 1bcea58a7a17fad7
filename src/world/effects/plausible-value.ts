import type { Json } from '../../model/json.ts';
import type { FieldModel } from '../../model/field.ts';
import type { Dice } from './dice.ts';

/** A value this field could well have, from what was recorded of it. Undefined where nothing is known. */
export function plausibleValue(field: FieldModel, dice: Dice): Json | undefined {
  if (field.nullShare > 0 && dice.unit() < field.nullShare) return null;
  const options = (field.enum ?? field.examples).filter((value) => value !== null);
  if (options.length > 0) return options[dice.below(options.length)];
  if (field.nullShare > 0) return null;
  if (field.types.includes('integer') && field.min !== null && field.max !== null) {
    return field.min + dice.below(field.max - field.min + 1);
  }
  if (field.types.includes('number') && field.min !== null && field.max !== null) {
    return Math.round((field.min + dice.unit() * (field.max - field.min)) * 100) / 100;
  }
  if (field.types.includes('boolean')) return dice.unit() < 0.5;
  if (field.types.includes('array')) return [];
  if (field.types.includes('object')) return {};
  return undefined;
}
