/**
 * Expressions that could have made a value, cheapest first: equal values anywhere around the call,
 * times near its own, texts put together from known parts, sums and products of known numbers.
 */
import { numberCandidates } from './number-candidates.ts';
import { nowCandidates, shiftCandidates } from './time-candidates.ts';
import type { Json } from '../../model/json.ts';
import { numberOf } from './number-of.ts';
import { timeOf } from '../../model/time-format.ts';
import type { Atom, Candidate, Reach } from './candidate.ts';
import type { Scene } from './scene.ts';
import { atomsOf } from './atoms.ts';
import { recordCandidates } from './record-candidates.ts';
import { textCandidates } from './text-candidates.ts';

export function candidatesFor(value: Json, scene: Scene, reach: Reach): readonly Candidate[] {
  const found: Candidate[] = [
    { expr: { k: 'const', value }, cost: value === null || typeof value === 'boolean' ? 0.9 : 1.2 },
  ];
  const atoms = atomsOf(scene, reach);
  for (const atom of atoms) {
    const as = sameAs(atom.value, value);
    if (as === null) continue;
    const weak = isWeak(value) && atom.name !== reach.name ? 3 : 0;
    found.push({
      expr: atom.expr.k === 'slot' ? { ...atom.expr, as } : atom.expr,
      cost: atom.cost + (atom.name === reach.name ? 0 : 0.8) + weak + (as === 'json' ? 0 : 0.1),
    });
  }
  found.push(...recordCandidates(value, scene, reach));
  const time = timeOf(value);
  if (time !== null) found.push(...nowCandidates(time, scene.now));
  if (time !== null) found.push(...shiftCandidates(time, atoms));
  if (typeof value === 'string') textCandidates(value, atoms, found);
  if (typeof value === 'string' && DECIMAL_TEXT.test(value))
    found.push(...decimalCandidates(value, atoms, scene, reach));
  if (typeof value === 'number') found.push(...numberCandidates(value, atoms, scene, reach));
  return found;
}

const DECIMAL_TEXT = /^-?\d{1,12}\.\d{1,8}$/;

/** A number written with fixed decimals: whatever makes the number makes the text. */
function decimalCandidates(value: string, atoms: readonly Atom[], scene: Scene, reach: Reach): readonly Candidate[] {
  const digits = value.length - value.indexOf('.') - 1;
  const number = Number(value);
  const same = atoms
    .filter(({ value: have }) => have !== value && numberOf(have) === number)
    .map(({ expr, cost, name }) => ({ expr, cost: cost + 0.2 + (name === reach.name ? 0 : 0.8) }));
  return [...same, ...numberCandidates(number, atoms, scene, reach)].map(({ expr, cost }) => ({
    expr: { k: 'decimal', of: expr, digits },
    cost: cost + 0.2,
  }));
}

/** How an atom's value becomes the wanted one; null where it does not. */
function sameAs(have: Json, want: Json): 'json' | 'string' | 'number' | 'boolean' | null {
  if (typeof have === 'object' || typeof want === 'object') {
    if (have === null || want === null) return have === want ? 'json' : null;
    return typeof have === 'object' && typeof want === 'object' && JSON.stringify(have) === JSON.stringify(want)
      ? 'json'
      : null;
  }
  if (have === want) return 'json';
  if (typeof have === 'string' && typeof want === 'number')
    return have !== '' && Number(have) === want ? 'number' : null;
  if (typeof have === 'number' && typeof want === 'string') return String(have) === want ? 'string' : null;
  if (typeof have === 'string' && typeof want === 'boolean') return have === String(want) ? 'boolean' : null;
  return null;
}

/** Values so common that equality says little. */
function isWeak(value: Json): boolean {
  return (
    value === null ||
    typeof value === 'boolean' ||
    value === '' ||
    (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 10)
  );
}
