import type { Branch } from '../../model/branch.ts';
import type { Scene } from '../values/scene.ts';
import { triggerOf } from './error-shape.ts';
import { holds } from './guard-test.ts';

const RANK: Readonly<Record<ReturnType<typeof triggerOf>, number>> = {
  unauthenticated: 0,
  expired: 0,
  'unknown-path': 1,
  'method-not-allowed': 1,
  gone: 2,
  'not-found': 2,
  forbidden: 3,
  invalid: 4,
  precondition: 5,
  conflict: 6,
  idempotency: 6,
  other: 7,
  'rate-limited': 8,
  unavailable: 9,
};

/** In the order in which the API checks: a branch whose refusals also satisfy another's guard was checked before it. */
export function orderBranches(
  built: readonly { readonly branch: Branch; readonly scenes: readonly Scene[] }[],
): readonly Branch[] {
  const before = (a: (typeof built)[number], b: (typeof built)[number]): number => {
    const aFirst = a.scenes.filter((scene) => holds(b.branch.guard, scene)).length;
    const bFirst = b.scenes.filter((scene) => holds(a.branch.guard, scene)).length;
    if (aFirst !== bFirst) return bFirst - aFirst;
    return rankOf(a.branch) - rankOf(b.branch);
  };
  const left = [...built];
  const result: Branch[] = [];
  while (left.length > 0) {
    let pick = 0;
    for (let index = 1; index < left.length; index++) {
      const [current, other] = [left[pick], left[index]];
      if (current !== undefined && other !== undefined && before(other, current) < 0) pick = index;
    }
    const [chosen] = left.splice(pick, 1);
    if (chosen !== undefined) result.push(chosen.branch);
  }
  return result;
}

function rankOf(branch: Branch): number {
  const malformed = JSON.stringify(branch.guard).includes('"malformed"') ? -3 : 0;
  return RANK[triggerOf(branch.status, '')] + malformed;
}
