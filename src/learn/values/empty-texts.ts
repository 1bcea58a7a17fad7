/** Forms cannot say null: on many APIs an empty text takes a value away. Learned for the whole origin, as it is one parser's habit. */
import { leavesOf, valueAt } from '../../model/json.ts';
import type { Effect } from '../../model/effect.ts';
import type { Operation } from '../../model/operation.ts';
import type { Scene } from './scene.ts';

export function withEmptyTexts(
  operations: readonly Operation[],
  scenes: ReadonlyMap<string, readonly Scene[]>,
): readonly Operation[] {
  const votes = new Map<string, { cleared: number; kept: number }>();
  for (const { id, origin } of operations) {
    for (const scene of scenes.get(id) ?? []) {
      const { exchange } = scene.call;
      if (!exchange.form || exchange.body === undefined || scene.after === null) continue;
      for (const { path, value } of leavesOf(exchange.body)) {
        if (value !== '') continue;
        const vote = votes.get(origin) ?? { cleared: 0, kept: 0 };
        votes.set(origin, vote);
        const now = valueAt(scene.after, path) ?? null;
        if (now === null) vote.cleared++;
        else if (now === '') vote.kept++;
      }
    }
  }
  return operations.map((operation) => {
    const vote = votes.get(operation.origin);
    if (vote === undefined || vote.cleared === 0 || vote.kept > 0) return operation;
    if (operation.request.contentType !== 'application/x-www-form-urlencoded') return operation;
    const branches = operation.branches.map((branch) => ({ ...branch, effects: branch.effects.map(clearing) }));
    return { ...operation, branches };
  });
}

function clearing(effect: Effect): Effect {
  if (effect.t === 'create' && effect.copy !== null) return { ...effect, copy: { ...effect.copy, clears: true } };
  if (effect.t === 'update' && effect.copy !== null) return { ...effect, copy: { ...effect.copy, clears: true } };
  return effect;
}
