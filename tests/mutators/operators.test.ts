import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import { BEYOND, OPERATORS } from '../support/operators.ts';

/** How many operators each family of breaks has. */
const FAMILIES = { A: 10, B: 8, C: 10, D: 9, E: 12, F: 8, G: 7, H: 7, I: 4, J: 9, K: 8, L: 3 };

describe('the operators by which production breaks', () => {
  it('are all there, from A1 to L3', () => {
    const ids = Object.entries(FAMILIES).flatMap(([family, count]) =>
      Array.from({ length: count }, (_, at) => `${family}${at + 1}`),
    );
    expect(Object.keys(OPERATORS)).toEqual(ids);
  });

  it('are mutators of the catalogue, or have a reason', () => {
    const known = new Set(CATALOGUE.map(({ id }) => id));
    for (const [operator, { by, because }] of Object.entries(OPERATORS)) {
      expect(
        by.filter((id) => !known.has(id)),
        operator,
      ).toEqual([]);
      expect(by.length > 0 || (because ?? '').length > 40, operator).toBe(true);
    }
    expect(Object.values(OPERATORS).filter(({ by }) => by.length > 0).length).toBeGreaterThanOrEqual(80);
  });

  it('leave no mutator unaccounted for', () => {
    const told = new Set([...Object.values(OPERATORS).flatMap(({ by }) => by), ...BEYOND]);
    expect(CATALOGUE.filter(({ id }) => !told.has(id)).map(({ id }) => id)).toEqual([]);
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(80);
  });
});
