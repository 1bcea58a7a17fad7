/** How easily a table of rules would have fitted by chance. */
import { canonicalJson, type Json } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { matches } from './evaluate.ts';
import type { Sample } from './value-sample.ts';

/** A rule fits by chance less often than this, all the keys together that were tried. */
const LIMIT = 0.5;

/**
 * Whether as many witnesses of either rule, shuffled, would fall apart along one of `tried` keys anyway. Witnesses that
 * several rules explain tell nothing.
 *
 * @param rules each witness with the rule of its group
 */
export function isCoincidence(
  rules: readonly { readonly sample: Sample; readonly rule: Expr }[],
  tried: number,
): boolean {
  const distinct = new Map(rules.map(({ rule }) => [canonicalJson(rule as unknown as Json), rule]));
  const counts = new Map<string, number>();
  for (const { sample } of rules) {
    const fits = [...distinct].filter(([, rule]) => matches(rule, sample.scene, sample.value, sample.draft));
    const [only] = fits;
    if (fits.length === 1 && only !== undefined) counts.set(only[0], (counts.get(only[0]) ?? 0) + 1);
  }
  if (counts.size < 2) return false;
  return Math.log(tried) - logArrangements([...counts.values()]) > Math.log(LIMIT);
}

/** Logarithm of the ways to arrange so many things of each kind. */
function logArrangements(counts: readonly number[]): number {
  const factorial = (n: number): number =>
    Array.from({ length: n }, (_, at) => Math.log(at + 1)).reduce((a, b) => a + b, 0);
  return factorial(counts.reduce((a, b) => a + b, 0)) - counts.reduce((sum, count) => sum + factorial(count), 0);
}
