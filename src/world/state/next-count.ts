import { valueAt, type Json } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { numberIn } from '../../model/number-in.ts';
import type { Turn } from '../compiled.ts';
import { createDice } from '../effects/dice.ts';
import { makeId } from './make-id.ts';

type Counter = Extract<Expr, { k: 'counter' }>;

/** The next value of a field that counts over all records of its resource, those made in this world included. */
export function nextCount(turn: Turn, { resource, path, shape }: Counter): Json {
  const name = `${resource}#${path.join('.')}`;
  const step = shape.kind === 'integer' ? Math.max(1, shape.step) : 1;
  const next = turn.state.sequence(
    name,
    turn.compiled.base.highest(resource, name, (rec) => countOf(shape, valueAt(rec.doc, path))) + step,
  );
  turn.state.setSequence(name, next + step);
  const text = makeId(shape, { next, words: '', dice: createDice(turn.seed, name, next) });
  return shape.kind === 'integer' && typeof sampleOf(turn, resource, path) !== 'string' ? Number(text) : text;
}

function countOf(shape: Counter['shape'], value: Json | undefined): number {
  if (typeof value !== 'string' && typeof value !== 'number') return 0;
  const digits = shape.kind === 'pattern' ? numberIn(shape, String(value)) : String(value);
  return Number(digits ?? 0) || 0;
}

/** A value the field had, which tells numbers from texts of digits. */
function sampleOf(turn: Turn, resource: string, path: Counter['path']): Json | undefined {
  const field = turn.resource(resource)?.fields.find((one) => one.path.join('.') === path.join('.'));
  return field?.types.includes('string') === true && !field.types.includes('integer') ? '' : 0;
}
