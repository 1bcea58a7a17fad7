import { idOf, type Work } from './work.ts';

const MOST = 4;

/** Ids of the records found so far, those that matter most first. */
export function foundIds(work: Work, first: readonly string[] = []): readonly string[] {
  const found = [...work.records.values()].reverse().flatMap((one) => idOf(work, one) ?? []);
  return [...new Set([...first, ...found])].slice(0, MOST);
}
