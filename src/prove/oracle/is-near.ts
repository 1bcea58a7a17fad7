import type { Json } from '../../model/json.ts';
import { sameText } from './same-text.ts';

const MOST_EDITS = 2;

/** The same to somebody who reads too fast: a text that differs in a letter or two. */
export function isNear(left: Json | undefined, right: Json | undefined): boolean {
  if (sameText(left, right)) return true;
  if (typeof left !== 'string' || typeof right !== 'string' || right.length < 2 * MOST_EDITS) return false;
  return Math.abs(left.length - right.length) <= MOST_EDITS && edits(left, right) <= MOST_EDITS;
}

/** Letters to change, add or take away (Levenshtein). */
function edits(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= right.length; to += 1)
      next.push(
        Math.min(
          (row[to] ?? 0) + 1,
          (next[to - 1] ?? 0) + 1,
          (row[to - 1] ?? 0) + (left[at - 1] === right[to - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[right.length] ?? 0;
}
