import { mapLeaves, type Json } from '../../model/json.ts';
import { moveTime } from './move-time.ts';

/** Every time in a value, moved together. */
export function moveTimes(value: Json, byMs: number): Json {
  return mapLeaves(value, (leaf) => moveTime(leaf, byMs) ?? leaf);
}
