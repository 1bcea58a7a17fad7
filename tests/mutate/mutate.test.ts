import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import type { EpisodeDraft } from '../../src/model/episode.ts';
import { canonicalJson, type Json } from '../../src/model/json.ts';
import { FAMILIES } from '../../src/model/plan.ts';
import { createContext } from '../../src/mutate/create-context.ts';
import { footprintsClash } from '../../src/mutate/footprints-clash.ts';
import { incompatibility } from '../../src/mutate/incompatibilities.ts';
import type { MutateOptions } from '../../src/mutate/mutate-options.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import type { AnyMutator } from '../../src/mutate/mutator.ts';
import { MOST_OF_ONE_REASON, reportReasons } from '../../src/mutate/report-share.ts';
import type { DraftOutcome } from '../../src/mutate/usage.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';

const BASE: MutateOptions = { ...DESK_FIXTURE, catalogue: CATALOGUE, seed: 42 };
const drafts = (options: Partial<MutateOptions> = {}): readonly EpisodeDraft[] => [
  ...mutate({ ...BASE, count: 400, ...options }),
];
const textOf = (all: readonly EpisodeDraft[]): readonly string[] =>
  all.map((draft) => canonicalJson(draft as unknown as Json));
const share = (all: readonly EpisodeDraft[], test: (draft: EpisodeDraft) => boolean): number =>
  all.filter(test).length / all.length;
/** On the desk, whose clients do not mark their requests. */
const applies = (mutator: AnyMutator): boolean =>
  BASE.slices.some((slice) => {
    const { start, startAt } = slice.task;
    const draft = BASE.createDraft({ model: BASE.model, patches: start, seed: 0, startAt });
    return [...mutator.targets(createContext(BASE.model, slice, draft))].length > 0;
  });
const isBenign = ({ mutators }: EpisodeDraft): boolean => mutators.length > 0 && mutators.every(({ benign }) => benign);

