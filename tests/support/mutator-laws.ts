import { expect, it } from 'vitest';
import type { EpisodeDraft } from '../../src/model/episode.ts';
import { canonicalJson, type Json } from '../../src/model/json.ts';
import { brokenLaw, type LawFixture } from '../../src/mutate/broken-law.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import type { AnyMutator } from '../../src/mutate/mutator.ts';
import { PlacedTask } from '../../src/mutate/placed-task.ts';

/** Tasks with what the oracle did in them. */
export type MutatorFixture = LawFixture;

/** Everywhere it applies in a fixture. */
const ALL = { tasks: 100, sites: 100 };

/** What every mutator promises. */
export function itObeysTheMutatorLaws(mutator: AnyMutator, fixture: MutatorFixture): void {
  const drafts = engineDrafts(mutator, fixture, 5);

  it('applies somewhere', () => {
    const places = fixture.slices.map((slice) => new PlacedTask(fixture.model, fixture.createDraft, slice));
    expect(places.flatMap((place) => place.sitesOf(mutator)).length).toBeGreaterThan(0);
  });

  it('obeys the laws that mutators of anybody are held to', () => {
    expect(brokenLaw(mutator, fixture, ALL)).toBeNull();
  });

  it('makes the same of the same seed, byte for byte', () => {
    expect(engineDrafts(mutator, fixture, 5).map(textOf)).toEqual(drafts.map(textOf));
  });

  it('leaves what it is given untouched', () => {
    const before = canonicalJson([fixture.model, fixture.slices.map(({ task }) => task)] as unknown as Json);
    engineDrafts(mutator, fixture, 6);
    expect(canonicalJson([fixture.model, fixture.slices.map(({ task }) => task)] as unknown as Json)).toBe(before);
  });

  it('says nothing that gives it away', () => {
    for (const { instruction, hostile, patches } of drafts) {
      const shown = [instruction ?? '', ...hostile, ...patches.map((patch) => JSON.stringify(patch))].join('\n');
      expect(shown).not.toMatch(/offscript|mutat|simulat|episode|evaluat|benchmark|sandbox/i);
    }
  });
}

function engineDrafts(mutator: AnyMutator, fixture: MutatorFixture, seed: number): readonly EpisodeDraft[] {
  return [...mutate({ ...fixture, catalogue: [mutator], seed, count: 24, neutral: 0, maxMutations: 1, benign: 1 })];
}

function textOf(draft: EpisodeDraft): string {
  return canonicalJson(draft as unknown as Json);
}
