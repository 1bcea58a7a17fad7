/** Other ids for the ids of one resource: as many, of the same look, in the same order. */
import type { IdShape } from '../../model/id-shape.ts';
import { numberIn } from '../../model/number-in.ts';
import type { Dice } from '../effects/dice.ts';

/** Old id to new id. Slugs stay: they are words, and words follow the names they are made of. */
export function idBijection(ids: readonly string[], shape: IdShape, dice: Dice): ReadonlyMap<string, string> {
  switch (shape.kind) {
    case 'slug':
      return new Map();
    case 'integer':
      return numbersByLength(ids, '', '', dice);
    case 'pattern':
      return numbersByLength(ids, shape.prefix, shape.suffix, dice);
    default:
      return textsByRank(ids, dice);
  }
}

/** Numbers keep their count of digits, so that texts keep their length and sorted lists their order. */
function numbersByLength(
  ids: readonly string[],
  prefix: string,
  suffix: string,
  dice: Dice,
): ReadonlyMap<string, string> {
  const groups = new Map<number, string[]>();
  for (const id of ids) {
    const digits = numberIn({ prefix, suffix }, id);
    if (digits === null) continue;
    const group = groups.get(digits.length);
    if (group === undefined) groups.set(digits.length, [digits]);
    else group.push(digits);
  }
  const map = new Map<string, string>();
  for (const [length, group] of groups) {
    const lowest = length === 1 ? 1 : 10 ** (length - 1);
    const padded = group.some((digits) => digits.startsWith('0') && length > 1);
    const sorted = group.toSorted((a, b) => Number(a) - Number(b));
    const chosen = someOf(sorted.length, padded || Number(sorted[0]) < lowest ? 0 : lowest, 10 ** length - 1, dice);
    for (const [rank, digits] of sorted.entries())
      map.set(prefix + digits + suffix, prefix + String(chosen[rank]).padStart(padded ? length : 0, '0') + suffix);
  }
  return map;
}

/** `count` different whole numbers of a range, ascending. Near the upper end for records that came late is as good as anywhere. */
function someOf(count: number, from: number, to: number, dice: Dice): readonly number[] {
  const size = to - from + 1;
  if (count >= size) return Array.from({ length: count }, (_, index) => from + index);
  if (count * 3 < size) {
    const chosen = new Set<number>();
    while (chosen.size < count) chosen.add(from + dice.below(size));
    return [...chosen].sort((a, b) => a - b);
  }
  const all = Array.from({ length: size }, (_, index) => from + index);
  for (let left = size; left > size - count; left--) {
    const pick = dice.below(left);
    const last = all[left - 1] ?? from;
    all[left - 1] = all[pick] ?? from;
    all[pick] = last;
  }
  return all.slice(size - count).sort((a, b) => a - b);
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const HEX = '0123456789abcdef';

function textsByRank(ids: readonly string[], dice: Dice): ReadonlyMap<string, string> {
  const old = [...new Set(ids)].filter((id) => id.length >= 6).sort();
  const fresh = new Set<string>();
  for (const id of old) {
    let next = redrawn(id, dice);
    while (fresh.has(next)) next = redrawn(id, dice);
    fresh.add(next);
  }
  const sorted = [...fresh].sort();
  return new Map(old.map((id, rank) => [id, sorted[rank] ?? id]));
}

/** Letters for letters, digits for digits; a prefix (`cus_`) stays, and of time-ordered UUIDs their time. */
function redrawn(id: string, dice: Dice): string {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i.exec(id);
  const kept = uuid === null ? (/^[A-Za-z]+[_-]/.exec(id)?.[0].length ?? 0) : uuid[1] === '7' ? 15 : 0;
  const isHex = /^[0-9a-f-]+$/.test(id.slice(kept));
  return [...id]
    .map((char, at) => {
      if (at < kept || (uuid !== null && (at === 14 || at === 19))) return char;
      if (isHex && HEX.includes(char)) return dice.text(HEX, 1);
      if (/\d/.test(char)) return dice.text('0123456789', 1);
      if (/[a-z]/.test(char)) return dice.text(LOWER, 1);
      return /[A-Z]/.test(char) ? dice.text(LOWER, 1).toUpperCase() : char;
    })
    .join('');
}
