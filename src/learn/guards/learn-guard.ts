/**
 * The guard of a group of refusals: the feature that holds for all of them and for no served request,
 * preferring what status and words suggest. Two features are joined where one alone is not enough.
 */
import type { Guard } from '../../model/guard.ts';
import type { Feature, GuardContext } from './guard-context.ts';
import { featuresFor } from './guard-features.ts';
import { holds } from './guard-test.ts';
import type { Scene } from '../values/scene.ts';

interface Scored {
  readonly feature: Feature;
  readonly hits: ReadonlySet<Scene>;
  readonly wrong: number;
  readonly score: number;
}

export function learnGuard(refused: readonly Scene[], served: readonly Scene[], context: GuardContext): Guard | null {
  const scored = featuresFor(refused, served, context).map((feature) => scoreOf(feature, refused, served));
  const [best] = scored
    .filter(({ feature, hits, wrong }) => hits.size > 0 && isClean(wrong, served.length) && standsAlone(feature))
    .sort(byScore);
  if (best !== undefined && best.hits.size >= refused.length * 0.85) return best.feature.guard;
  const joined = conjunction(scored, refused, served);
  if (joined !== null && (best === undefined || joined.hits.size > best.hits.size)) return joined.feature.guard;
  if (best === undefined) return null;
  return disjunction(best, scored, refused, served);
}

function scoreOf(feature: Feature, refused: readonly Scene[], served: readonly Scene[]): Scored {
  const hits = new Set(refused.filter((scene) => holds(feature.guard, scene)));
  let wrong = 0;
  for (const scene of served) if (holds(feature.guard, scene)) wrong++;
  return { feature, hits, wrong, score: feature.prior + (hits.size / Math.max(1, refused.length)) * 3 };
}

function byScore(a: Scored, b: Scored): number {
  return b.score - a.score;
}

/** One served request in a hundred may contradict: others wrote between. */
function isClean(wrong: number, served: number): boolean {
  return wrong <= served * 0.01;
}

function conjunction(scored: readonly Scored[], refused: readonly Scene[], served: readonly Scene[]): Scored | null {
  const wide = scored
    .filter(({ hits, wrong }) => hits.size >= refused.length * 0.85 && wrong < Math.max(1, served.length * 0.97))
    .sort(byScore)
    .slice(0, 12);
  let found: Scored | null = null;
  for (const first of wide) {
    for (const second of wide) {
      if (first === second || !mayJoin(kindOf(first.feature.guard), kindOf(second.feature.guard))) continue;
      const guard: Guard = { g: 'and', all: [first.feature.guard, second.feature.guard] };
      const both = scoreOf({ guard, prior: (first.feature.prior + second.feature.prior) / 2 - 0.5 }, refused, served);
      if (isClean(both.wrong, served.length) && both.hits.size > 0 && (found === null || both.score > found.score))
        found = both;
    }
  }
  return found;
}

/** That a field was sent is half a rule about a state, and says nothing beside other fields. */
function mayJoin(a: string, b: string): boolean {
  if (a === b) return false;
  return a !== SENT && b !== SENT ? true : /state-in$/.test(a) || /state-in$/.test(b);
}

const SENT = 'not missing';
/** As much as a field has that the refusal names. */
const NAMED = 1;

function standsAlone({ guard, prior }: Feature): boolean {
  return kindOf(guard) !== SENT || prior >= NAMED;
}

function kindOf(guard: Guard): string {
  return guard.g === 'not' ? `not ${guard.of.g}` : guard.g;
}

/** More features, each for some of the refusals that are left. */
function disjunction(
  best: Scored,
  scored: readonly Scored[],
  refused: readonly Scene[],
  served: readonly Scene[],
): Guard {
  const guards: Guard[] = [best.feature.guard];
  const left = new Set(refused.filter((scene) => !best.hits.has(scene)));
  while (left.size > 0 && guards.length < 4) {
    const [next] = scored
      .filter(
        ({ feature, hits, wrong }) =>
          isClean(wrong, served.length) && standsAlone(feature) && [...hits].some((scene) => left.has(scene)),
      )
      .map((one) => ({
        ...one,
        score: one.feature.prior + [...one.hits].filter((scene) => left.has(scene)).length / left.size,
      }))
      .sort(byScore);
    if (next === undefined || next.feature.prior < 0.3) break;
    guards.push(next.feature.guard);
    for (const scene of next.hits) left.delete(scene);
  }
  return guards.length === 1 ? best.feature.guard : { g: 'or', any: guards };
}