describe('mutate', () => {
  it('makes the same drafts of the same seed, and others of another', () => {
    expect(textOf(drafts())).toEqual(textOf(drafts()));
    expect(textOf(drafts({ seed: 43 }))).not.toEqual(textOf(drafts()));
  });

  it('keeps making the same plans from seed 42', () => {
    expect(
      drafts({ count: 40 }).map(({ task, mutators }) => [
        task.id,
        ...mutators.map(({ id, explain }) => `${id}: ${explain}`),
      ]),
    ).toMatchSnapshot();
  });

  it('does not depend on how far it is asked to go', () => {
    expect(textOf(drafts({ count: 50 }))).toEqual(textOf(drafts()).slice(0, 50));
  });

  it('leaves 15 % neutral', () => {
    expect(share(drafts(), ({ plan }) => plan.length === 0)).toBeCloseTo(0.15, 2);
    expect(share(drafts({ neutral: 0 }), ({ plan }) => plan.length === 0)).toBe(0);
    expect(share(drafts({ neutral: 0.4 }), ({ plan }) => plan.length === 0)).toBeCloseTo(0.4, 2);
  });

  it('keeps benign episodes below 15 %, or as few as it is told', () => {
    expect(share(drafts(), isBenign)).toBeLessThanOrEqual(0.15);
    expect(share(drafts({ benign: 0 }), isBenign)).toBe(0);
  });

  it('asks for a report with the same reason in at most one of twenty episodes, at any moment and in every group', () => {
    const groupOf = ({ task }: EpisodeDraft): string => (task.id < 't00000d' ? 'test' : 'train');
    const seen = new Map<string, { size: number; readonly reasons: Map<string, number> }>();
    let reports = 0;
    for (const draft of drafts({ groupOf })) {
      const group = seen.get(groupOf(draft)) ?? { size: 0, reasons: new Map<string, number>() };
      seen.set(groupOf(draft), group);
      group.size += 1;
      for (const reason of reportReasons(draft)) {
        reports += 1;
        group.reasons.set(reason, (group.reasons.get(reason) ?? 0) + 1);
        expect(group.reasons.get(reason)).toBeLessThanOrEqual(MOST_OF_ONE_REASON * group.size);
      }
    }
    expect([...seen.keys()].sort()).toEqual(['test', 'train']);
    expect(reports).toBeGreaterThan(20);
  });

  it('makes nothing but reports where nothing else was asked for', () => {
    const asked = drafts({ globs: ['workflow/step-already-done'], neutral: 0, maxMutations: 1, count: 5 });
    expect(asked.map((draft) => reportReasons(draft))).toEqual(asked.map(() => ['already_done']));
    expect(asked.length).toBeGreaterThan(1);
  });

  it('shows every family early on, and implicit mutations at least half of the time', () => {
    const first = drafts({ count: 60 });
    expect(new Set(first.flatMap(({ mutators }) => mutators.map(({ family }) => family)))).toEqual(new Set(FAMILIES));
    const all = drafts().flatMap(({ mutators }) => mutators);
    expect(all.filter(({ visibility }) => visibility === 'implicit').length / all.length).toBeGreaterThanOrEqual(0.5);
  });

  it('uses every mutator that applies, about evenly', () => {
    const used = new Map<string, number>();
    for (const { id, benign } of drafts({ count: 900 }).flatMap(({ mutators }) => mutators))
      if (!benign) used.set(id, (used.get(id) ?? 0) + 1);
    expect([...used.keys()].sort()).toEqual(
      CATALOGUE.filter((mutator) => !mutator.benign && applies(mutator))
        .map(({ id }) => id)
        .sort(),
    );
    const counts = [...used.values()].sort((a, b) => a - b);
    // What has few places on the desk is used up early; the middle half is within a factor of two.
    expect(
      (counts[Math.floor(counts.length * 0.75)] ?? 0) / (counts[Math.floor(counts.length * 0.25)] ?? 1),
    ).toBeLessThanOrEqual(2);
  });

  it('composes one to three mutations, mostly one or two', () => {
    const mutated = drafts().filter(({ plan }) => plan.length > 0);
    expect(Math.max(...mutated.map(({ plan }) => plan.length))).toBe(3);
    expect(share(mutated, ({ plan }) => plan.length <= 2)).toBeGreaterThan(0.85);
    expect(share(drafts({ maxMutations: 1, neutral: 0 }), ({ plan }) => plan.length === 1)).toBe(1);
    expect(share(drafts({ level: 0, neutral: 0 }), ({ plan }) => plan.length === 1)).toBe(1);
    expect(share(drafts({ level: 1, neutral: 0 }), ({ plan }) => plan.length > 1)).toBeGreaterThan(0.5);
  });

  it('never lets two mutations of a plan lay hands on the same thing', () => {
    const byId = new Map(CATALOGUE.map((mutator) => [mutator.id, mutator]));
    for (const { task, plan } of drafts({ level: 1 })) {
      const context = createContext(
        BASE.model,
        BASE.slices.find((slice) => slice.task.id === task.id) as MutateOptions['slices'][number],
        BASE.createDraft({ model: BASE.model, patches: task.start, seed: 0, startAt: task.startAt }),
      );
      for (const [at, left] of plan.entries()) {
        for (const right of plan.slice(at + 1)) {
          const [one, other] = [left, right].map(
            ({ mutator, target }) => byId.get(mutator)?.footprint(target, context) ?? [],
          );
          expect(footprintsClash(one ?? [], other ?? [])).toBeNull();
          expect(incompatibility(left.mutator, right.mutator)).toBeNull();
        }
      }
    }
  });

  it('never makes the same plan for the same task twice', () => {
    const keys = drafts({ count: 900 })
      .filter(({ plan }) => plan.length > 0)
      .map(({ task, plan }) =>
        canonicalJson([task.id, [...plan].sort((a, b) => (a.mutator < b.mutator ? -1 : 1))] as unknown as Json),
      );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('ends when everything distinct has been made', () => {
    const all = [
      ...mutate({ ...BASE, globs: ['data/flipped-sort', 'workflow/step-already-done'], neutral: 0, maxMutations: 1 }),
    ];
    expect(all.length).toBeGreaterThan(3);
    expect(all.length).toBeLessThan(30);
    expect([...mutate({ ...BASE, globs: ['no/such'] })].filter(({ plan }) => plan.length > 0)).toEqual([]);
    expect([...mutate({ ...BASE, slices: [] })]).toEqual([]);
  });

  it('takes families, ids and patterns, and leaves out what is excluded', () => {
    const ids = new Set(
      drafts({ globs: ['latency', 'drift/renamed-*', '!latency/jitter'], neutral: 0 }).flatMap(({ plan }) =>
        plan.map(({ mutator }) => mutator),
      ),
    );
    expect([...ids].every((id) => id.startsWith('latency/') || id.startsWith('drift/renamed-'))).toBe(true);
    expect(ids.has('drift/renamed-field')).toBe(true);
    expect(ids.has('latency/jitter')).toBe(false);
  });

  it('keeps its shares among what is proven, and gives up what is never proven', () => {
    const isHopeless = (id: string): boolean => id === 'system/token-expiry' || id.startsWith('drift/');
    const engine = mutate({ ...BASE, neutral: 0.2 });
    const proven: EpisodeDraft[] = [];
    let refused = 0;
    let outcome: DraftOutcome | undefined;
    while (proven.length < 300) {
      const next = engine.next(outcome);
      if (next.done === true) break;
      const hopeless = next.value.plan.some(({ mutator }) => isHopeless(mutator));
      outcome = hopeless ? 'refused' : 'proven';
      if (hopeless) refused += 1;
      else proven.push(next.value);
    }
    expect(proven.length).toBe(300);
    expect(share(proven, ({ plan }) => plan.length === 0)).toBeCloseTo(0.2, 1);
    expect(refused).toBeLessThan(35 * CATALOGUE.filter(({ id }) => isHopeless(id)).length);
  });

  it('weighs by hand where it is told to', () => {
    const all = drafts({ rates: { latency: 8 }, neutral: 0, maxMutations: 1, benign: 1 });
    expect(share(all, ({ plan }) => plan[0]?.mutator.startsWith('latency/') === true)).toBeGreaterThan(0.3);
    expect(
      share(drafts({ rates: { data: 0 } }), ({ plan }) => plan.some(({ mutator }) => mutator.startsWith('data/'))),
    ).toBe(0);
  });
});
