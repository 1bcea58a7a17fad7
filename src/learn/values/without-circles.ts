import type { JsonPath } from '../../model/json.ts';
import type { FieldWrite } from '../../model/effect.ts';
import type { Expr } from '../../model/expr.ts';
import { inputsOf } from '../records/invariants.ts';

/**
 * Two fields that always agree may each be learned as a copy of the other: one of every such circle is learned from elsewhere.
 *
 * @param ruled writes that stand: what they read of the others makes circles, too
 */
export function withoutCircles(
  writes: readonly FieldWrite[],
  relearned: (path: JsonPath) => Expr,
  ruled: readonly FieldWrite[] = [],
): readonly FieldWrite[] {
  const kept = new Map([...writes, ...ruled].map((write) => [nameOf(write.path), write]));
  for (const { path } of writes.toSorted((a, b) => a.path.length - b.path.length)) {
    if (reachesItself(nameOf(path), kept)) kept.set(nameOf(path), { path, value: relearned(path) });
  }
  return writes.map((write) => kept.get(nameOf(write.path)) ?? write);
}

function reachesItself(name: string, writes: ReadonlyMap<string, FieldWrite>): boolean {
  const seen = new Set<string>();
  const visit = (from: string): boolean => {
    if (from === name && seen.size > 0) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    const write = writes.get(from);
    return write !== undefined && inputsOf(write.value).some(visit);
  };
  return visit(name);
}

function nameOf(path: JsonPath): string {
  return path.join('\u0000');
}
