import type { Random } from 'fast-check';
import { isObject, type Json } from '../model/json.ts';
import type { AnyMutator } from './mutator.ts';

const DRAWS = 5;

/**
 * Parameters for a mutation. With an intensity, the mildest to the harshest of a few draws: how far their numbers lie from the
 * neutral ones.
 *
 * @param level 0..1; null: as they come
 */
export function drawParams(mutator: AnyMutator, random: Random, level: number | null): Json {
  const draw = (): Json => mutator.params.generate(random, undefined).value;
  if (level === null) return draw();
  const draws = Array.from({ length: DRAWS }, draw)
    .map((params) => ({ params, far: distance(params, mutator.neutral) }))
    .sort((left, right) => left.far - right.far);
  return (draws[Math.round(Math.min(1, Math.max(0, level)) * (DRAWS - 1))] as { readonly params: Json }).params;
}

/** How far the numbers of some parameters lie from the neutral ones, added up. */
export function distance(params: Json, neutral: Json): number {
  if (!isObject(params)) return 0;
  return Object.entries(params).reduce((sum, [name, value]) => {
    const from = isObject(neutral) ? neutral[name] : undefined;
    return typeof value === 'number' ? sum + Math.abs(value - (typeof from === 'number' ? from : 0)) : sum;
  }, 0);
}
