/** Guards that compare the caller with whom a record names: only its author may change a comment. */
import { leavesOf, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Ref } from '../../model/expr.ts';
import { docOf, type Scene } from '../values/scene.ts';
import type { Feature, GuardContext } from './guard-context.ts';

const CALLER: Ref = { r: 'principal' };
const ENOUGH = 3;

export function ownerFeatures(
  refused: readonly Scene[],
  served: readonly Scene[],
  context: GuardContext,
): readonly Feature[] {
  const found: Feature[] = [];
  for (const of of context.refs) {
    if (of.r === 'principal' || of.r === 'created') continue;
    for (const [theirs, own] of agreements(served, of)) {
      const left = { k: 'field', of, path: theirs } as const;
      const right = { k: 'field', of: CALLER, path: own } as const;
      if (!refused.some((scene) => differ(scene, of, theirs, own))) continue;
      found.push({ guard: { g: 'differs', left, right }, prior: of.r === 'target' ? 2.2 : 1.9 });
    }
  }
  return found;
}

/** Fields of a record and of the caller that were the same in most served calls, with different callers. */
function agreements(served: readonly Scene[], of: Ref): readonly (readonly [JsonPath, JsonPath])[] {
  const votes = new Map<string, { readonly pair: readonly [JsonPath, JsonPath]; n: number; values: Set<string> }>();
  for (const scene of served.slice(-60)) {
    const theirs = namesIn(docOf(scene, of));
    const own = namesIn(docOf(scene, CALLER));
    for (const left of theirs)
      for (const right of own) {
        if (left.text !== right.text) continue;
        const key = JSON.stringify([left.path, right.path]);
        const vote = votes.get(key) ?? { pair: [left.path, right.path] as const, n: 0, values: new Set<string>() };
        vote.n++;
        vote.values.add(left.text);
        votes.set(key, vote);
      }
  }
  return [...votes.values()]
    .filter(({ n, values }) => n >= ENOUGH && values.size >= 2)
    .sort((a, b) => b.n - a.n)
    .slice(0, 6)
    .map(({ pair }) => pair);
}

function namesIn(doc: Json | null): readonly { readonly path: JsonPath; readonly text: string }[] {
  if (doc === null) return [];
  return [...leavesOf(doc)].flatMap(({ path, value }) =>
    path.length <= 2 &&
    path.every((step) => typeof step === 'string') &&
    (typeof value === 'string' || typeof value === 'number') &&
    value !== ''
      ? [{ path, text: String(value) }]
      : [],
  );
}

function differ(scene: Scene, of: Ref, theirs: JsonPath, own: JsonPath): boolean {
  const left = valueAt(docOf(scene, of) ?? undefined, theirs) ?? null;
  const right = valueAt(docOf(scene, CALLER) ?? undefined, own) ?? null;
  return left !== null && right !== null && String(left) !== String(right);
}
