import { expect, it } from 'vitest';
import type { EpisodeDraft } from '../../src/model/episode.ts';
import { canonicalJson, type Json } from '../../src/model/json.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import type { TaskSlice } from '../../src/model/task-slice.ts';
import { applyPlan } from '../../src/mutate/apply-plan.ts';
import { createContext } from '../../src/mutate/create-context.ts';
import type { CreateDraft } from '../../src/mutate/create-draft.ts';
import { footprintsClash } from '../../src/mutate/footprints-clash.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import type { AnyMutator } from '../../src/mutate/mutator.ts';
import type { MutatorContext } from '../../src/mutate/mutator-context.ts';

/** Tasks with what the oracle did in them. */
export interface MutatorFixture {
  readonly model: LearnedModel;
  readonly slices: readonly TaskSlice[];
  readonly createDraft: CreateDraft;
}

/** What every mutator promises. */
export function itObeysTheMutatorLaws(mutator: AnyMutator, fixture: MutatorFixture): void {
  const sites = fixture.slices.flatMap((slice) => {
    const context = contextOf(fixture, slice);
    return [...mutator.targets(context)].map((target) => ({ slice, context, target }));
  });
  const drafts = engineDrafts(mutator, fixture, 5);

  it('applies somewhere', () => {
    expect(sites.length).toBeGreaterThan(0);
  });

  it('names targets that are plain JSON', () => {
    for (const { target } of sites) expect(JSON.parse(JSON.stringify(target))).toEqual(target);
  });

  it('finds the same targets again', () => {
    for (const slice of fixture.slices) {
      expect([...mutator.targets(contextOf(fixture, slice))]).toEqual([...mutator.targets(contextOf(fixture, slice))]);
    }
  });

  it('stays inside what the oracle touches', () => {
    for (const { draft, context } of drafts) {
      const operations = new Set(context.calls.map(({ operation }) => operation.id));
      const made = new Set(draft.patches.flatMap((patch) => (patch.p === 'put' ? [patch.entity.key] : [])));
      for (const { operations: named, keys } of draft.mutators) {
        for (const operation of named) expect(operations).toContain(operation);
        for (const key of keys) expect(context.touched.has(key) || made.has(key), key).toBe(true);
      }
    }
  });

  it('changes something, and says so on one line', () => {
    for (const { draft } of drafts) {
      const told = draft.instruction !== null || draft.inputs !== null || draft.goal !== null;
      expect(draft.patches.length > 0 || told).toBe(true);
      expect(draft.mutators[0]?.explain).toMatch(/^\S.*\S$/);
    }
  });

  it('makes the same of the same seed, byte for byte', () => {
    expect(engineDrafts(mutator, fixture, 5).map(({ draft }) => textOf(draft))).toEqual(
      drafts.map(({ draft }) => textOf(draft)),
    );
  });

  it('leaves what it is given untouched', () => {
    const before = canonicalJson([fixture.model, fixture.slices.map(({ task }) => task)] as unknown as Json);
    engineDrafts(mutator, fixture, 6);
    expect(canonicalJson([fixture.model, fixture.slices.map(({ task }) => task)] as unknown as Json)).toBe(before);
  });

  it('changes nothing with neutral parameters', () => {
    for (const { slice, context, target } of sites.slice(0, 3)) {
      for (const params of [null, ...(mutator.neutral === null ? [] : [mutator.neutral])]) {
        const draft = applied(mutator, fixture, slice, context, target, params);
        expect([
          draft.patches,
          draft.instruction,
          draft.inputs,
          draft.goal,
          draft.oracle,
          draft.hostile,
          draft.mustNot,
        ]).toEqual([[], null, null, null, [], [], []]);
      }
    }
  });

  it('lays its hands on something, and clashes with itself there', () => {
    for (const { context, target } of sites) {
      const footprint = mutator.footprint(target, context);
      expect(footprint.length).toBeGreaterThan(0);
      expect(footprintsClash(footprint, footprint)).not.toBeNull();
    }
  });

  it('tells every input in the instruction, word for word', () => {
    for (const { draft } of drafts) {
      for (const value of Object.values(draft.inputs ?? {}))
        expect(draft.instruction ?? draft.task.instruction).toContain(String(value));
    }
  });

  it('wants something that is not there yet, and that a report can show', () => {
    for (const { draft } of drafts) {
      for (const atom of draft.goal ?? []) if (atom.kind === 'report') expect(atom.evidence.length).toBeGreaterThan(0);
      expect(draft.goal?.length).not.toBe(0);
    }
  });

  it('says nothing that gives it away', () => {
    for (const { draft } of drafts) {
      const shown = [
        draft.instruction ?? '',
        ...draft.hostile,
        ...draft.patches.map((patch) => JSON.stringify(patch)),
      ].join('\n');
      expect(shown).not.toMatch(/offscript|mutat|simulat|episode|evaluat|benchmark|sandbox/i);
    }
  });
}

function contextOf({ model, createDraft }: MutatorFixture, slice: TaskSlice): MutatorContext {
  return createContext(
    model,
    slice,
    createDraft({ model, patches: slice.task.start, seed: 0, startAt: slice.task.startAt }),
  );
}

function engineDrafts(
  mutator: AnyMutator,
  fixture: MutatorFixture,
  seed: number,
): readonly { readonly draft: EpisodeDraft; readonly context: MutatorContext }[] {
  const contexts = new Map(fixture.slices.map((slice) => [slice.task.id, contextOf(fixture, slice)]));
  const drafts = mutate({ ...fixture, catalogue: [mutator], seed, count: 24, neutral: 0, maxMutations: 1, benign: 1 });
  return [...drafts].map((draft) => ({ draft, context: contexts.get(draft.task.id) as MutatorContext }));
}

function applied(
  mutator: AnyMutator,
  { model, createDraft }: MutatorFixture,
  { task }: TaskSlice,
  context: MutatorContext,
  target: Json,
  params: Json,
): EpisodeDraft {
  const fresh = (): ReturnType<CreateDraft> =>
    createDraft({ model, patches: task.start, seed: 3, startAt: task.startAt });
  return applyPlan({
    context,
    plan: [{ mutator: mutator.id, target, params }],
    seed: 3,
    mutator: () => mutator,
    start: fresh(),
    freshDraft: fresh,
  });
}

function textOf(draft: EpisodeDraft): string {
  return canonicalJson(draft as unknown as Json);
}
