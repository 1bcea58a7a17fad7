import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import { canonicalJson, type Json } from '../../src/model/json.ts';
import type { EpisodeDraft } from '../../src/model/episode.ts';
import { CoveringArray, type CoverOptions } from '../../src/mutate/covering-array.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';

const array = (options: Partial<CoverOptions> = {}): CoveringArray =>
  new CoveringArray({ ...DESK_FIXTURE, catalogue: CATALOGUE, seed: 5, ...options });

function all(
  covering: CoveringArray,
  refusal: (draft: EpisodeDraft) => string | null = () => null,
): readonly EpisodeDraft[] {
  const drafts: EpisodeDraft[] = [];
  for (let draft = covering.next(); draft !== null; draft = covering.next()) {
    drafts.push(draft);
    covering.told(refusal(draft));
  }
  return drafts;
}

describe('CoveringArray', () => {
  it('covers every pair there is a place for, in far fewer episodes than pairs', () => {
    const covering = array();
    const drafts = all(covering);
    const { covered, coverable, uncovered, excluded } = covering.report();
    expect(covered).toBe(coverable);
    expect(uncovered).toEqual([]);
    expect(drafts.length).toBeLessThan(coverable / 2);
    expect(Object.keys(excluded)).toContain('a mutator has one visibility');
    const used = new Set(drafts.flatMap(({ plan }) => plan.map(({ mutator }) => mutator)));
    // Nothing on the desk is marked, done to several records, needed by a later write, or a number to pass on.
    expect(CATALOGUE.filter(({ id }) => !used.has(id)).map(({ id }) => id)).toEqual([
      'system/empty-answer',
      'session/used-key',
      'session/half-finished-bulk',
      'drift/other-unit',
    ]);
  });

  it('accounts for every pair of values', () => {
    const covering = array();
    all(covering);
    const { factors, coverable, excluded } = covering.report();
    const sizes = Object.values(factors).map(({ length }) => length);
    const pairs = sizes.reduce(
      (sum, size, at) => sum + size * sizes.slice(at + 1).reduce((more, next) => more + next, 0),
      0,
    );
    expect(coverable + Object.values(excluded).reduce((sum, count) => sum + count, 0)).toBe(pairs);
  });

  it('says why a pair is not covered', () => {
    const covering = array({ globs: ['system/*'] });
    all(covering, ({ plan }) => (plan[0]?.mutator === 'system/outage' ? 'inert' : null));
    const { uncovered } = covering.report();
    expect(uncovered.length).toBeGreaterThan(0);
    for (const { pair, why } of uncovered) expect([pair.mutator, why]).toEqual(['system/outage', 'inert']);
    const stopped = array({ globs: ['system/*'] });
    stopped.next();
    stopped.told(null);
    expect(new Set(stopped.report().uncovered.map(({ why }) => why))).toEqual(new Set(['no episode was left for it']));
  });

  it('makes the same of the same seed', () => {
    const text = (): string => canonicalJson(all(array({ level: 0.7 })) as unknown as Json);
    expect(text()).toBe(text());
  });
});
