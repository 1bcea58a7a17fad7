import { canonicalJson, type Json } from '../model/json.ts';
import type { Drift } from './drift-class.ts';
import type { AnyMutator } from './mutator.ts';

/**
 * The mutators that make a world drift in just the ways given: each only where the drift was, and with the names it brought.
 * Those that cannot make any of them are left out.
 */
export function likeDrifts(catalogue: readonly AnyMutator[], drifts: readonly Drift[]): readonly AnyMutator[] {
  return catalogue.flatMap((mutator) => {
    const { like } = mutator;
    if (like === null) return [];
    const targets: AnyMutator['targets'] = function* (context) {
      const seen = new Set<string>();
      for (const target of mutator.targets(context)) {
        for (const drift of drifts) {
          const exact: Json = like(target, drift);
          const text = canonicalJson(exact);
          if (exact === null || seen.has(text)) continue;
          seen.add(text);
          yield exact;
        }
      }
    };
    return [Object.freeze({ ...mutator, targets })];
  });
}
